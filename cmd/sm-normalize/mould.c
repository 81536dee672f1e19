#include "mould.h"

#include <string.h>

#include "kept.h"
#include "lasting.h"

#define SETS 16        /* of moulds, by their number */
#define WAYS 4         /* moulds of a set; the next one to go is the one that was made first */
#define MEMBERS_MAX 64 /* of an object that gets one: what a likeness knows */

struct mould {
    struct json_likeness like;
    uint64_t epoch; /* of the texts in base; 0: no mould */
    const struct kind *usual;
    struct built base;
    size_t n;
    struct {
        uint8_t member, field;
    } varies[MEMBERS_MAX + 1]; /* in the order of the members */
};

static struct {
    struct mould ways[WAYS];
    size_t next;
} sets[SETS];

const struct mould *
mould_find(const struct json_likeness *like, const struct kind *usual)
{
    for (size_t i = 0; i < WAYS; i++) {
        const struct mould *m = &sets[like->names % SETS].ways[i];
        if (m->epoch == lasting_epoch && m->like.names == like->names && m->like.same == like->same &&
            m->usual == usual)
            return m;
    }
    return NULL;
}

static struct mould *
new_mould(const struct json_likeness *like)
{
    size_t *next = &sets[like->names % SETS].next;
    *next = (*next + 1) % WAYS;
    return &sets[like->names % SETS].ways[*next];
}

void
mould_fill(const struct mould *m, struct built *b, json_val *given, struct values *v, struct pool *pool)
{
    struct kept_key key = {0};
    *b = m->base;
    for (size_t i = 0; i < m->n; i++) {
        json_val *value = json_nth(given, m->varies[i].member);
        if (i && m->varies[i].member != m->varies[i - 1].member)
            key = (struct kept_key){0};
        if (json_type(value) != JSON_NULL)
            (void)kept_set(b, m->varies[i].field, value, &key, v, pool);
    }
}

/* A member's value becomes a field's: once, or with each object. */
static void
add_field(struct mould *m, const struct built *b, size_t member, int field, bool fixed)
{
    if (fixed) {
        m->base.f.f[field] = lasting_text(b->f.f[field]);
        return;
    }
    m->varies[m->n].member = (uint8_t)member;
    m->varies[m->n++].field = (uint8_t)field;
}

void
mould_learn(json_val *given, const struct json_likeness *like, const struct kind *usual,
            const struct built *b, uint64_t quiet)
{
    struct json_iter it = json_each(given);
    struct slice key;
    json_val *value;
    bool own = b->kind != &kind_finding || json_get(given, "source_severity");
    if (it.left > MEMBERS_MAX)
        return;
    struct mould *m = new_mould(like);
    *m = (struct mould){.like = *like, .usual = usual, .base.kind = b->kind};
    for (size_t i = 0; json_next(&it, &key, &value); i++) {
        bool fixed = like->fixed & quiet & (uint64_t)1 << i;
        if (slice_is(key, "kind")) {
            if (!fixed)
                return;
            continue;
        }
        int field = kind_field(b->kind, key);
        add_field(m, b, i, field, fixed);
        if (field == F_SEVERITY && !own)
            add_field(m, b, i, F_SOURCE_SEVERITY, fixed);
    }
    m->epoch = lasting_epoch;
}
