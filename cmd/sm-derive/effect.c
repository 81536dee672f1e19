#include "effect.h"

#include <stdlib.h>

#include "axis.h"
#include "key.h"
#include "mem.h"
#include "noise.h"

/* ---- of a class ---- */

static bool
sets_own(const struct axis *x, const struct given *o)
{
    bool own = false;
    for (size_t i = 0; i < o->n_own; i++)
        own |= o->own[i].field == x->fields[0] || (x->rows == ROWS_PAIR && o->own[i].field == x->fields[1]);
    return own;
}

static void
add_run(struct effect *e, const struct axis *x, const struct run *r)
{
    for (size_t i = 0; i < r->outcome->n; i++) {
        const struct given *o = &r->outcome->out[i];
        int by = x->by[o->metric];
        if (by == NOT_BY)
            continue;
        e->own |= sets_own(x, o);
        e->runs = xgrow(e->runs, &e->cap_runs, e->n_runs + 1, sizeof *e->runs);
        e->runs[e->n_runs++] = (struct effect_run){o, by, r->from, r->below};
    }
}

/* Goes on with the last one where that is the same. */
static void
append(struct effect *e, struct effect_at *at, size_t period)
{
    struct effect_at *last = e->n_at ? &e->at[e->n_at - 1] : NULL;
    at->from = last ? last->from : period;
    at->below = period;
    if (last && memcmp(last, at, sizeof *at) == 0) {
        last->below++;
        return;
    }
    at->from = period;
    at->below = period + 1;
    e->at = xgrow(e->at, &e->cap_at, e->n_at + 1, sizeof *e->at);
    memcpy(&e->at[e->n_at++], at, sizeof *at);
}

static void
add_period(struct effect *e, const struct axis *x, const struct facts *f, size_t period)
{
    struct effect_at at;
    memset(&at, 0, sizeof at); /* its padding too: it is part of a key */
    at.moves = x->part >= 0 && movement_moves(f);
    at.open = (x->owner || x->topic >= 0) && f->open;
    at.noisy = x->rows == ROWS_RULE && noise_counts(f);
    at.false_positive = at.noisy && f->at_end == STATE_FALSE_POSITIVE;
    if (at.moves)
        at.flow = movement_flow(f);
    if (x->owner && at.open)
        at.burden = movement_burden(f);
    if (at.moves || at.open || at.noisy)
        append(e, &at, period);
}

void
effect_make(struct effect *e, const struct axis *x, const struct class *k, size_t periods)
{
    e->x = k->x;
    e->supplied = k->supplied;
    e->placed = x->part >= 0 && k->facts;
    e->own = false;
    e->n_runs = e->n_at = 0;
    for (size_t i = 0; i < k->n_runs; i++)
        add_run(e, x, &k->runs[i]);
    for (size_t p = 0; k->facts && p < periods; p++)
        add_period(e, x, &k->facts[p], p);
}

void
effect_free(struct effect *e)
{
    free(e->runs);
    free(e->at);
    *e = (struct effect){0};
}

/* ---- counting ---- */

void
effect_count_cells(const struct effect *e, struct cells *c, uint32_t times)
{
    c->now = &e->x;
    for (size_t i = 0; i < e->n_runs; i++) {
        const struct effect_run *r = &e->runs[i];
        cells_add_many(c, r->given, r->by == IN_WHOLE ? WHOLE : (size_t)r->by, r->from, r->below, times);
    }
}

void
effect_count_place(const struct effect *e, struct movement *m, size_t row, uint32_t times)
{
    for (struct effect_walk w = effect_walk(e, EFFECT_MOVES); effect_next(&w);)
        flow_add(movement_at(m, row, w.period), &w.at->flow, times);
}

void
effect_count_owner(const struct effect *e, struct movement *m, size_t owner, uint32_t times)
{
    for (struct effect_walk w = effect_walk(e, EFFECT_OPEN); effect_next(&w);)
        burden_add(movement_burden_of(m, owner, w.period), &w.at->burden, times);
}

void
effect_count_topic(const struct effect *e, struct feedback *f, enum topic topic, uint32_t number,
                   uint32_t times)
{
    for (struct effect_walk w = effect_walk(e, EFFECT_OPEN); effect_next(&w);)
        feedback_add(f, topic, number, w.period, &e->supplied, times);
}

/* ---- kept ---- */

/* What of an output counts along the axis: no dimension that its program sets is the axis's own. */
static void
write_given(struct buf *b, const struct given *o)
{
    const uint64_t parts[] = {o->metric, o->side, o->yes};
    buf_add(b, (const char *)parts, sizeof parts);
    buf_add(b, (const char *)&o->number, sizeof o->number);
    key_part(b, o->text);
}

static void
write_effect(struct buf *b, const struct effect *e)
{
    const unsigned char head[] = {
        (unsigned char)e->x.provenance,  e->x.unreviewed,     e->x.unmatched,   e->placed,
        (unsigned char)e->supplied.rank, e->supplied.fixable, e->supplied.named};
    b->n = 0;
    buf_add(b, (const char *)head, sizeof head);
    for (size_t i = 0; i < e->n_runs; i++) {
        const struct effect_run *r = &e->runs[i];
        const int32_t where[] = {r->by, r->from, r->below};
        write_given(b, r->given);
        buf_add(b, (const char *)where, sizeof where);
    }
    buf_byte(b, 0);
    buf_add(b, (const char *)e->at, e->n_at * sizeof *e->at);
}

static void *
copy(struct effects *l, const void *p, size_t n)
{
    void *to = pool_alloc(&l->pool, n);
    l->memory += n;
    if (n)
        memcpy(to, p, n);
    return to;
}

static struct effect
copy_effect(struct effects *l, const struct effect *e)
{
    struct effect to = *e;
    to.runs = copy(l, e->runs, e->n_runs * sizeof *e->runs);
    to.at = copy(l, e->at, e->n_at * sizeof *e->at);
    for (size_t i = 0; i < e->n_runs; i++) {
        struct given *o = copy(l, e->runs[i].given, sizeof *o);
        o->n_own = 0;
        if (o->text.p)
            o->text.p = copy(l, o->text.p, o->text.n);
        to.runs[i].given = o;
    }
    return to;
}

size_t
effects_keep(struct effects *l, const struct effect *e)
{
    write_effect(&l->key, e);
    if (l->memory > EFFECTS_BYTES)
        return map_get(&l->known, buf_as_slice(&l->key));
    size_t at = *map_put(&l->known, buf_as_slice(&l->key), l->n);
    if (at < l->n)
        return at;
    l->at = xgrow(l->at, &l->cap, l->n + 1, sizeof *l->at);
    l->at[l->n] = copy_effect(l, e);
    l->memory += l->key.n + sizeof *l->at + 64;
    return l->n++;
}

void
effects_free(struct effects *l)
{
    map_free(&l->known);
    free(l->at);
    pool_free(&l->pool);
    buf_free(&l->key);
    *l = (struct effects){0};
}
