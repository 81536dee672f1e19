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
#define LOOK_EVERY 1024                  /* findings, for full fields */
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

/* Which are bound and which are not. */
static void
sort_out(struct axes *a)
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
    sort_out(a);
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

/* Those that were counted so get their row. */
static void
place_absent(struct axes *a, struct axis *x)
{
    for (size_t view = 0; view < x->cap_absent; view++)
        if (x->absent[view])
            add(a, x,
                (uint32_t)field_text_number(&a->c->cells, &a->c->cells.fields[x->fields[0]],
                                            (struct slice){0}),
                (uint32_t)view, x->absent[view]);
    free(x->absent);
    x->absent = NULL;
    x->cap_absent = 0;
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
        a->at[i].bound = is_bound(a, &a->at[i], fields), a->at[i].rare = is_rare(a, &a->at[i]);
    sort_out(a);
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

static bool
has_fields(const struct axis *x)
{
    return x->rows == ROWS_FIELD || x->rows == ROWS_PAIR;
}

/* One of its fields is about to forget all its texts. */
static bool
lacks_room(const struct axes *a, const struct axis *x)
{
    for (int i = 0; has_fields(x) && i < (x->rows == ROWS_PAIR ? 2 : 1); i++)
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

/* ---- adding up ---- */

struct adding {
    struct axes *a;
    struct axis *x;
    uint32_t view; /* of x->shown; 0: none yet */
};

/* As of a subject: without blanks around it, and only blanks is absent. */
static struct slice
plain_text(const struct cells *c, const struct field *f, size_t i)
{
    struct slice s = f && f->values[i] ? slice_trim(c->texts[f->values[i]]) : (struct slice){0};
    return s.n ? s : (struct slice){0};
}

/* f: the axis's field, shown; NULL: the whole. Every element of a list counts. */
static void
add_movement(struct count *c, const struct axis *x, const struct field *f, uint32_t times)
{
    struct movement *m = &c->movement;
    for (size_t i = 0; x->shown.placed && i < (f ? f->n : 1); i++)
        effect_count_place(&x->shown, m, movement_row(m, x->part, plain_text(&c->cells, f, i)), times);
    if (x->owner && x->shown.n_at)
        effect_count_owner(&x->shown, m, movement_owner(m, plain_text(&c->cells, f, 0)), times);
}

static void
add_topic(struct count *c, const struct axis *x, uint32_t row, uint32_t times)
{
    struct feedback *f = &c->feedback;
    struct slice names[DIMENSION_VALUES_MAX];
    size_t n = 0;
    if (x->rows == ROWS_SUPPLIER) {
        effect_count_topic(&x->shown, f, TOPIC_SUPPLIER, row, times);
        return;
    }
    struct slice json = field_text(&c->cells.fields[x->fields[0]], row);
    if (x->topic == TOPIC_CWE)
        n = feedback_cwes(f, json, names);
    else if (x->shown.supplied.named)
        n = (names[0] = feedback_component(f, json)).n > 0;
    for (size_t i = 0; i < n; i++)
        effect_count_topic(&x->shown, f, (enum topic)x->topic,
                           feedback_number(f, (enum topic)x->topic, names[i]), times);
}

static void
add_rule(struct count *c, const struct axis *x, uint32_t row, uint32_t times)
{
    for (const struct effect_at *at = x->shown.at; at < x->shown.at + x->shown.n_at; at++)
        for (size_t p = at->from; at->noisy && p < at->below; p++)
            noise_add(&c->noise, row, p, at->false_positive, times);
}

static void
add_service(struct count *c, const struct class *k, uint32_t row, uint32_t times)
{
    for (size_t p = 0; p < c->periods->n; p++)
        if (served_counts(&k->facts[p]))
            served_add(&c->served, row, p, &k->facts[p], k->classified, k->intel, k->control, times);
}

static void
add_pair(void *with, const struct tabled *pair)
{
    struct adding *to = with;
    struct axis *x = to->x;
    struct count *c = to->a->c;
    const struct class *k = x->views[pair->view];
    struct field *f = x->rows == ROWS_FIELD ? &c->cells.fields[x->fields[0]] : NULL;
    if (x->spread && scatter_row(to->a, x, pair))
        return;
    if (x->rows == ROWS_SERVICE) {
        add_service(c, k, pair->row, pair->times);
        return;
    }
    if (to->view != pair->view || x->crowded) /* else it is shown still */
        effect_make(&x->shown, x, k, c->periods->n);
    to->view = pair->view;
    for (int i = 0; has_fields(x) && i < (f ? 1 : 2); i++)
        field_show(&c->cells.fields[x->fields[i]], f ? pair->row : x->texts[pair->row][i]);
    effect_count_cells(&x->shown, &c->cells, pair->times);
    add_movement(c, x, f, pair->times);
    if (x->topic >= 0 && k->sides[SIDE_OPEN])
        add_topic(c, x, pair->row, pair->times);
    if (x->rows == ROWS_RULE)
        add_rule(c, x, pair->row, pair->times);
}

static void
begin_anew(struct axes *a, struct axis *x)
{
    table_free(&x->table);
    map_free(&x->known);
    x->n_views = 1;
    map_free(&x->pairs);
    x->n_texts = 0;
    if (x->of_view)
        memset(x->of_view, 0, x->cap_of_view * sizeof *x->of_view);
    for (int i = 0; has_fields(x) && i < (x->rows == ROWS_PAIR ? 2 : 1); i++) {
        struct field *f = &a->c->cells.fields[x->fields[i]];
        if (x->crowded || field_room(f) <= LOOK_EVERY)
            field_forget(f);
    }
    x->crowded = false;
}

/* What is numbered elsewhere. */
static void
forget_rows(struct axes *a, const struct axis *x)
{
    if (x->rows == ROWS_RULE)
        noise_forget(&a->c->noise);
    else if (x->rows == ROWS_SUPPLIER)
        feedback_forget(&a->c->feedback, TOPIC_SUPPLIER);
}

void
axes_add_up(struct axes *a)
{
    for (size_t i = 0; i < a->n; i++) {
        struct axis *x = &a->at[i];
        struct adding to = {a, x, 0};
        place_absent(a, x);
        if (x->crowded)
            scatter_begin(a, x);
        table_each(&x->table, add_pair, &to);
        if (x->crowded)
            forget_rows(a, x);
    }
    sort_out(a);
    for (size_t i = 0; i < a->n; i++)
        begin_anew(a, &a->at[i]);
    a->memory = 0;
}

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
