#include "kept.h"

#include <string.h>

#include "hash.h"
#include "lasting.h"

#define KEPT 32        /* values of a field */
#define KEPT_BYTES 512 /* longer ones are not kept */
#define TRIED 64       /* lookups that tell whether it is worth it */
#define SKIPPED 4096   /* values that are not looked for where it was not */

/* Not where a note was given: each of them counts. A field whose values are mostly new does not look. */
struct kept {
    uint64_t epoch; /* 0: nothing is kept */
    const struct kind *kind;
    bool no_record;
    enum json_type type;
    struct slice in, out;
};

static struct kept_field {
    struct kept at[KEPT];
    unsigned tried, found, skip;
} kept_fields[FIELDS_MAX];

/* What tells a value from others of its type. */
static void
read_key(struct kept_key *key, json_val *value)
{
    static struct buf text; /* memory is used again */
    key->type = json_type(value);
    if (key->type == JSON_STRING) {
        key->text = json_str(value);
        return;
    }
    text.n = 0;
    json_tell(&text, value);
    key->text = buf_as_slice(&text);
}

static bool
set_new(struct built *b, int field, json_val *value, struct values *v, struct pool *pool)
{
    b->f.f[field] = (struct slice){0};
    v->noted = false;
    build_set(b, field, value, v, pool);
    return !v->noted && !v->no_record;
}

bool
kept_set(struct built *b, int field, json_val *value, struct kept_key *key, struct values *v,
         struct pool *pool)
{
    struct kept_field *all = &kept_fields[field];
    if (all->skip) {
        all->skip--;
        return set_new(b, field, value, v, pool);
    }
    if (++all->tried > TRIED) {
        all->skip = all->found * 4 < TRIED ? SKIPPED : 0;
        all->tried = all->found = 0;
    }
    if (!key->text.p)
        read_key(key, value);
    struct slice text = key->text;
    struct kept *k = &all->at[(size_t)(hash_sample(text) >> 56) % KEPT];
    if (k->epoch == lasting_epoch && k->kind == b->kind && k->type == key->type && slice_same(k->in, text)) {
        all->found++;
        b->f.f[field] = k->out;
        b->no_record |= k->no_record;
        return !k->no_record;
    }
    k->epoch = 0;
    if (text.n > KEPT_BYTES)
        return set_new(b, field, value, v, pool);
    struct slice in = lasting_text(text); /* text may lie where the next value's is written */
    bool quiet = set_new(b, field, value, v, pool);
    if (!v->noted)
        *k = (struct kept){lasting_epoch, b->kind, v->no_record, key->type, in, lasting_text(b->f.f[field])};
    return quiet;
}
