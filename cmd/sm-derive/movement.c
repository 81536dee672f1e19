#include "movement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "key.h"
#include "mem.h"

#define PARTS MOVEMENT_PARTS

struct place {
    int part; /* number in `parts` */
    struct slice value;
};

static const char *const parts[PARTS] = {NULL,      "severity", "tier",      "category", "product",
                                         "service", "owner",    "component", "cwe"};

static struct slice
part_of(const struct subject *s, int part)
{
    const struct slice values[MOVEMENT_SINGLE] = {{0},        s->severity, s->tier, s->category,
                                                  s->product, s->service,  s->owner};
    return values[part];
}

static struct slice
keep(struct movement *m, struct slice s)
{
    return s.p ? (struct slice){pool_copy(&m->pool, s.p, s.n), s.n} : s;
}

static struct slice
key_of(struct buf *key, int part, struct slice value)
{
    key->n = 0;
    buf_byte(key, (char)part);
    key_part(key, value);
    return buf_as_slice(key);
}

size_t
movement_find(struct movement *m, int part, struct slice value)
{
    return m->of_part[part] ? map_get(&m->places, key_of(&m->key, part, value)) : MAP_NONE;
}

size_t
movement_row(struct movement *m, int part, struct slice value)
{
    size_t at = *map_put(&m->places, key_of(&m->key, part, value), m->n);
    if (at < m->n)
        return at;
    m->at = xgrow(m->at, &m->cap, m->n + 1, sizeof *m->at);
    m->flows = xgrow(m->flows, &m->cap_flows, (m->n + 1) * m->periods, sizeof *m->flows);
    for (size_t p = 0; p < m->periods; p++)
        m->flows[m->n * m->periods + p] = (struct flow){0};
    m->at[m->n] = (struct place){part, keep(m, value)};
    m->of_part[part]++;
    return m->n++;
}

void
movement_init(struct movement *m, size_t periods)
{
    *m = (struct movement){.periods = periods, .most = xcalloc(periods, sizeof *m->most)};
    movement_row(m, 0, (struct slice){0}); /* the whole is there also when nothing moved */
}

size_t
movement_find_owner(struct movement *m, struct slice owner)
{
    return m->n_owners ? map_get(&m->owners, key_of(&m->key, 0, owner)) : MAP_NONE;
}

size_t
movement_owner(struct movement *m, struct slice owner)
{
    size_t at = *map_put(&m->owners, key_of(&m->key, 0, owner), m->n_owners);
    if (at < m->n_owners)
        return at;
    m->names = xgrow(m->names, &m->cap_owners, m->n_owners + 1, sizeof *m->names);
    m->burdens = xgrow(m->burdens, &m->cap_burdens, (m->n_owners + 1) * m->periods, sizeof *m->burdens);
    for (size_t p = 0; p < m->periods; p++)
        m->burdens[m->n_owners * m->periods + p] = (struct burden){.oldest = NO_DAYS};
    m->names[m->n_owners] = keep(m, owner);
    return m->n_owners++;
}

void
movement_finding(struct movement *m, const struct subject *s)
{
    for (int part = 0; part < MOVEMENT_SINGLE; part++)
        m->now[part] = movement_row(m, part, part_of(s, part));
}

/* The number of a part that is called so; -1: it is no part. */
static int
part_called(struct slice dimension)
{
    for (int part = 1; part < PARTS; part++)
        if (slice_is(dimension, parts[part]))
            return part;
    return -1;
}

const char *
movement_part_name(int part)
{
    return parts[part];
}

bool
movement_moves(const struct facts *f)
{
    static const struct moves none;
    return f->open || f->open_at_start || memcmp(&f->moves, &none, sizeof none) != 0;
}

struct flow
movement_flow(const struct facts *f)
{
    return (struct flow){.open_at_start = f->open_at_start,
                         .open_at_end = f->open,
                         .first = (uint32_t)f->moves.first,
                         .resolved = (uint32_t)f->moves.resolved,
                         .reopened = (uint32_t)f->moves.reopened,
                         .accepted = (uint32_t)f->moves.accepted,
                         .returned = (uint32_t)f->moves.returned};
}

void
flow_add(struct flow *to, const struct flow *f, uint32_t times)
{
    to->open_at_start += times * f->open_at_start;
    to->open_at_end += times * f->open_at_end;
    to->first += times * f->first;
    to->resolved += times * f->resolved;
    to->reopened += times * f->reopened;
    to->accepted += times * f->accepted;
    to->returned += times * f->returned;
}

struct flow *
movement_at(struct movement *m, size_t row, size_t period)
{
    return &m->flows[row * m->periods + period];
}

struct burden
movement_burden(const struct facts *f)
{
    return (struct burden){1, f->overdue, f->due_next, f->age_days};
}

void
burden_add(struct burden *to, const struct burden *b, uint32_t times)
{
    to->open += times * b->open;
    to->overdue += times * b->overdue;
    to->due_next += times * b->due_next;
    if (b->oldest > to->oldest)
        to->oldest = b->oldest;
}

struct burden *
movement_burden_of(struct movement *m, size_t owner, size_t period)
{
    return &m->burdens[owner * m->periods + period];
}

static int64_t
residual(const struct flow *f)
{
    return (int64_t)f->open_at_end -
           ((int64_t)f->open_at_start + f->first - f->resolved + f->reopened - f->accepted + f->returned);
}

static int64_t
larger(int64_t most, int64_t residual)
{
    int64_t r = residual < 0 ? -residual : residual;
    return r > most ? r : most;
}

int64_t
movement_residual(const struct movement *m, size_t period)
{
    int64_t most = m->most[period];
    for (size_t i = 0; i < m->n; i++)
        most = larger(most, residual(&m->flows[i * m->periods + period]));
    return most;
}

void
movement_make_place(struct movement *m, struct slice dimension, struct slice value)
{
    int part = part_called(dimension);
    if (part > 0)
        (void)movement_row(m, part, value);
}

const struct flow *
movement_place(const struct movement *m, size_t i, size_t period, const char **dimension, struct slice *value)
{
    *dimension = parts[m->at[i].part];
    *value = m->at[i].value;
    return &m->flows[i * m->periods + period];
}

void
movement_publish(struct movement *m, size_t i, size_t period, double open)
{
    if (i >= m->n_published) {
        m->published = xrealloc(m->published, m->n * m->periods * sizeof *m->published);
        for (size_t k = m->n_published * m->periods; k < m->n * m->periods; k++)
            m->published[k] = NAN;
        m->n_published = m->n;
    }
    m->published[i * m->periods + period] = open;
}

bool
movement_published(const struct movement *m, size_t i, size_t period, double *open)
{
    *open = i < m->n_published ? m->published[i * m->periods + period] : NAN;
    return !isnan(*open);
}

bool
movement_differs(const struct movement *m, int part, size_t period)
{
    double open;
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i].part == part && movement_published(m, i, period, &open) &&
            open != (double)m->flows[i * m->periods + period].open_at_start)
            return true;
    return false;
}

int64_t
movement_open(const struct movement *m, size_t period)
{
    return m->flows[period].open_at_end;
}

static bool
is_still(const struct flow *f)
{
    static const struct flow none;
    return memcmp(f, &none, sizeof none) == 0;
}

static void
list_place(struct lists *l, const struct place *at, const struct flow *f, size_t period, double published)
{
    bool was_published = !isnan(published);
    if (at->part && is_still(f) && (!was_published || published == 0))
        return;
    lists_begin(l);
    key_ascending(&l->key, at->part);
    key_ascending(&l->key, at->part == 1 ? severity_rank(at->value) : 0);
    if (lists_skip(l, LIST_MOVEMENT, period, at->value))
        return;
    key_text(&l->key, at->value);
    if (!lists_take(l, LIST_MOVEMENT, period))
        return;
    cell_text(&l->row, slice_of(parts[at->part]));
    cell_text(&l->row, at->value);
    cell_days(&l->row, f->open_at_start);
    cell_days(&l->row, f->first);
    cell_days(&l->row, f->resolved);
    cell_days(&l->row, f->reopened);
    cell_days(&l->row, f->accepted);
    cell_days(&l->row, f->returned);
    cell_days(&l->row, f->open_at_end);
    cell_days(&l->row, residual(f));
    if (was_published)
        cell_number(&l->row, published);
    else
        cell_null(&l->row);
    lists_put(l, LIST_MOVEMENT, period);
}

void
movement_pass(struct movement *m, struct lists *l, int part, struct slice value, size_t period,
              const struct flow *f, double published)
{
    m->most[period] = larger(m->most[period], residual(f));
    list_place(l, &(struct place){part, value}, f, period, published);
}

void
movement_pass_owner(struct lists *l, struct slice owner, size_t period, const struct burden *b)
{
    if (!b->open)
        return;
    lists_begin(l);
    key_descending(&l->key, b->overdue);
    key_descending(&l->key, b->open);
    if (lists_skip(l, LIST_OWNERS, period, owner))
        return;
    key_text(&l->key, owner);
    if (!lists_take(l, LIST_OWNERS, period))
        return;
    cell_text(&l->row, owner);
    cell_days(&l->row, b->open);
    cell_days(&l->row, b->overdue);
    cell_days(&l->row, b->oldest);
    cell_days(&l->row, b->due_next);
    lists_put(l, LIST_OWNERS, period);
}

void
movement_list(struct movement *m, struct lists *l, size_t period)
{
    double published;
    for (size_t i = 0; i < m->n; i++) {
        (void)movement_published(m, i, period, &published);
        list_place(l, &m->at[i], &m->flows[i * m->periods + period], period, published);
    }
    for (size_t i = 0; i < m->n_owners; i++)
        movement_pass_owner(l, m->names[i], period, &m->burdens[i * m->periods + period]);
}

void
movement_free(struct movement *m)
{
    map_free(&m->places);
    map_free(&m->owners);
    free(m->flows);
    free(m->most);
    free(m->published);
    free(m->burdens);
    free(m->at);
    free(m->names);
    pool_free(&m->pool);
    buf_free(&m->key);
}
