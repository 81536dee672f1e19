/* Tables of metrics: breakdowns, matrices, grids, figures. */
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "page.h"

#define GRID_ROWS_MAX 50
#define GRID_COLUMNS_MAX 24

/* ---- breakdowns by one key */

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

/* A dimension's value as a row's or column's name: our vocabulary in words, everything else as data. */
static void
name_value(struct prose *text, const struct dimension *d)
{
    if (!d->value.n)
        prose_own(text, "(none)");
    else if (slice_is(d->key, "tier"))
        prose_own(text, "tier" NBSP);
    prose_add(text, names_vocabulary(d->key) ? RUN_NAME : RUN_DATA, d->value);
}

void
page_cell_name(struct prose *text, const struct series *s, struct slice key)
{
    name_value(text, dimension_of(s, key));
}

static double
axis_of(const struct page *p, const struct series *const *cells, size_t n)
{
    double top = 0;
    for (size_t i = 0; i < n; i++) {
        const struct metric *v = cells[i]->at[p->m->now];
        double beside = v->beside.has && v->beside.v > 0 ? v->beside.v : 0;
        if (v->unit == UNIT_RATIO)
            return 1;
        if (v->value.has && v->value.v + beside > top)
            top = v->value.v + beside;
    }
    return top;
}

static double
share(double v, double axis)
{
    return axis <= 0 || v <= 0 ? 0 : v >= axis ? 1 : v / axis;
}

static void
fill_bar(const struct page *p, struct cell *cell, const struct metric *v, double axis)
{
    struct buf b = {0};
    value_write(&b, p->m, v, true);
    if (v->target.has && v->status == STATUS_MISSED)
        buf_text(&b, " \xe2\x9c\x97" NBSP "missed");
    prose_buf(&cell->text, &b);
    if (v->beside.has && v->beside.v != 0) {
        buf_text(&b, " +" NBSP);
        number_write_count(&b, v->beside);
        buf_text(&b, NBSP);
        cell->text.style = STYLE_MUTED;
        prose_buf(&cell->text, &b);
        prose_add(&cell->text, RUN_NAME, v->beside_label);
    }
    cell->bar.has = value_is(v);
    cell->bar.share = v->value.has ? share(v->value.v, axis) : 0;
    cell->bar.beside = v->beside.has && v->unit == UNIT_COUNT ? share(v->beside.v, axis) : 0;
    cell->bar.has_tick = v->unit == UNIT_RATIO && v->target.has;
    cell->bar.tick = cell->bar.has_tick ? share(v->target.v, 1) : 0;
    buf_free(&b);
}

static void
breakdown_row(struct page *p, struct table *t, size_t row, const struct series *s, struct slice key,
              double axis)
{
    const struct metric *v = s->at[p->m->now];
    struct buf b = {0};
    size_t column = 2;
    name_value(&page_cell(t, row, 0)->text, dimension_of(s, key));
    fill_bar(p, page_cell(t, row, 1), v, axis);
    struct change c = change_of(p->m, s);
    change_write(&b, v->unit, c);
    if (*change_word(c))
        buf_format(&b, " %s", change_word(c));
    prose_buf(&page_cell(t, row, column++)->text, &b);
    if (t->n_columns == 5) {
        value_write_n(&b, v);
        prose_buf(&page_cell(t, row, column++)->text, &b);
    }
    if (v->confidence)
        prose_own(&page_cell(t, row, column)->text, "%c", v->confidence);
    buf_free(&b);
}

/* Key, value with its bar, change, n (a count is its own n) and confidence. */
static void
breakdown_heads(struct page *p, struct table *t, struct slice key)
{
    static const char *const heads[] = {"", "Now", "Change", "n", "Conf."};
    bool n = t->n_columns == 5;
    prose_add(&t->columns[0].head, RUN_NAME, page_words(p, key));
    for (size_t i = 1; i < t->n_columns; i++)
        prose_own(&t->columns[i].head, "%s", heads[i == 3 && !n ? 4 : i]);
    t->columns[1].kind = AS_BAR;
    if (n)
        t->columns[3].kind = AS_NUMBER;
}

static void
breakdown(struct page *p, struct subject s, json_val *section)
{
    double given;
    struct slice key = page_key(p, p->m, s.series->id, json_get(section, "by"));
    size_t n = key.p ? page_cells(p->m, s.series->id, key, NULL) : 0, shown;
    size_t max =
        json_number(json_get(section, "max"), &given) && given >= 1 && given < 1e6 ? (size_t)given : 12;
    if (!n)
        return;
    const struct series **cells = pool_alloc(&p->pool, n * sizeof *cells);
    page_cells(p->m, s.series->id, key, cells);
    shown = n < max ? n : max;
    struct table *t = page_table(p, s.series->last->unit == UNIT_COUNT ? 4 : 5, shown);
    struct slice caption = page_name(p, section, "caption");
    prose_add(&t->caption, RUN_NAME, caption.n ? caption : s.title);
    if (!caption.n) {
        prose_own(&t->caption, " by ");
        prose_add(&t->caption, RUN_NAME, key);
    }
    if (shown < n)
        prose_own(&t->caption, " (first %zu; %zu more)", shown, n - shown);
    breakdown_heads(p, t, key);
    for (size_t i = 0; i < shown; i++)
        breakdown_row(p, t, i, cells[i], key, axis_of(p, cells, shown));
}

void
page_breakdown(struct page *p, json_val *section)
{
    json_val *v;
    struct json_iter it = json_each(json_get(section, "metrics"));
    while (json_next(&it, NULL, &v)) {
        struct slice id = model_keep(p->m, json_str(v));
        const struct series *first = NULL;
        for (size_t i = 0; id.p && i < p->m->n_series && !first; i++)
            if (slice_same(p->m->series[i].id, id))
                first = &p->m->series[i];
        if (first)
            breakdown(p, (struct subject){first, first->last->title}, section);
        else if (id.p)
            page_missing(p, "metric", id);
    }
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
grid_cell(struct page *p, struct cell *cell, const struct metric *v)
{
    struct buf b = {0};
    if (!v || !v->value.has) {
        cell->text.style = STYLE_MUTED;
        prose_own(&cell->text, v && v->denominator.has && v->denominator.v == 0 ? "not applicable" : "n/a");
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
grid_caption(struct table *t, const struct metric *v)
{
    struct buf b = {0};
    prose_add(&t->caption, RUN_NAME, v->title);
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
    grid_caption(t, any);
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
            grid_cell(p, page_cell(t, i, j + 1), s ? s->at[p->m->now] : NULL);
        }
    }
}

/* ---- figures: scores in short */

void
page_figures(struct page *p, json_val *section)
{
    static const char *const heads[] = {"Metric", "Now", "Change", "Target", "n", "Conf."};
    size_t n;
    struct subject *s = page_subjects(p, section, &n);
    if (!n)
        return;
    struct table *t = page_table(p, 6, n);
    struct slice caption = page_name(p, section, "caption");
    prose_add(&t->caption, RUN_NAME, caption.n ? caption : SLICE("Figures"));
    for (size_t i = 0; i < 6; i++)
        prose_own(&t->columns[i].head, "%s", heads[i]);
    t->columns[1].kind = t->columns[4].kind = AS_NUMBER;
    for (size_t i = 0; i < n; i++) {
        struct score *r = page_score(p, s[i]);
        page_cell(t, i, 0)->text = r->name;
        prose_add(&page_cell(t, i, 1)->text, RUN_OWN, r->value);
        prose_add(&page_cell(t, i, 2)->text, RUN_OWN, r->change);
        if (r->word.n)
            prose_own(&page_cell(t, i, 2)->text, " %s", r->word.p);
        prose_add(&page_cell(t, i, 3)->text, RUN_OWN, r->target);
        if (r->status == STATUS_MISSED) {
            page_cell(t, i, 3)->text.style = STYLE_ALARM;
            prose_own(&page_cell(t, i, 3)->text, " \xe2\x9c\x97" NBSP "missed");
        } else if (r->status == STATUS_MET) {
            prose_own(&page_cell(t, i, 3)->text, " met");
        }
        prose_add(&page_cell(t, i, 4)->text, RUN_OWN, r->n);
        if (r->few)
            prose_own(&page_cell(t, i, 4)->text, " few");
        if (r->confidence)
            prose_own(&page_cell(t, i, 5)->text, "%c", r->confidence);
    }
}
