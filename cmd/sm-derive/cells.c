#include "cells.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "mem.h"

struct field {
    struct slice name;
    struct slice *values; /* of the record being counted; an absent one is null */
    size_t n;
};

struct fields { /* what the metrics of one kind are broken down by */
    struct field *at;
    size_t n, cap;
};

static void
add_field(struct fields *f, struct slice name)
{
    for (size_t i = 0; i < f->n; i++)
        if (slice_same(f->at[i].name, name))
            return;
    f->at = xgrow(f->at, &f->cap, f->n + 1, sizeof *f->at);
    f->at[f->n++] = (struct field){name, NULL, 0};
}

void
cells_init(struct cells *c, const struct metrics *m, size_t periods)
{
    *c = (struct cells){.metrics = m, .periods = periods};
    c->fields = xcalloc(KIND_COUNT, sizeof *c->fields);
    for (size_t i = 0; i < m->n; i++)
        for (int k = 0; m->at[i].needed && k < KIND_COUNT; k++)
            for (size_t b = 0; (m->at[i].kinds & 1u << k) && b < m->at[i].n_by; b++)
                for (size_t j = 0; j < m->at[i].by[b].n; j++)
                    add_field(&c->fields[k], m->at[i].by[b].keys[j]);
}

/* ---- what a record is counted under ---- */

/* Cut to the limit, at a character's start. */
static struct slice
cut(struct slice s)
{
    if (s.n <= DIMENSION_VALUE_MAX)
        return s;
    s.n = DIMENSION_VALUE_MAX;
    while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
        s.n--;
    return s;
}

static struct slice
scalar_text(json_val *v)
{
    switch (json_type(v)) {
    case JSON_STRING:
        return json_str(v).n ? cut(json_str(v)) : (struct slice){0};
    case JSON_NUMBER:
        return cut(json_number_text(v));
    case JSON_BOOL:
        return json_bool(v) ? SLICE("true") : SLICE("false");
    case JSON_OBJECT: /* a component is called by its name */
        return json_get_str(v, "name").n ? cut(json_get_str(v, "name")) : (struct slice){0};
    default:
        return (struct slice){0};
    }
}

static void
add_value(struct cells *c, struct field *f, struct slice s)
{
    for (size_t i = 0; i < f->n; i++)
        if (slice_same(f->values[i], s))
            return;
    if (f->n == DIMENSION_VALUES_MAX)
        return;
    f->values[f->n++] = s.p ? (struct slice){pool_copy(&c->record, s.p, s.n), s.n} : s;
}

/* Every element of an array counts; none is null. */
static void
read_values(struct cells *c, struct field *f, json_val *v)
{
    struct json_iter it = json_each(v);
    size_t most = json_type(v) == JSON_ARRAY && json_count(v) ? json_count(v) : 1;
    f->values = pool_alloc(&c->record,
                           (most < DIMENSION_VALUES_MAX ? most : DIMENSION_VALUES_MAX) * sizeof *f->values);
    f->n = 0;
    while (json_type(v) == JSON_ARRAY && !it.object && it.left) {
        json_val *element;
        json_next(&it, NULL, &element);
        add_value(c, f, scalar_text(element));
    }
    if (!f->n)
        add_value(c, f, json_type(v) == JSON_ARRAY ? (struct slice){0} : scalar_text(v));
}

static void
read_field(struct cells *c, struct field *f, const struct record *r)
{
    const char *why;
    char name[256];
    const char *dot = f->name.n ? memchr(f->name.p, '.', f->name.n) : NULL;
    size_t n = dot ? (size_t)(dot - f->name.p) : f->name.n;
    snprintf(name, sizeof name, "%.*s", (int)n, f->name.p);
    struct slice raw = record_get(r, name);
    json_val *v = raw.p ? json_parse(&c->member, raw.p, raw.n, &why) : NULL;
    snprintf(name, sizeof name, "%.*s", dot ? (int)(f->name.n - n - 1) : 0, dot ? dot + 1 : "");
    read_values(c, f, dot ? json_path(v, name) : v);
}

void
cells_record(struct cells *c, enum kind kind, const struct record *r, const struct contribution *now)
{
    pool_reset(&c->record);
    c->kind = kind;
    c->now = now;
    for (size_t i = 0; i < c->fields[kind].n; i++)
        read_field(c, &c->fields[kind].at[i], r);
}

/* ---- series ---- */

struct series *
cells_series(struct cells *c, size_t metric, size_t by, const struct slice values[2], bool make)
{
    size_t head[2] = {metric, by};
    c->key.n = 0;
    buf_add(&c->key, (const char *)head, sizeof head);
    hash_part(&c->key, values[0]);
    hash_part(&c->key, values[1]);
    size_t found = map_get(&c->places, buf_as_slice(&c->key));
    if (found != MAP_NONE || !make)
        return found == MAP_NONE ? NULL : &c->series[found];
    map_put(&c->places, buf_as_slice(&c->key), c->n);
    struct series s = {metric, by, {{0}}, 0, xcalloc(c->periods, sizeof *s.at)};
    for (int i = 0; i < 2; i++)
        if (values[i].p)
            s.values[i] = (struct slice){pool_copy(&c->pool, values[i].p, values[i].n), values[i].n};
    c->series = xgrow(c->series, &c->cap, c->n + 1, sizeof *c->series);
    c->series[c->n] = s;
    return &c->series[c->n++];
}

/* Calls `visit` for the whole and for every value of every breakdown that the record is counted under. `own`:
 * an object of values that the program sets itself, or NULL. */
struct visit {
    struct cells *c;
    size_t metric, period;
    json_val *own;
    void (*what)(struct series *, struct cell *, void *);
    void *with;
};

static void
visit_series(const struct visit *v, size_t by, const struct slice values[2])
{
    struct series *s = cells_series(v->c, v->metric, by, values, true);
    v->what(s, &s->at[v->period], v->with);
}

static struct field
field_of(const struct visit *v, struct slice name, struct slice *own)
{
    json_val *set = json_get_slice(v->own, name);
    const struct fields *f = &v->c->fields[v->c->kind];
    if (set) {
        *own = scalar_text(set);
        return (struct field){name, own, 1};
    }
    for (size_t i = 0; i < f->n; i++)
        if (slice_same(f->at[i].name, name))
            return f->at[i];
    *own = (struct slice){0};
    return (struct field){name, own, 1};
}

static void
visit_all(const struct visit *v)
{
    const struct metric *m = &v->c->metrics->at[v->metric];
    visit_series(v, WHOLE, (struct slice[2]){{0}, {0}});
    for (size_t b = 0; b < m->n_by; b++) {
        struct slice own[2];
        struct field first = field_of(v, m->by[b].keys[0], &own[0]), second = {.n = 1, .values = &own[1]};
        own[1] = (struct slice){0};
        if (m->by[b].n == 2)
            second = field_of(v, m->by[b].keys[1], &own[1]);
        for (size_t i = 0; i < first.n; i++)
            for (size_t j = 0; j < second.n; j++)
                visit_series(v, b, (struct slice[2]){first.values[i], second.values[j]});
    }
}

/* ---- counting ---- */

void
evidence_add(struct evidence *e, const struct contribution *c)
{
    e->by[c->provenance]++;
    e->unreviewed += c->unreviewed;
    e->unmatched += c->unmatched;
}

void
evidence_sum(struct evidence *e, const struct evidence *other)
{
    for (int i = 0; i < 3; i++)
        e->by[i] += other->by[i];
    e->unreviewed += other->unreviewed;
    e->unmatched += other->unmatched;
}

struct value { /* one output */
    enum aggregate aggregate;
    bool yes;
    double number;
    struct slice text;
    const struct contribution *now;
};

static void
add_output(struct series *s, struct cell *cell, void *with)
{
    const struct value *v = with;
    s->outputs++;
    cell->outputs++;
    cell->yes += v->yes;
    evidence_add(&cell->evidence, v->now);
    if (v->aggregate == AGGREGATE_DISTINCT)
        map_put(&cell->distinct, v->text, 0);
    else if (v->aggregate != AGGREGATE_COUNT && v->aggregate != AGGREGATE_RATIO)
        histogram_add(&cell->values, v->number);
}

/* Takes `{value, by}` apart; any other output is the value. */
static json_val *
take_apart(struct cells *c, struct slice *output)
{
    const char *why;
    if (output->n < 2 || *output->p != '{')
        return NULL;
    json_val *root = json_parse(&c->output, output->p, output->n, &why);
    json_val *value = json_get(root, "value"), *by = json_get(root, "by");
    if (!value || json_type(by) != JSON_OBJECT)
        return NULL;
    struct buf b = {0};
    json_write(&b, value);
    *output = (struct slice){pool_copy(&c->record, b.p, b.n), b.n};
    buf_free(&b);
    return by;
}

static const char *
read_value(struct value *v, struct slice text)
{
    v->text = text;
    v->yes = slice_is(text, "true");
    if (v->aggregate == AGGREGATE_RATIO && !v->yes && !slice_is(text, "false"))
        return "a ratio's program gave something other than true and false";
    if (v->aggregate == AGGREGATE_COUNT || v->aggregate == AGGREGATE_RATIO ||
        v->aggregate == AGGREGATE_DISTINCT)
        return NULL;
    char number[64], *end;
    if (text.n >= sizeof number || !text.n || (!isdigit((unsigned char)*text.p) && *text.p != '-'))
        return "the program gave something that is no number";
    memcpy(number, text.p, text.n);
    number[text.n] = 0;
    v->number = strtod(number, &end);
    return NULL;
}

const char *
cells_output(struct cells *c, size_t metric, size_t period, struct slice output)
{
    struct value v = {.aggregate = c->metrics->at[metric].aggregate, .now = c->now};
    struct visit visit = {c, metric, period, NULL, add_output, &v};
    visit.own = take_apart(c, &output);
    if (slice_is(output, "null"))
        return NULL;
    const char *why = read_value(&v, output);
    if (!why)
        visit_all(&visit);
    return why;
}

struct side_value {
    struct cells *c;
    enum side side;
    struct slice text;
};

static void
add_note(struct cells *c, struct cell *cell, struct slice text)
{
    for (size_t i = 0; i < cell->n_noted; i++) {
        if (slice_same(cell->noted[i].text, text)) {
            cell->noted[i].count++;
            return;
        }
    }
    if (cell->n_noted == DIMENSION_VALUES_MAX)
        return;
    cell->noted = xgrow(cell->noted, &cell->cap_noted, cell->n_noted + 1, sizeof *cell->noted);
    cell->noted[cell->n_noted++] = (struct noted){{pool_copy(&c->pool, text.p, text.n), text.n}, 1};
}

static void
add_side(struct series *s, struct cell *cell, void *with)
{
    const struct side_value *v = with;
    (void)s;
    if (v->side == SIDE_BESIDE)
        cell->beside++;
    else if (v->side == SIDE_NEEDS)
        cell->needs++;
    else
        add_note(v->c, cell, v->text);
}

void
cells_side(struct cells *c, size_t metric, size_t period, enum side side, struct slice value)
{
    struct side_value v = {c, side, value};
    struct visit visit = {c, metric, period, NULL, add_side, &v};
    visit_all(&visit);
}

void
cells_free(struct cells *c)
{
    for (size_t i = 0; i < c->n; i++) {
        for (size_t p = 0; p < c->periods; p++) {
            histogram_free(&c->series[i].at[p].values);
            map_free(&c->series[i].at[p].distinct);
            free(c->series[i].at[p].noted);
        }
        free(c->series[i].at);
    }
    for (int k = 0; c->fields && k < KIND_COUNT; k++)
        free(c->fields[k].at);
    free(c->fields);
    free(c->series);
    map_free(&c->places);
    pool_free(&c->pool);
    pool_free(&c->record);
    json_free(&c->output);
    json_free(&c->member);
    buf_free(&c->key);
}
