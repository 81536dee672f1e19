#include "axes.h"

#include <stdlib.h>
#include <string.h>

#include "axis.h"
#include "count.h"
#include "crowd.h"
#include "dimensions.h"
#include "key.h"
#include "limits.h"
#include "scatter.h"

#define TABLES_BYTES (size_t)(10u << 20) /* of all tables; beyond it they are added up */
#define CROWD_BYTES (size_t)(4u << 20)   /* of the rows of one axis; where there are more they are spread */
#define SOON 4                           /* … or this part of it */
#define ROW_BYTES 256                    /* of a row, about … */
#define ROW_PERIOD_BYTES 128             /* … and of each of its periods */

/* ---- which there are ---- */

static struct axis *
new_axis(struct axes *a, enum row_sort rows)
{
    size_t metrics = a->c->results.metrics->n;
    a->at = xgrow(a->at, &a->cap, a->n + 1, sizeof *a->at);
    struct axis *x = &a->at[a->n++];
    *x = (struct axis){.rows = rows, .group = NO_GROUP, .part = -1, .topic = -1, .n_views = 1};
    x->by = xcalloc(metrics, sizeof *x->by);
    for (size_t i = 0; i < metrics; i++)
        x->by[i] = rows == ROWS_WHOLE ? IN_WHOLE : NOT_BY;
    return x;
}

/* The one along a field, made where no metric is broken down by it. */
static struct axis *
axis_of_field(struct axes *a, const char *name)
{
    size_t field = field_add(&a->c->cells, slice_of(name), KIND_FINDING);
    for (size_t i = 0; i < a->n; i++)
        if (a->at[i].rows == ROWS_FIELD && a->at[i].fields[0] == field)
            return &a->at[i];
    struct axis *x = new_axis(a, ROWS_FIELD);
    x->fields[0] = field;
    return x;
}

static void
add_group(struct axes *a, size_t group)
{
    const struct metrics *m = a->c->results.metrics;
    size_t fields[2], n = cells_group_fields(&a->c->cells, group, fields);
    struct axis *x = new_axis(a, n == 2 ? ROWS_PAIR : ROWS_FIELD);
    x->fields[0] = fields[0];
    x->fields[1] = fields[1];
    x->group = group;
    for (size_t i = 0; i < m->n; i++)
        for (size_t b = 0; m->at[i].needed && b < m->at[i].n_by; b++)
            if (cells_group_of(&a->c->cells, i, b) == group)
                x->by[i] = (int)b;
}

void
axes_sort_out(struct axes *a)
{
    a->n_loose = a->n_bound = 0;
    for (size_t i = 0; i < a->n; i++) {
        if (a->at[i].bound)
            a->bound[a->n_bound++] = i;
        else
            a->loose[a->n_loose++] = i;
    }
}

void
axes_init(struct axes *a, struct count *c)
{
    size_t fields[2];
    *a = (struct axes){.c = c};
    new_axis(a, ROWS_WHOLE)->part = 0;
    for (size_t g = 0; g < cells_groups(&c->cells); g++) {
        (void)cells_group_fields(&c->cells, g, fields);
        if (c->cells.fields[fields[0]].kinds & 1u << KIND_FINDING)
            add_group(a, g);
    }
    for (int part = 1; part < MOVEMENT_PARTS; part++)
        axis_of_field(a, movement_part_name(part))->part = part;
    axis_of_field(a, "owner")->owner = true;
    axis_of_field(a, "component")->topic = TOPIC_COMPONENT;
    axis_of_field(a, "cwe")->topic = TOPIC_CWE;
    new_axis(a, ROWS_SUPPLIER)->topic = TOPIC_SUPPLIER;
    new_axis(a, ROWS_SERVICE);
    new_axis(a, ROWS_RULE);
    a->loose = xcalloc(a->n, sizeof *a->loose);
    a->bound = xcalloc(a->n, sizeof *a->bound);
    axes_sort_out(a);
}

/* ---- counting ---- */

static inline void
add(struct axes *a, struct axis *x, uint32_t row, uint32_t view, uint32_t times)
{
    a->memory += table_add(&x->table, row, view, times);
}

struct slice
axes_text(const struct axes *a, size_t field, const struct subject *s)
{
    const struct field *f = &a->c->cells.fields[field];
    if (f->finding == F_COMPONENT && !f->rest)
        return s->component.known ? s->component.name_json : s->f->f[F_COMPONENT];
    return finding_member(s->f, f->finding, (struct slice){f->head, f->n_head});
}

static uint32_t
text_of(struct axes *a, size_t field, const struct subject *s)
{
    struct field *f = &a->c->cells.fields[field];
    return (uint32_t)field_text_number(&a->c->cells, f, axes_text(a, field, s));
}

static uint32_t
row_of_pair(struct axes *a, struct axis *x, const struct subject *s)
{
    uint32_t texts[2] = {text_of(a, x->fields[0], s), text_of(a, x->fields[1], s)};
    struct slice key = {(const char *)texts, sizeof texts};
    size_t at = *map_put(&x->pairs, key, x->n_texts);
    if (at == x->n_texts) {
        x->texts = xgrow(x->texts, &x->cap_texts, at + 1, sizeof *x->texts);
        memcpy(x->texts[x->n_texts++], texts, sizeof texts);
        a->memory += 64;
    }
    return (uint32_t)at;
}

/* false: it has no row here. */
static inline bool
row_of(struct axes *a, struct axis *x, const struct subject *s, uint32_t *row)
{
    struct count *c = a->c;
    *row = 0;
    switch (x->rows) {
    case ROWS_WHOLE:
        return true;
    case ROWS_FIELD:
        *row = text_of(a, x->fields[0], s);
        return true;
    case ROWS_PAIR:
        *row = row_of_pair(a, x, s);
        return true;
    case ROWS_SUPPLIER:
        return (*row = feedback_supplier_number(&c->feedback, s)) != 0;
    case ROWS_SERVICE:
        *row = (uint32_t)c->served.now;
        return c->served.now != SIZE_MAX;
    case ROWS_RULE:
        *row = noise_row(&c->noise, s->tool, s->rule);
        return true;
    }
    return false;
}

/* It is along a member that is none of a finding's own, and that hardly any has: the others are counted by
 * themselves, for they have one row. */
static bool
is_rare(const struct axes *a, const struct axis *x)
{
    return x->rows == ROWS_FIELD && a->c->cells.fields[x->fields[0]].finding < 0;
}

static void
add_absent(struct axes *a, struct axis *x, uint32_t view)
{
    size_t before = x->cap_absent;
    if (view >= before) {
        x->absent = xgrow(x->absent, &x->cap_absent, (size_t)view + 1, sizeof *x->absent);
        memset(x->absent + before, 0, (x->cap_absent - before) * sizeof *x->absent);
        a->memory += (x->cap_absent - before) * sizeof *x->absent;
    }
    x->absent[view]++;
}

static inline void
take(struct axes *a, struct axis *x, uint32_t view, const struct subject *s)
{
    uint32_t row;
    if (x->rare && !s->f->others && !x->spread) {
        if (view < x->cap_absent)
            x->absent[view]++;
        else
            add_absent(a, x, view);
        return;
    }
    if (x->spread && scatter(a, x, view, s))
        return;
    if (row_of(a, x, s, &row))
        add(a, x, row, view, 1);
}

void
axes_take(struct axes *a, const struct class *k, const struct subject *s)
{
    a->taken++;
    for (size_t i = 0; i < a->n; i++)
        if (k->views[i])
            take(a, &a->at[i], k->views[i], s);
}

static bool
is_bound(const struct axes *a, const struct axis *x, const bool *fields)
{
    if (x->rows == ROWS_WHOLE || x->rows == ROWS_SERVICE)
        return true;
    for (size_t i = 0; i < axis_fields(x); i++) {
        int field = a->c->cells.fields[x->fields[i]].finding;
        if (field < 0 || !fields[field])
            return false;
    }
    return x->rows == ROWS_FIELD || x->rows == ROWS_PAIR;
}

void
axes_bind(struct axes *a, const bool *fields)
{
    for (size_t i = 0; i < a->n; i++)
        a->at[i].bound = is_bound(a, &a->at[i], fields), a->at[i].rare = is_rare(a, &a->at[i]);
    axes_sort_out(a);
}

#define NO_ROW UINT32_MAX

void
axes_rows(struct axes *a, const struct subject *s, uint32_t *rows)
{
    for (size_t i = 0; i < a->n; i++)
        if (!a->at[i].bound || !row_of(a, &a->at[i], s, &rows[i]))
            rows[i] = NO_ROW;
}

void
axes_take_loose(struct axes *a, const struct class *k, const struct subject *s)
{
    a->taken++;
    for (size_t i = 0; i < a->n_loose; i++)
        if (k->views[a->loose[i]])
            take(a, &a->at[a->loose[i]], k->views[a->loose[i]], s);
}

bool
axes_has_loose(const struct axes *a, const struct class *k)
{
    for (size_t i = 0; i < a->n_loose; i++)
        if (k->views[a->loose[i]])
            return true;
    return false;
}

void
axes_take_bound(struct axes *a, const struct class *k, const uint32_t *rows, uint32_t times)
{
    for (size_t b = 0; b < a->n_bound; b++) {
        size_t i = a->bound[b];
        if (k->views[i] && rows[i] != NO_ROW)
            add(a, &a->at[i], rows[i], k->views[i], times);
    }
}

/* One of its fields is about to forget all its texts. */
static bool
lacks_room(const struct axes *a, const struct axis *x)
{
    for (size_t i = 0; i < axis_fields(x); i++)
        if (field_room(&a->c->cells.fields[x->fields[i]]) <= LOOK_EVERY)
            return true;
    return false;
}

/* It has more rows than so many. */
static bool
is_crowded(const struct axes *a, const struct axis *x, size_t most)
{
    if (x->spread || x->rows == ROWS_WHOLE || x->rows == ROWS_SERVICE)
        return false;
    return x->table.rows > most || (x->group != NO_GROUP && cells_rows(&a->c->cells, x->group) > most);
}

bool
axes_are_full(struct axes *a)
{
    bool full = a->memory > TABLES_BYTES;
    if (!full && a->taken < a->look)
        return false;
    a->look = a->taken + LOOK_EVERY;
    size_t most = CROWD_BYTES / (ROW_BYTES + ROW_PERIOD_BYTES * a->c->periods->n);
    bool crowded = false;
    for (size_t i = 0; i < a->n; i++) {
        crowded |= is_crowded(a, &a->at[i], most);
        full |= lacks_room(a, &a->at[i]);
    }
    for (size_t i = 0; crowded && i < a->n; i++) /* those that will soon be are so at once */
        a->at[i].crowded = is_crowded(a, &a->at[i], most / SOON);
    return full || crowded;
}

/* ---- crowds ---- */

void
axes_count_crowds(struct axes *a, const struct previous *p, bool keep)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->at[i].spread)
            crowd_count(a, &a->at[i], p, keep);
    spread_file_close(&a->file);
}

void
axes_free(struct axes *a)
{
    for (size_t i = 0; i < a->n; i++) {
        struct axis *x = &a->at[i];
        free(x->by);
        free(x->texts);
        free(x->views);
        table_free(&x->table);
        map_free(&x->pairs);
        map_free(&x->known);
        spread_free(x->spread);
        effects_free(&x->effects);
        effect_free(&x->shown);
        free(x->of_view);
        free(x->absent);
    }
    spread_file_close(&a->file);
    free(a->at);
    free(a->loose);
    free(a->bound);
    buf_free(&a->key);
}
