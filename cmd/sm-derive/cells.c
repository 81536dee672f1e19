#include "cells.h"

#include <stdlib.h>
#include <string.h>

#include "dimensions.h"
#include "limits.h"
#include "mem.h"

struct group { /* metrics that are broken down by the same fields */
    size_t fields[2];
    size_t n;         /* one or two */
    size_t slots;     /* metrics */
    struct map known; /* of two fields: pair of values → row */
    uint32_t *direct; /* of one field: row + 1 by value; 0: none */
    size_t n_direct, cap_direct;
    uint32_t *series; /* slots for each row: number of the series + 1, or 0 */
    size_t rows, cap;
    uint32_t (*values)[2];
    size_t cap_values;
    uint32_t *now; /* rows of the record being counted */
    size_t n_now, cap_now;
    uint64_t versions[2]; /* of the fields' values that `now` is of */
};

struct place {
    size_t group, slot;
    size_t dropped; /* values that have no series */
};

struct route { /* of a metric: where its outputs go */
    const struct place *places;
    size_t n_by;
    bool counts; /* count or ratio: the numbers of a cell are all that it needs */
};

/* ---- the breakdowns there are ---- */

static size_t
group_of(struct cells *c, const struct breakdown *b, unsigned kinds)
{
    struct group g = {.n = b->n};
    for (size_t i = 0; i < b->n; i++)
        for (int k = 0; k < KIND_COUNT; k++)
            if (kinds & 1u << k || !kinds)
                g.fields[i] = field_add(c, b->keys[i], (enum kind)k);
    for (size_t i = 0; i < c->n_groups; i++)
        if (c->groups[i].n == g.n && memcmp(c->groups[i].fields, g.fields, sizeof g.fields) == 0)
            return i;
    c->groups = xgrow(c->groups, &c->cap_groups, c->n_groups + 1, sizeof *c->groups);
    c->groups[c->n_groups] = g;
    return c->n_groups++;
}

void
cells_init(struct cells *c, const struct metrics *m, size_t periods)
{
    *c = (struct cells){.metrics = m, .periods = periods};
    c->places = xcalloc(m->n, sizeof *c->places);
    c->wholes = xcalloc(m->n, sizeof *c->wholes);
    c->routes = xcalloc(m->n, sizeof *c->routes);
    for (size_t i = 0; i < m->n; i++) {
        c->places[i] = xcalloc(m->at[i].n_by, sizeof **c->places);
        c->routes[i] =
            (struct route){c->places[i], m->at[i].n_by,
                           m->at[i].aggregate == AGGREGATE_COUNT || m->at[i].aggregate == AGGREGATE_RATIO};
        for (size_t b = 0; m->at[i].needed && b < m->at[i].n_by; b++) {
            struct place *p = &c->places[i][b];
            p->group = group_of(c, &m->at[i].by[b], m->at[i].kinds);
            p->slot = c->groups[p->group].slots++;
        }
    }
}

void
cells_record(struct cells *c, enum kind kind, const struct record *r, const struct contribution *now)
{
    pool_reset(&c->record);
    c->kind = kind;
    c->now = now;
    for (size_t i = 0; i < c->n_fields; i++)
        field_read(c, &c->fields[i],
                   c->fields[i].kinds & 1u << kind ? record_get(r, c->fields[i].head) : (struct slice){0});
}

void
cells_finding(struct cells *c, const struct finding *f, struct slice component,
              const struct contribution *now)
{
    pool_reset(&c->record);
    c->kind = KIND_FINDING;
    c->now = now;
    for (size_t i = 0; i < c->n_fields; i++)
        if (c->fields[i].kinds & 1u << KIND_FINDING)
            (void)field_of_finding(c, &c->fields[i], f, component);
}

/* ---- series ---- */

void
cells_room(struct cells *c, size_t n)
{
    c->series = xgrow(c->series, &c->cap, c->n + n, sizeof *c->series);
}

static size_t
new_series(struct cells *c, size_t metric, size_t by, const struct slice values[2])
{
    cells_room(c, 1);
    c->series[c->n] = (struct series){
        metric, by, {values[0], values[1]}, 0, pool_alloc(&c->pool, c->periods * sizeof(struct cell))};
    memset(c->series[c->n].at, 0, c->periods * sizeof(struct cell));
    return c->n++;
}

static struct slice
text_at(const struct cells *c, uint32_t value)
{
    return value ? c->texts[value] : (struct slice){0};
}

static void
set_direct(struct group *g, uint32_t value, size_t row)
{
    g->direct = xgrow(g->direct, &g->cap_direct, value + 1, sizeof *g->direct);
    if (g->n_direct <= value)
        memset(g->direct + g->n_direct, 0, (g->cap_direct - g->n_direct) * sizeof *g->direct);
    g->n_direct = g->cap_direct;
    g->direct[value] = (uint32_t)row;
}

/* The row of a pair of values; SIZE_MAX where there is none and none is made. */
static size_t
row_of(struct group *g, uint32_t a, uint32_t b, bool make)
{
    uint32_t pair[2] = {a, b};
    struct slice key = {(const char *)pair, sizeof pair};
    if (g->n == 1) {
        if (a < g->n_direct && g->direct[a])
            return g->direct[a] - 1;
        if (!make)
            return SIZE_MAX;
    } else {
        size_t at = make ? *map_put(&g->known, key, g->rows) : map_get(&g->known, key);
        if (at == MAP_NONE || at < g->rows)
            return at;
    }
    g->values = xgrow(g->values, &g->cap_values, g->rows + 1, sizeof *g->values);
    memcpy(g->values[g->rows], pair, sizeof pair);
    g->series = xgrow(g->series, &g->cap, (g->rows + 1) * g->slots, sizeof *g->series);
    memset(&g->series[g->rows * g->slots], 0, g->slots * sizeof *g->series);
    if (g->n == 1)
        set_direct(g, a, g->rows + 1);
    return g->rows++;
}

/* The series of a row and a slot, made where there is none. */
static inline struct series *
series_at(struct cells *c, struct group *g, size_t row, size_t metric, size_t by)
{
    uint32_t *s = &g->series[row * g->slots + c->places[metric][by].slot];
    if (__builtin_expect(!*s, 0)) {
        struct slice values[2] = {text_at(c, g->values[row][0]), text_at(c, g->values[row][1])};
        *s = (uint32_t)new_series(c, metric, by, values) + 1;
    }
    return &c->series[*s - 1];
}

static struct series *
whole_of(struct cells *c, size_t metric)
{
    static const struct slice none[2] = {{0}, {0}};
    if (!c->wholes[metric])
        c->wholes[metric] = new_series(c, metric, WHOLE, none) + 1;
    return &c->series[c->wholes[metric] - 1];
}

struct series *
cells_series(struct cells *c, size_t metric, size_t by, const struct slice values[2], bool make)
{
    if (by == WHOLE)
        return c->wholes[metric] || make ? whole_of(c, metric) : NULL;
    struct group *g = &c->groups[c->places[metric][by].group];
    uint32_t pair[2] = {0};
    for (int i = 0; i < 2; i++) {
        size_t known = !values[i].p ? 0 : make ? value_number(c, values[i]) : map_get(&c->values, values[i]);
        if (known == MAP_NONE)
            return NULL;
        pair[i] = (uint32_t)known;
    }
    size_t row = row_of(g, pair[0], pair[1], make);
    if (row == SIZE_MAX || (!make && !g->series[row * g->slots + c->places[metric][by].slot]))
        return NULL;
    return series_at(c, g, row, metric, by);
}

size_t
cells_rows(const struct cells *c, size_t group)
{
    return c->groups[group].rows;
}

bool
cells_have_row(struct cells *c, size_t group, const struct slice values[2])
{
    size_t numbers[2] = {0, 0};
    if (!c->groups[group].rows)
        return false;
    for (size_t i = 0; i < c->groups[group].n; i++) {
        numbers[i] = values[i].p ? map_get(&c->values, values[i]) : 0;
        if (numbers[i] == MAP_NONE)
            return false;
    }
    return row_of(&c->groups[group], (uint32_t)numbers[0], (uint32_t)numbers[1], false) != SIZE_MAX;
}

void
cells_show_row(struct cells *c, size_t group, const struct slice values[2])
{
    struct group *g = &c->groups[group];
    uint32_t numbers[2] = {0, 0};
    for (size_t i = 0; i < g->n; i++) {
        numbers[i] = value_number(c, values[i]);
        g->versions[i] = c->fields[g->fields[i]].version;
    }
    g->now = xgrow(g->now, &g->cap_now, 1, sizeof *g->now);
    g->now[0] = (uint32_t)row_of(g, numbers[0], numbers[1], true);
    g->n_now = 1;
}

void
cells_hide_row(struct cells *c, size_t group)
{
    c->groups[group].n_now = 0;
}

void
cells_drop(struct cells *c, size_t metric, size_t by, size_t values)
{
    c->places[metric][by].dropped += values;
}

struct series **
cells_of(const struct cells *c, size_t metric, size_t by, size_t *n)
{
    const struct place *p = by == WHOLE ? NULL : &c->places[metric][by];
    const struct group *g = p ? &c->groups[p->group] : NULL;
    struct series **list = xcalloc((g ? g->rows : 0) + 1, sizeof(struct series *));
    *n = 0;
    if (!g && c->wholes[metric])
        list[(*n)++] = &c->series[c->wholes[metric] - 1];
    for (size_t row = 0; g && row < g->rows; row++)
        if (g->series[row * g->slots + p->slot])
            list[(*n)++] = &c->series[g->series[row * g->slots + p->slot] - 1];
    return list;
}

size_t
cells_count(const struct cells *c, size_t metric, size_t by)
{
    const struct place *p = &c->places[metric][by];
    const struct group *g = &c->groups[p->group];
    size_t n = p->dropped;
    for (size_t row = 0; row < g->rows; row++)
        n += g->series[row * g->slots + p->slot] != 0;
    return n;
}

/* ---- counting ---- */

/* The change that records make in a cell: `by` is their number or, in the period after the last one, the
 * opposite. */
static inline void
change(struct cell *cell, const struct given *o, const struct contribution *now, uint32_t by)
{
    if (o->side == SIDE_BESIDE) {
        cell->beside += by;
    } else if (o->side == SIDE_NEEDS) {
        cell->needs += by;
    } else if (o->side == SIDE_VALUE) {
        cell->outputs += by;
        cell->yes += o->yes ? by : 0;
        cell->evidence.by[now->provenance] += by;
        cell->evidence.unreviewed += now->unreviewed ? by : 0;
        cell->evidence.unmatched += now->unmatched ? by : 0;
    }
}

static inline void
add_to(struct cells *c, struct series *s, const struct given *o, size_t from, size_t below, uint64_t times)
{
    if (o->side == SIDE_VALUE)
        s->outputs += times * (below - from);
    change(&s->at[from], o, c->now, (uint32_t)times);
    if (below < c->periods)
        change(&s->at[below], o, c->now, 0 - (uint32_t)times);
    if (o->side == SIDE_NOTE || (o->side == SIDE_VALUE && !c->routes[o->metric].counts))
        for (size_t p = from; p < below; p++)
            cell_add_detail(&s->at[p], o, c->metrics->at[o->metric].aggregate, times, &c->pool);
}

/* The rows of the record's own values. */
static inline void
find_rows(struct cells *c, struct group *g)
{
    const struct field *a = &c->fields[g->fields[0]], *b = g->n == 2 ? &c->fields[g->fields[1]] : NULL;
    if (g->n_now && g->versions[0] == a->version && (!b || g->versions[1] == b->version))
        return;
    g->n_now = 0;
    g->versions[0] = a->version;
    g->versions[1] = b ? b->version : 0;
    size_t n = a->n * (b ? b->n : 1);
    g->now = xgrow(g->now, &g->cap_now, n, sizeof *g->now);
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = 0; j < (b ? b->n : 1); j++)
            g->now[g->n_now++] = (uint32_t)row_of(g, a->values[i], b ? b->values[j] : 0, true);
}

/* Where the program sets a dimension itself, that counts in place of the record's. */
static bool
find_own(const struct given *o, size_t field, const uint32_t **values, size_t *n)
{
    for (size_t i = 0; i < o->n_own; i++) {
        if (o->own[i].field == field) {
            *values = &o->own[i].value;
            *n = 1;
            return true;
        }
    }
    return false;
}

static void
add_own(struct cells *c, struct group *g, const struct given *o, size_t by, size_t from, size_t below,
        uint64_t times)
{
    static const uint32_t null[1];
    const struct field *fields[2] = {&c->fields[g->fields[0]], g->n == 2 ? &c->fields[g->fields[1]] : NULL};
    const uint32_t *values[2] = {null, null};
    size_t n[2] = {1, 1};
    for (size_t i = 0; i < g->n; i++) {
        if (!find_own(o, g->fields[i], &values[i], &n[i])) {
            values[i] = fields[i]->values;
            n[i] = fields[i]->n;
        }
    }
    for (size_t i = 0; i < n[0]; i++)
        for (size_t j = 0; j < n[1]; j++)
            add_to(c, series_at(c, g, row_of(g, values[0][i], values[1][j], true), o->metric, by), o, from,
                   below, times);
}

void
cells_add_many(struct cells *c, const struct given *o, size_t by, size_t from, size_t below, uint64_t times)
{
    if (by == WHOLE) {
        add_to(c, whole_of(c, o->metric), o, from, below, times);
        return;
    }
    struct group *g = &c->groups[c->routes[o->metric].places[by].group];
    if (o->n_own) {
        add_own(c, g, o, by, from, below, times);
        return;
    }
    find_rows(c, g);
    for (size_t i = 0; i < g->n_now; i++)
        add_to(c, series_at(c, g, g->now[i], o->metric, by), o, from, below, times);
}

void
cells_add(struct cells *c, const struct given *o, size_t from, size_t below)
{
    cells_add_many(c, o, WHOLE, from, below, 1);
    for (size_t b = 0; b < c->routes[o->metric].n_by; b++)
        cells_add_many(c, o, b, from, below, 1);
}

size_t
cells_groups(const struct cells *c)
{
    return c->n_groups;
}

size_t
cells_group_fields(const struct cells *c, size_t group, size_t fields[2])
{
    fields[0] = c->groups[group].fields[0];
    fields[1] = c->groups[group].fields[1];
    return c->groups[group].n;
}

size_t
cells_group_of(const struct cells *c, size_t metric, size_t by)
{
    return c->places[metric][by].group;
}

void
cells_settle(struct cells *c)
{
    for (size_t i = 0; i < c->n; i++) {
        struct cell *at = c->series[i].at;
        for (size_t p = 1; p < c->periods; p++) {
            at[p].outputs += at[p - 1].outputs;
            at[p].yes += at[p - 1].yes;
            at[p].beside += at[p - 1].beside;
            at[p].needs += at[p - 1].needs;
            evidence_sum(&at[p].evidence, &at[p - 1].evidence);
        }
    }
}

void
cells_free(struct cells *c)
{
    for (size_t i = 0; i < c->n; i++) {
        for (size_t p = 0; p < c->periods; p++)
            cell_free(&c->series[i].at[p]);
    }
    for (size_t i = 0; i < c->n_fields; i++)
        field_free(&c->fields[i]);
    for (size_t i = 0; i < c->n_groups; i++) {
        map_free(&c->groups[i].known);
        free(c->groups[i].series);
        free(c->groups[i].values);
        free(c->groups[i].now);
        free(c->groups[i].direct);
    }
    for (size_t i = 0; c->metrics && i < c->metrics->n; i++)
        free(c->places[i]);
    free(c->places);
    free(c->wholes);
    free(c->routes);
    free(c->fields);
    free(c->groups);
    free(c->series);
    free(c->texts);
    map_free(&c->values);
    pool_free(&c->pool);
    pool_free(&c->record);
    json_free(&c->output);
    json_free(&c->member);
}
