/* Tables of metrics: matrices, grids, figures. */
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "page.h"

#define GRID_ROWS_MAX 50
#define GRID_COLUMNS_MAX 24

/* ---- the cells of a key */

/* NULL: it has none. */
static const struct dimension *
dimension_of(const struct series *s, struct slice key)
{
    for (size_t i = 0; i < s->n_dimensions; i++)
        if (slice_same(s->dimensions[i].key, key))
            return &s->dimensions[i];
    return NULL;
}

size_t
page_cells(const struct model *m, struct slice id, struct slice key, const struct series **cells)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n_series; i++) {
        const struct series *s = &m->series[i];
        if (slice_same(s->id, id) && s->n_dimensions == 1 && s->at[m->now] && dimension_of(s, key)) {
            if (cells)
                cells[n] = s;
            n++;
        }
    }
    return n;
}

/* `by` is a key or several. */
struct slice
page_key(struct page *p, const struct model *m, struct slice id, json_val *by)
{
    json_val *v;
    struct json_iter it = json_each(by);
    struct slice key = model_keep(p->m, json_str(by));
    if (key.p)
        return key;
    while (json_next(&it, NULL, &v)) {
        key = model_keep(p->m, json_str(v));
        if (key.p && page_cells(m, id, key, NULL))
            return key;
    }
    return key;
}

/* Categories and controls that are written with capitals; absent: another word. */
static struct slice
control_word(const struct dimension *d)
{
    static const char *const words[][2] = {
        {"sast", "SAST"}, {"dast", "DAST"}, {"sca", "SCA"}, {"iac", "IaC"}, {"api", "API"}};
    bool of = slice_is(d->key, "category") || slice_is(d->key, "control");
    for (size_t i = 0; of && i < sizeof words / sizeof *words; i++)
        if (slice_is(d->value, words[i][0]))
            return slice_of(words[i][1]);
    return (struct slice){0};
}

/* A dimension's value as a row's or column's name: our vocabulary in words, everything else as data. */
static void
name_value(struct prose *text, const struct dimension *d)
{
    if (!d->value.n)
        page_absent(text, d->key);
    else if (slice_is(d->key, "tier"))
        prose_own(text, "tier" NBSP);
    struct slice word = control_word(d);
    prose_add(text, names_vocabulary(d->key) ? RUN_NAME : RUN_DATA, word.p ? word : d->value);
}

void
page_cell_name(struct prose *text, const struct series *s, struct slice key)
{
    name_value(text, dimension_of(s, key));
}

/* Rows are the values of one key, columns are metrics. */
void
page_matrix(struct page *p, json_val *section)
{
    size_t n, rows;
    struct subject *s = page_subjects(p, section, &n);
    struct slice key = n ? page_key(p, p->m, s[0].series->id, json_get(section, "by")) : (struct slice){0};
    rows = key.p ? page_cells(p->m, s[0].series->id, key, NULL) : 0;
    if (!rows)
        return;
    const struct series **cells = pool_alloc(&p->pool, rows * sizeof *cells);
    page_cells(p->m, s[0].series->id, key, cells);
    if (rows > p->rows)
        rows = p->rows;
    struct table *t = page_table(p, n + 1, rows);
    struct buf b = {0};
    prose_own(&t->caption, "By ");
    prose_add(&t->caption, RUN_NAME, key);
    prose_add(&t->columns[0].head, RUN_NAME, page_words(p, key));
    for (size_t j = 0; j < n; j++) {
        prose_add(&t->columns[j + 1].head, RUN_NAME, s[j].title);
        t->columns[j + 1].kind = AS_NUMBER;
    }
    for (size_t i = 0; i < rows; i++) {
        const struct dimension *d = dimension_of(cells[i], key);
        name_value(&page_cell(t, i, 0)->text, d);
        for (size_t j = 0; j < n; j++) {
            const struct series *cell = model_series(p->m, s[j].series->id, d, 1);
            value_write(&b, p->m, cell ? cell->at[p->m->now] : NULL, false);
            prose_buf(&page_cell(t, i, j + 1)->text, &b);
        }
    }
    buf_free(&b);
}

/* ---- a grid of two keys */

struct names { /* distinct dimensions in order of appearance */
    const struct dimension **at;
    size_t n, max;
    bool more; /* than max */
};

static void
add_name(struct names *names, const struct dimension *d)
{
    for (size_t i = 0; i < names->n; i++)
        if (slice_same(names->at[i]->value, d->value))
            return;
    if (names->n < names->max)
        names->at[names->n++] = d;
    else
        names->more = true;
}

static bool
in_grid(const struct page *p, const struct series *s, struct slice id, struct slice row, struct slice column)
{
    return slice_same(s->id, id) && s->n_dimensions == 2 && s->at[p->m->now] && dimension_of(s, row) &&
           dimension_of(s, column);
}

static void
grid_cell(struct page *p, struct cell *cell, const struct metric *v, bool ratio)
{
    struct buf b = {0};
    if (!v || !v->value.has) {
        cell->text.style = STYLE_MUTED;
        /* no system that needs the control: not the same as one without a scan */
        bool none = ratio && (!v || (v->denominator.has && v->denominator.v == 0));
        prose_own(&cell->text, none ? "not applicable" : "n/a");
        return;
    }
    bool missed = v->target.has && v->status == STATUS_MISSED;
    value_write(&b, p->m, v, false);
    if (v->unit == UNIT_RATIO && v->numerator.has && v->denominator.has && !value_is_few(p->m, v)) {
        buf_text(&b, " (");
        number_write_count(&b, v->numerator);
        buf_text(&b, NBSP "of" NBSP);
        number_write_count(&b, v->denominator);
        buf_byte(&b, ')');
    }
    prose_buf(&cell->text, &b);
    if (missed) {
        cell->text.style = STYLE_ALARM;
        prose_own(&cell->text, " \xe2\x9c\x97");
    }
    buf_free(&b);
}

static void
grid_caption(struct table *t, const struct metric *v, const struct slice key[2])
{
    struct buf b = {0};
    prose_add(&t->caption, RUN_NAME, v->title);
    if (v->unit != UNIT_RATIO)
        prose_own(&t->caption, " by %.*s and %.*s", (int)key[0].n, key[0].p, (int)key[1].n, key[1].p);
    value_write_target(&b, v);
    if (b.n)
        prose_own(&t->caption, ", target %s (\xe2\x9c\x97: missed)", buf_string(&b));
    buf_free(&b);
}

void
page_grid(struct page *p, json_val *section)
{
    json_val *v, *by = json_get(section, "by");
    struct json_iter it = json_each(by), metrics = json_each(json_get(section, "metrics"));
    struct slice key[2] = {{0}}, id;
    for (int i = 0; i < 2 && json_next(&it, NULL, &v); i++)
        key[i] = model_keep(p->m, json_str(v));
    if (!key[1].p || !json_next(&metrics, NULL, &v))
        return;
    id = model_keep(p->m, json_str(v));
    struct names rows = {.max = GRID_ROWS_MAX}, columns = {.max = GRID_COLUMNS_MAX};
    rows.at = pool_alloc(&p->pool, GRID_ROWS_MAX * sizeof *rows.at);
    columns.at = pool_alloc(&p->pool, GRID_COLUMNS_MAX * sizeof *columns.at);
    const struct metric *any = NULL;
    for (size_t i = 0; i < p->m->n_series; i++) {
        const struct series *s = &p->m->series[i];
        if (!in_grid(p, s, id, key[0], key[1]))
            continue;
        add_name(&rows, dimension_of(s, key[0]));
        add_name(&columns, dimension_of(s, key[1]));
        any = s->at[p->m->now];
    }
    if (!any) {
        page_missing(p, "metric", id);
        return;
    }
    struct table *t = page_table(p, columns.n + 1, rows.n);
    grid_caption(t, any, key);
    if (rows.more || columns.more)
        prose_own(&t->caption, " (first %zu rows and %zu columns)", rows.n, columns.n);
    prose_add(&t->columns[0].head, RUN_NAME, page_words(p, key[0]));
    for (size_t j = 0; j < columns.n; j++) {
        name_value(&t->columns[j + 1].head, columns.at[j]);
        t->columns[j + 1].kind = AS_WRAP;
    }
    for (size_t i = 0; i < rows.n; i++) {
        name_value(&page_cell(t, i, 0)->text, rows.at[i]);
        for (size_t j = 0; j < columns.n; j++) {
            struct dimension d[2] = {*rows.at[i], *columns.at[j]};
            const struct series *s = model_series(p->m, id, d, 2);
            grid_cell(p, page_cell(t, i, j + 1), s ? s->at[p->m->now] : NULL, any->unit == UNIT_RATIO);
        }
    }
}

/* ---- figures: scores in short */

/* "✗ missed ≤ 0", "met ≥ 95 %", as in the scorecard. */
void
page_target(struct prose *text, const struct score *s)
{
    if (s->status == STATUS_MISSED) {
        text->style = STYLE_ALARM;
        prose_own(text, "\xe2\x9c\x97" NBSP "missed");
        text->style = STYLE_PLAIN;
        prose_own(text, " ");
    } else if (s->status == STATUS_MET) {
        prose_own(text, "met ");
    }
    prose_add(text, RUN_OWN, s->target);
}

/* The columns that these rows need: a change where there is one to show, a target where a row has one. */
struct figures {
    bool changes, targets;
    size_t columns;
};

static struct figures
figures_of(struct page *p, const struct subject *s, size_t n)
{
    struct figures f = {.changes = page_compares(p)};
    for (size_t i = 0; i < n; i++)
        f.targets |= page_score(p, s[i])->target.n > 0;
    f.columns = 4u + f.changes + f.targets;
    return f;
}

static void
figures_heads(struct table *t, struct figures f)
{
    size_t j = 0;
    prose_own(&t->columns[j++].head, "Metric");
    t->columns[j].kind = AS_NUMBER;
    prose_own(&t->columns[j++].head, "Now");
    if (f.changes)
        prose_own(&t->columns[j++].head, "Change");
    if (f.targets)
        prose_own(&t->columns[j++].head, "Target");
    t->columns[j].kind = AS_NUMBER;
    prose_own(&t->columns[j++].head, "n");
    prose_own(&t->columns[j].head, "Conf.");
}

static void
figures_row(struct cell *cell, const struct score *r, struct figures f)
{
    cell++->text = r->name;
    prose_add(&cell++->text, RUN_OWN, r->value);
    if (f.changes) {
        prose_add(&cell->text, RUN_OWN, r->change);
        if (r->word.n)
            prose_own(&cell->text, " %s", r->word.p);
        cell++;
    }
    if (f.targets)
        page_target(&cell++->text, r);
    prose_add(&cell->text, RUN_OWN, r->n);
    if (r->few)
        prose_own(&cell->text, " few");
    cell++;
    if (r->confidence)
        prose_own(&cell->text, "%c", r->confidence);
}

void
page_figures(struct page *p, json_val *section)
{
    size_t n;
    struct subject *s = page_subjects(p, section, &n);
    if (!n)
        return;
    struct figures f = figures_of(p, s, n);
    struct table *t = page_table(p, f.columns, n);
    struct slice caption = page_name(p, section, "caption");
    prose_add(&t->caption, RUN_NAME, caption.n ? caption : SLICE("Figures"));
    figures_heads(t, f);
    for (size_t i = 0; i < n; i++)
        figures_row(page_cell(t, i, 0), page_score(p, s[i]), f);
}
