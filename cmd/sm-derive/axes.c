#include "axes.h"

#include <stdlib.h>
#include <string.h>

#include "count.h"
#include "dimensions.h"
#include "key.h"
#include "limits.h"

#define TABLES_BYTES (size_t)(24u << 20) /* of all tables; beyond it they are added up */
#define LOOK_EVERY 1024                  /* findings, for full fields */
#define NOT_BY (-2)
#define IN_WHOLE (-1)

enum row_sort { ROWS_WHOLE, ROWS_FIELD, ROWS_PAIR, ROWS_SUPPLIER, ROWS_SERVICE, ROWS_RULE };

struct pair { /* of a row and a view: how many findings; view 0: free */
    uint32_t row, view, times;
};

/* Rows are numbered as they come, and most have one view: so the first view of each has its place in a list,
 * and only the others are looked for. */
struct table {
    struct first {
        uint32_t view, times;
    } * first; /* by row */
    size_t rows, cap;
    struct pair *at;
    size_t n, places;
};

struct axis {
    enum row_sort rows;
    size_t fields[2]; /* of the cells */
    int *by;          /* for each metric: which of its breakdowns this is; or IN_WHOLE, NOT_BY */
    int part;         /* of movement, or -1 */
    bool owner;
    int topic;        /* of feedback, or -1 */
    struct map pairs; /* ROWS_PAIR: numbers of two texts → row */
    uint32_t (*texts)[2];
    size_t n_texts, cap_texts;
    struct map known; /* contents of views → number */
    const struct class **views;
    size_t n_views, cap_views; /* number 0 is none */
    struct table table;
    bool bound;
};

/* ---- which there are ---- */

static struct axis *
new_axis(struct axes *a, enum row_sort rows)
{
    size_t metrics = a->c->results.metrics->n;
    a->at = xgrow(a->at, &a->cap, a->n + 1, sizeof *a->at);
    struct axis *x = &a->at[a->n++];
    *x = (struct axis){.rows = rows, .part = -1, .topic = -1, .n_views = 1};
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
    for (size_t i = 0; i < m->n; i++)
        for (size_t b = 0; m->at[i].needed && b < m->at[i].n_by; b++)
            if (cells_group_of(&a->c->cells, i, b) == group)
                x->by[i] = (int)b;
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
    a->component = field_number(&c->cells, SLICE("component"));
    axis_of_field(a, "cwe")->topic = TOPIC_CWE;
    new_axis(a, ROWS_SUPPLIER)->topic = TOPIC_SUPPLIER;
    new_axis(a, ROWS_SERVICE);
    new_axis(a, ROWS_RULE);
}

/* ---- views ---- */

static bool
is_counted(const struct axis *x, const struct outcome *o)
{
    for (size_t i = 0; i < o->n; i++)
        if (x->by[o->out[i].metric] != NOT_BY)
            return true;
    return false;
}

static void
add_runs(struct buf *b, const struct axis *x, const struct class *k)
{
    bool any = false;
    for (size_t i = 0; i < k->n_runs; i++) {
        const struct run *r = &k->runs[i];
        if (!is_counted(x, r->outcome))
            continue;
        const uint32_t parts[] = {r->outcome->number, (uint32_t)r->from << 16 | r->below};
        buf_add(b, (const char *)parts, sizeof parts);
        any = true;
    }
    if (any)
        buf_byte(b, (char)(1 + k->x.provenance + 4 * k->x.unreviewed + 8 * k->x.unmatched));
}

static void
add_side(struct buf *b, const struct class *k, enum side_of_facts side)
{
    if (!k->sides[side])
        return;
    buf_byte(b, (char)(16 + side));
    buf_add(b, (const char *)&k->sides[side], sizeof k->sides[side]);
}

/* What is counted of the class here; nothing: empty. */
static void
write_view(struct buf *b, const struct axis *x, const struct class *k)
{
    b->n = 0;
    add_runs(b, x, k);
    if (x->part >= 0 && k->facts) {
        buf_byte(b, (char)16); /* the part is there also where nothing moves */
        add_side(b, k, SIDE_MOVES);
    }
    if (x->owner)
        add_side(b, k, SIDE_OWED);
    if (x->topic >= 0 && k->sides[SIDE_OPEN]) {
        add_side(b, k, SIDE_OPEN);
        buf_byte(b, (char)((k->supplied.rank < 2 ? k->supplied.rank : 2) + 4 * k->supplied.fixable +
                           8 * k->supplied.named));
    }
    if (x->rows == ROWS_RULE)
        add_side(b, k, SIDE_NOISE);
    if (x->rows == ROWS_SERVICE && k->sides[SIDE_SERVED]) {
        add_side(b, k, SIDE_SERVED);
        buf_byte(b, (char)(1 + k->classified + 2 * k->intel + 4 * k->control));
    }
}

void
axes_view(struct axes *a, struct class *k)
{
    for (size_t i = 0; i < a->n; i++) {
        struct axis *x = &a->at[i];
        write_view(&a->key, x, k);
        k->views[i] = 0;
        if (!a->key.n)
            continue;
        size_t at = *map_put(&x->known, buf_as_slice(&a->key), x->n_views);
        k->views[i] = (uint32_t)at;
        if (at < x->n_views)
            continue;
        x->views = xgrow(x->views, &x->cap_views, at + 1, sizeof *x->views);
        x->views[x->n_views++] = k;
        a->memory += a->key.n + 64;
    }
}

/* ---- counting ---- */

static inline size_t
place_in(const struct table *t, uint32_t row, uint32_t view)
{
    uint64_t hash = ((uint64_t)row << 32 | view) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 32) & (t->places - 1);
    while (t->at[i].view && (t->at[i].row != row || t->at[i].view != view))
        i = (i + 1) & (t->places - 1);
    return i;
}

static void
grow(struct axes *a, struct table *t)
{
    struct table old = *t;
    t->places = old.places ? 2 * old.places : 64;
    t->at = xcalloc(t->places, sizeof *t->at);
    for (size_t i = 0; i < old.places; i++)
        if (old.at[i].view)
            t->at[place_in(t, old.at[i].row, old.at[i].view)] = old.at[i];
    free(old.at);
    a->memory += (t->places - old.places) * sizeof *t->at;
}

static void
add_rows(struct axes *a, struct table *t, uint32_t row)
{
    size_t before = t->cap;
    t->first = xgrow(t->first, &t->cap, (size_t)row + 1, sizeof *t->first);
    memset(t->first + t->rows, 0, (t->cap - t->rows) * sizeof *t->first);
    t->rows = t->cap;
    a->memory += (t->cap - before) * sizeof *t->first;
}

static void
add_other(struct axes *a, struct table *t, uint32_t row, uint32_t view, uint32_t times)
{
    if (2 * t->n >= t->places)
        grow(a, t);
    struct pair *p = &t->at[place_in(t, row, view)];
    t->n += !p->view;
    *p = (struct pair){row, view, p->times + times};
}

static inline void
add(struct axes *a, struct table *t, uint32_t row, uint32_t view, uint32_t times)
{
    if (row >= t->rows)
        add_rows(a, t, row);
    struct first *f = &t->first[row];
    if (__builtin_expect(f->view == view || !f->view, 1))
        *f = (struct first){view, f->times + times};
    else
        add_other(a, t, row, view, times);
}

static uint32_t
text_of(struct axes *a, size_t field, const struct subject *s)
{
    struct slice component = s->component.known ? s->component.name_json : s->f->f[F_COMPONENT];
    return (uint32_t)field_of_finding(&a->c->cells, &a->c->cells.fields[field], s->f, component);
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
        *row = feedback_supplier(&c->feedback, s);
        return *row > 0;
    case ROWS_SERVICE:
        *row = (uint32_t)c->served.now;
        return c->served.now != SIZE_MAX;
    case ROWS_RULE:
        *row = noise_row(&c->noise, s->tool, s->rule);
        return true;
    }
    return false;
}

void
axes_expect(struct axes *a, const struct subject *s)
{
    const struct field *component = &a->c->cells.fields[a->component];
    map_expect(&component->known, s->component.known ? s->component.name_json : s->f->f[F_COMPONENT]);
    if (s->rule.p)
        noise_expect(&a->c->noise, s->tool, s->rule);
}

void
axes_take(struct axes *a, const struct class *k, const struct subject *s)
{
    uint32_t row;
    a->taken++;
    for (size_t i = 0; i < a->n; i++)
        if (k->views[i] && row_of(a, &a->at[i], s, &row))
            add(a, &a->at[i].table, row, k->views[i], 1);
}

static bool
is_bound(const struct axes *a, const struct axis *x, const bool *fields)
{
    if (x->rows == ROWS_WHOLE || x->rows == ROWS_SERVICE)
        return true;
    for (int i = 0; i < (x->rows == ROWS_PAIR ? 2 : 1); i++) {
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
        a->at[i].bound = is_bound(a, &a->at[i], fields);
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
    uint32_t row;
    a->taken++;
    for (size_t i = 0; i < a->n; i++)
        if (k->views[i] && !a->at[i].bound && row_of(a, &a->at[i], s, &row))
            add(a, &a->at[i].table, row, k->views[i], 1);
}

void
axes_take_bound(struct axes *a, const struct class *k, const uint32_t *rows, uint32_t times)
{
    for (size_t i = 0; i < a->n; i++)
        if (k->views[i] && rows[i] != NO_ROW)
            add(a, &a->at[i].table, rows[i], k->views[i], times);
}

bool
axes_are_full(struct axes *a)
{
    if (a->memory > TABLES_BYTES)
        return true;
    if (a->taken < a->look)
        return false;
    a->look = a->taken + LOOK_EVERY;
    for (size_t i = 0; i < a->n; i++)
        if ((a->at[i].rows == ROWS_FIELD || a->at[i].rows == ROWS_PAIR) &&
            (field_room(&a->c->cells.fields[a->at[i].fields[0]]) <= LOOK_EVERY ||
             (a->at[i].rows == ROWS_PAIR &&
              field_room(&a->c->cells.fields[a->at[i].fields[1]]) <= LOOK_EVERY)))
            return true;
    return false;
}

/* ---- adding up ---- */

static void
add_cells(struct cells *c, const struct axis *x, const struct class *k, uint64_t times)
{
    for (size_t i = 0; i < k->n_runs; i++) {
        const struct run *r = &k->runs[i];
        for (size_t o = 0; o < r->outcome->n; o++) {
            int by = x->by[r->outcome->out[o].metric];
            if (by != NOT_BY)
                cells_add_many(c, &r->outcome->out[o], by == IN_WHOLE ? WHOLE : (size_t)by, r->from, r->below,
                               times);
        }
    }
}

/* As of a subject: without blanks around it, and only blanks is absent. */
static struct slice
plain_text(const struct axes *a, const struct field *f, size_t i)
{
    struct slice s = f && f->values[i] ? slice_trim(a->c->cells.texts[f->values[i]]) : (struct slice){0};
    return s.n ? s : (struct slice){0};
}

/* f: the axis's field, shown; NULL: the whole. Every element of a list counts. */
static void
add_movement(struct axes *a, const struct axis *x, const struct class *k, const struct field *f,
             int64_t times)
{
    struct movement *m = &a->c->movement;
    for (size_t i = 0; k->facts && x->part >= 0 && i < (f ? f->n : 1); i++) {
        size_t row = movement_row(m, x->part, plain_text(a, f, i));
        for (size_t p = 0; p < a->c->periods->n; p++)
            if (movement_moves(&k->facts[p]))
                movement_add(m, row, p, &k->facts[p], times);
    }
    if (x->owner && k->sides[SIDE_OWED]) {
        size_t owner = movement_owner(m, plain_text(a, f, 0));
        for (size_t p = 0; p < a->c->periods->n; p++)
            if (k->facts[p].open)
                movement_add_owner(m, owner, p, &k->facts[p], times);
    }
}

static void
add_topic(struct axes *a, enum topic topic, size_t field, const struct class *k, uint32_t row,
          struct slice json, uint32_t times)
{
    struct feedback *f = &a->c->feedback;
    uint32_t numbers[DIMENSION_VALUES_MAX] = {row};
    size_t n = 1;
    if (topic == TOPIC_CWE)
        n = feedback_cwes(f, json, numbers);
    else if (topic == TOPIC_COMPONENT)
        n = k->supplied.named &&
            (numbers[0] = feedback_component(f, &a->c->cells, &a->c->cells.fields[field], json)) != 0;
    for (size_t p = 0; p < a->c->periods->n; p++)
        for (size_t i = 0; k->facts[p].open && i < n; i++)
            feedback_add(f, topic, numbers[i], p, &k->supplied, times);
}

static void
add_pair(struct axes *a, struct axis *x, const struct pair *pair)
{
    struct count *c = a->c;
    const struct class *k = x->views[pair->view];
    struct field *f = x->rows == ROWS_FIELD ? &c->cells.fields[x->fields[0]] : NULL;
    uint32_t times = pair->times;
    c->cells.now = &k->x;
    if (f) {
        field_show(f, pair->row);
    } else if (x->rows == ROWS_PAIR) {
        for (int i = 0; i < 2; i++)
            field_show(&c->cells.fields[x->fields[i]], x->texts[pair->row][i]);
    }
    add_cells(&c->cells, x, k, times);
    add_movement(a, x, k, f, times);
    if (x->topic >= 0 && k->sides[SIDE_OPEN])
        add_topic(a, (enum topic)x->topic, x->fields[0], k, pair->row,
                  f ? field_text(f, pair->row) : (struct slice){0}, times);
    for (size_t p = 0; p < c->periods->n; p++) {
        if (x->rows == ROWS_RULE && noise_counts(&k->facts[p]))
            noise_add(&c->noise, pair->row, p, &k->facts[p], times);
        if (x->rows == ROWS_SERVICE && served_counts(&k->facts[p]))
            served_add(&c->served, pair->row, p, &k->facts[p], k->classified, k->intel, k->control, times);
    }
}

static void
begin_anew(struct axes *a, struct axis *x)
{
    free(x->table.first);
    free(x->table.at);
    x->table = (struct table){0};
    map_free(&x->known);
    x->n_views = 1;
    map_free(&x->pairs);
    x->n_texts = 0;
    if (x->rows == ROWS_FIELD || x->rows == ROWS_PAIR)
        for (int i = 0; i < (x->rows == ROWS_PAIR ? 2 : 1); i++)
            if (field_room(&a->c->cells.fields[x->fields[i]]) <= LOOK_EVERY)
                field_forget(&a->c->cells.fields[x->fields[i]]);
}

static void
add_table(struct axes *a, struct axis *x)
{
    const struct table *t = &x->table;
    for (size_t row = 0; row < t->rows; row++)
        if (t->first[row].view)
            add_pair(a, x, &(struct pair){(uint32_t)row, t->first[row].view, t->first[row].times});
    for (size_t i = 0; i < t->places; i++)
        if (t->at[i].view)
            add_pair(a, x, &t->at[i]);
}

void
axes_add_up(struct axes *a)
{
    for (size_t i = 0; i < a->n; i++)
        add_table(a, &a->at[i]);
    for (size_t i = 0; i < a->n; i++)
        begin_anew(a, &a->at[i]);
    a->memory = 0;
}

void
axes_free(struct axes *a)
{
    for (size_t i = 0; i < a->n; i++) {
        struct axis *x = &a->at[i];
        free(x->by);
        free(x->texts);
        free(x->views);
        free(x->table.first);
        free(x->table.at);
        map_free(&x->pairs);
        map_free(&x->known);
    }
    free(a->at);
    buf_free(&a->key);
}
