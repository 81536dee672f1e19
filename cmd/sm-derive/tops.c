#include "tops.h"

#include <stdlib.h>

#include "key.h"
#include "limits.h"
#include "mem.h"
#include "scatter.h"
#include "select.h"

#define MORE_ROWS 4096 /* that come before all but the first are let go */
#define NONE UINT64_MAX

struct slot { /* of a metric that is broken down so */
    size_t metric, by;
    const struct breakdown *keys;
    bool full;       /* there are CELLS_MAX values, and the last of them has … */
    uint64_t least;  /* … so many records, and … */
    struct buf last; /* … this key */
};

struct top {
    size_t key, n_key, list, n_list;
    bool first; /* of any slot */
};

struct tops {
    struct cells *c;
    const struct axis *x;
    struct slot *slots;
    size_t n_slots, cap_slots;
    size_t *slot_of; /* of each metric, + 1 */
    struct top *at;
    size_t n, cap, limit;
    struct buf keys;
    struct spread_times *lists;
    size_t n_lists, cap_lists;
    uint64_t *records; /* n_slots for each row; NONE: the metric counts nothing of it */
    size_t cap_records;
    size_t *order; /* rows of one slot: … */
    size_t slot;   /* … this one */
    size_t cap_order;
};

struct tops *
tops_new(struct cells *c, const struct axis *x)
{
    struct tops *t = xcalloc(1, sizeof *t);
    t->c = c;
    t->x = x;
    t->limit = MORE_ROWS;
    t->slot_of = xcalloc(c->metrics->n, sizeof *t->slot_of);
    for (size_t i = 0; i < c->metrics->n; i++) {
        if (x->by[i] < 0)
            continue;
        t->slots = xgrow(t->slots, &t->cap_slots, t->n_slots + 1, sizeof *t->slots);
        t->slots[t->n_slots++] =
            (struct slot){.metric = i, .by = (size_t)x->by[i], .keys = &c->metrics->at[i].by[x->by[i]]};
        t->slot_of[i] = t->n_slots;
    }
    return t;
}

void
tops_values(const struct axis *x, struct slice key, struct slice values[2])
{
    const char *p = key.p;
    values[0] = x->rows == ROWS_PAIR ? key_read(&p) : key;
    values[1] = x->rows == ROWS_PAIR ? key_read(&p) : (struct slice){0};
}

static struct slice
key_of(const struct tops *t, size_t i)
{
    const struct top *r = &t->at[i];
    return r->n_key == SIZE_MAX ? (struct slice){0} : (struct slice){t->keys.p + r->key, r->n_key};
}

/* ---- order ---- */

static int
by_records(const void *with, size_t i, size_t k)
{
    const struct tops *t = with;
    uint64_t m = t->records[i * t->n_slots + t->slot], n = t->records[k * t->n_slots + t->slot];
    struct slice x[2], y[2];
    if (m != n)
        return m > n ? -1 : 1;
    tops_values(t->x, key_of(t, i), x);
    tops_values(t->x, key_of(t, k), y);
    return cells_compare(t->slots[t->slot].keys, x, y);
}

static void
find_first(struct tops *t, size_t slot)
{
    struct slot *s = &t->slots[slot];
    size_t n = 0;
    t->order = xgrow(t->order, &t->cap_order, t->n + 1, sizeof *t->order);
    for (size_t i = 0; i < t->n; i++)
        if (t->records[i * t->n_slots + slot] != NONE)
            t->order[n++] = i;
    t->slot = slot;
    select_first(t->order, n, CELLS_MAX, by_records, t);
    for (size_t i = 0; i < n && i < CELLS_MAX; i++)
        t->at[t->order[i]].first = true;
    if (n < CELLS_MAX)
        return;
    size_t at = select_last(t->order, CELLS_MAX, by_records, t);
    struct slice last = key_of(t, at);
    s->full = last.p != NULL; /* absent comes last; while it is among the first all are looked at */
    s->least = t->records[at * t->n_slots + slot];
    s->last.n = 0;
    buf_slice(&s->last, last);
}

void
tops_drop(struct tops *t, const uint64_t *records, size_t rows)
{
    for (size_t i = 0; i < t->n_slots; i++)
        if (records[i] != NONE)
            cells_drop(t->c, t->slots[i].metric, t->slots[i].by, rows);
}

/* What stays moves to the front. */
static void
move(struct tops *t, size_t from, size_t to, size_t *key, size_t *list)
{
    struct top r = t->at[from];
    if (r.n_key != SIZE_MAX && r.n_key) {
        memmove(t->keys.p + *key, t->keys.p + r.key, r.n_key);
        r.key = *key;
        *key += r.n_key;
    }
    memmove(t->lists + *list, t->lists + r.list, r.n_list * sizeof *t->lists);
    r.list = *list;
    *list += r.n_list;
    memmove(t->records + to * t->n_slots, t->records + from * t->n_slots, t->n_slots * sizeof *t->records);
    t->at[to] = r;
    t->at[to].first = false;
}

static void
prune(struct tops *t)
{
    size_t n = 0, key = 0, list = 0;
    for (size_t i = 0; i < t->n_slots; i++)
        find_first(t, i);
    for (size_t i = 0; i < t->n; i++) {
        if (t->at[i].first)
            move(t, i, n++, &key, &list);
        else
            tops_drop(t, &t->records[i * t->n_slots], 1);
    }
    t->n = n;
    t->keys.n = key;
    t->n_lists = list;
    t->limit = 2 * n + MORE_ROWS;
}

/* ---- rows ---- */

size_t
tops_slots(const struct tops *t)
{
    return t->n_slots;
}

void
tops_records(const struct tops *t, const struct spread_times *list, size_t n, uint64_t *records)
{
    for (size_t i = 0; i < t->n_slots; i++)
        records[i] = NONE;
    for (size_t i = 0; i < n; i++) {
        const struct effect *e = &t->x->effects.at[list[i].number >> TO_BITS];
        for (size_t k = 0; (list[i].number & TO_CELLS) && k < e->n_runs; k++) {
            const struct effect_run *r = &e->runs[k];
            uint64_t *to = &records[t->slot_of[r->given->metric] - 1];
            *to = *to == NONE ? 0 : *to;
            if (r->given->side == SIDE_VALUE)
                *to += (uint64_t)list[i].times * (unsigned)(r->below - r->from);
        }
    }
}

enum taking
tops_would_take(const struct tops *t, const uint64_t *records, struct slice key)
{
    enum taking taking = TAKES_NEVER;
    struct slice x[2], y[2];
    tops_values(t->x, key, x);
    for (size_t i = 0; i < t->n_slots; i++) {
        const struct slot *s = &t->slots[i];
        if (records[i] == NONE || (s->full && records[i] < s->least))
            continue;
        if (!s->full || records[i] > s->least)
            return TAKES;
        tops_values(t->x, (struct slice){s->last.n ? s->last.p : "", s->last.n}, y);
        if (cells_compare(s->keys, x, y) < 0)
            return TAKES;
        taking = TAKES_NOT;
    }
    return taking;
}

void
tops_take(struct tops *t, struct slice key, const struct spread_times *list, size_t n)
{
    t->records = xgrow(t->records, &t->cap_records, (t->n + 1) * t->n_slots, sizeof *t->records);
    uint64_t *records = &t->records[t->n * t->n_slots];
    tops_records(t, list, n, records);
    if (tops_would_take(t, records, key) != TAKES) {
        tops_drop(t, records, 1);
        return;
    }
    t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
    t->lists = xgrow(t->lists, &t->cap_lists, t->n_lists + n, sizeof *t->lists);
    t->at[t->n++] = (struct top){t->keys.n, key.p ? key.n : SIZE_MAX, t->n_lists, n, false};
    buf_room(&t->keys, key.n + 1);
    buf_slice(&t->keys, key);
    memcpy(t->lists + t->n_lists, list, n * sizeof *list);
    t->n_lists += n;
    if (t->n >= t->limit)
        prune(t);
}

void
tops_each(struct tops *t, spread_take *take, void *with)
{
    prune(t);
    for (size_t i = 0; i < t->n; i++)
        take(with, key_of(t, i), t->lists + t->at[i].list, t->at[i].n_list);
}

void
tops_free(struct tops *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->n_slots; i++)
        buf_free(&t->slots[i].last);
    free(t->slots);
    free(t->slot_of);
    free(t->at);
    buf_free(&t->keys);
    free(t->lists);
    free(t->records);
    free(t->order);
    free(t);
}
