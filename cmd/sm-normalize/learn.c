#include "learn.h"

#include <stdlib.h>
#include <string.h>


/* Which are worth a place of their own: their texts are mostly other ones in each line. */
static bool
is_copied(struct slice name)
{
    int field = kind_field(&kind_finding, name);
    static const bool copied[F_COUNT] = {
        [F_FINDING_TITLE] = true, [F_RULE_ID] = true,   [F_NATIVE_ID] = true, [F_CVE] = true,
        [F_TARGET] = true,        [F_COMPONENT] = true, [F_LOCATION] = true,  [F_FIX] = true,
        [F_SECRET_HASH] = true,   [F_TICKET] = true};
    return field >= 0 && copied[field];
}

bool
learn_take(struct values *v, int field, json_val *value, struct buf *out)
{
    const struct field *f = &kind_finding.fields[field];
    v->kind = kind_finding.name;
    v->field = f->name;
    v->noted = v->no_record = false;
    v->trial = true;
    if (json_type(value) != JSON_NULL)
        (void)f->take(v, value, f->words, out);
    v->trial = false;
    return !v->noted && !v->no_record;
}

void
learn_free(struct learned *l)
{
    for (size_t i = 0; i < FOLLOW_PLACES_MAX; i++)
        seen_free(l->seen[i]);
    for (size_t i = 0; i < l->n_known; i++)
        memo_free(l->known[i].memo);
    stencil_free(l->stencil);
    stencil_free(l->head);
    followed_free(l->followed);
    buf_free(&l->rest);
    buf_free(&l->context);
    pool_free(&l->now.pool);
    pool_free(&l->pool);
    free(l);
}

static void
look_at(struct learned *l, size_t place)
{
    if (l->seen[place])
        return;
    l->seen[place] = seen_new();
    if (l->followed->places[place].head)
        l->head_looked[l->n_head_looked++] = (uint8_t)place;
    else
        l->looked[l->n_looked++] = (uint8_t)place;
}

/* The fields that follow from these places. */
static struct known *
known_by(struct learned *l, const uint8_t *uses, uint8_t n_uses)
{
    for (size_t i = 0; i < l->n_known; i++)
        if (l->known[i].n_uses == n_uses && memcmp(l->known[i].uses, uses, n_uses) == 0)
            return &l->known[i];
    struct known *k = &l->known[l->n_known++];
    memcpy(k->uses, uses, n_uses);
    k->n_uses = n_uses;
    k->head = true;
    for (size_t i = 0; i < n_uses; i++)
        k->head &= l->followed->places[uses[i]].head;
    return k;
}

static bool
add_kept(struct learned *l, struct varying one)
{
    uint8_t uses[MEMO_PARTS], n_uses = 0;
    for (size_t i = 0; i < l->followed->n_places; i++) {
        if (!place_set_has(&one.from->uses, i))
            continue;
        if (n_uses == MEMO_PARTS)
            return false;
        look_at(l, i);
        uses[n_uses++] = (uint8_t)i;
    }
    struct known *k = known_by(l, uses, n_uses);
    k->varying[k->n++] = (uint8_t)l->n_kept;
    l->varying[l->n++] = l->varying[l->n_kept];
    l->varying[l->n_kept++] = one;
    return true;
}

static bool
add_varying(struct learned *l, int field, struct followed_member *m)
{
    struct varying one = {.field = (uint8_t)field, .from = m};
    if (m->kind == FOLLOWED_OTHER)
        return add_kept(l, one);
    l->varying[l->n++] = one;
    return true;
}

/* A field from a member: the same for all, or one that varies. */
static bool
add_field(struct learned *l, int field, struct followed_member *m, const struct built *b,
          struct normalizer *n, struct buf *scratch)
{
    if (m->kind != FOLLOWED_FIXED)
        return add_varying(l, field, m);
    struct slice s = b->f.f[field];
    scratch->n = 0;
    l->base.f[field] = s.p ? (struct slice){pool_copy(&l->pool, s.p, s.n), s.n} : s;
    return learn_take(&n->values, field, m->value, scratch);
}

static bool
add_members(struct learned *l, struct followed_output *o, const struct built *b, struct normalizer *n,
            struct buf *scratch)
{
    bool own = false;
    for (size_t i = 0; i < o->n; i++)
        own |= slice_is(o->members[i].name, "source_severity");
    for (size_t i = 0; i < o->n; i++) {
        struct followed_member *m = &o->members[i];
        int field = kind_field(&kind_finding, m->name);
        if (slice_is(m->name, "kind")) {
            if (m->kind != FOLLOWED_FIXED)
                return false;
            continue;
        }
        if (field < 0 || !add_field(l, field, m, b, n, scratch))
            return false;
        if (field == F_SEVERITY && !own && !add_field(l, F_SOURCE_SEVERITY, m, b, n, scratch))
            return false;
    }
    return true;
}

/* The one output that is no null is the finding. */
static bool
find_output(struct learned *l)
{
    size_t found = 0;
    for (size_t i = 0; i < l->followed->n_outputs; i++) {
        const struct followed_output *o = &l->followed->outputs[i];
        if (o->fixed && json_type(o->fixed) != JSON_NULL)
            return false;
        if (!o->fixed) {
            l->output = i;
            found++;
        }
    }
    return found == 1;
}

/* Arrays and objects of raw that nothing follows from. */
static void
find_unread(struct learned *l)
{
    for (size_t i = 0; i < l->followed->n_places; i++)
        if (l->followed->places[i].kind == PLACE_BLOCK && !l->followed->places[i].pinned &&
            !l->followed->places[i].head && !l->seen[i])
            l->unread[l->n_unread++] = (uint8_t)i;
}

static void
add_memos(struct learned *l)
{
    static struct buf name; /* memory is used again */
    for (size_t i = 0; i < l->n_known; i++)
        l->known[i].memo = memo_new(l->known[i].n);
    for (size_t i = 0; i < l->n_kept; i++) {
        name.n = 0;
        if (l->varying[i].field >= F_COMMON)
            finding_write_name(&name, (enum finding_field)l->varying[i].field);
        l->varying[i].name = (uint8_t)name.n;
    }
}

static void
keep_head(struct learned *l, const struct heading *h, bool follow_head)
{
    l->format = h->format;
    buf_slice(&l->rest, buf_as_slice(&h->rest));
    buf_slice(&l->context, h->context);
    if (follow_head)
        l->head = stencil_new(h->context, l->followed->places, l->followed->n_places, true);
}

struct learned *
learn_line(struct normalizer *n, const struct heading *h, const struct line *line, bool follow_head)
{
    struct followed *followed = programs_follow(h->format->body, 0, line->raw,
                                                follow_head ? h->context : (struct slice){0}, is_copied);
    static struct buf scratch; /* memory is used again */
    if (!followed)
        return NULL;
    struct learned *l = xcalloc(1, sizeof *l);
    l->followed = followed;
    if (find_output(l) && add_members(l, &followed->outputs[l->output], &n->built[0], n, &scratch)) {
        find_unread(l);
        add_memos(l);
        keep_head(l, h, follow_head);
        l->stencil = stencil_new(line->raw, followed->places, followed->n_places, false);
        return l;
    }
    learn_free(l);
    return NULL;
}
