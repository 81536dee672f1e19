/* The lists behind the numbers, and the values by period. */
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "page.h"

#define VALUES_ACROSS 6  /* metrics of one table of values: as many as a printed page holds */
#define PERIODS_ACROSS 4 /* … up to so many periods stand across, and the metrics down */

/* ---- lists */

static void
add_scalar(struct page *p, struct buf *b, json_val *v)
{
    struct slice s = model_json_text(p->m, v);
    if (s.p)
        buf_slice(b, s);
    else if (json_type(v) == JSON_ARRAY || json_type(v) == JSON_OBJECT)
        json_write(b, v);
}

/* A metric's id by its title, words of ours without underscores; false: any other text. */
static bool
known_word(struct page *p, struct prose *text, struct slice name, struct slice word)
{
    if (!word.n || !names_vocabulary(name))
        return false;
    const struct series *s = slice_is(name, "metric") ? model_series(p->m, word, NULL, 0) : NULL;
    struct buf b = {0};
    if (s) {
        prose_add(text, RUN_NAME, s->last->title);
    } else if (slice_is(name, "type") || slice_is(name, "area") || slice_is(name, "disposition")) {
        for (size_t i = 0; i < word.n; i++)
            buf_byte(&b, word.p[i] == '_' ? ' ' : word.p[i]);
        prose_add(text, RUN_NAME, model_keep(p->m, buf_as_slice(&b)));
        buf_free(&b);
    } else {
        return false;
    }
    return true;
}

/* The metric that a number is a value of, as the row and the column say; or NULL. */
static const struct series *
valued(const struct page *p, struct slice column, struct slice metric)
{
    static const char *const values[] = {"first_value", "last_value", "moved"};
    for (size_t i = 0; metric.n && i < 3; i++)
        if (slice_is(column, values[i]))
            return model_series(p->m, metric, NULL, 0);
    return NULL;
}

/* What the numbers of a column are: a share of something, a value of a metric, or counts. */
static enum unit
unit_of(const struct series *value, struct slice column)
{
    if (value)
        return value->last->unit;
    return slice_is(column, "share") || slice_starts(column, "share_") || slice_ends(column, "_share")
               ? UNIT_RATIO
               : UNIT_COUNT;
}

/* value: the metric that the number is one of, whose form it has then, as in the scorecard. */
static void
number_cell(struct page *p, struct prose *text, json_val *v, struct slice column, const struct series *value)
{
    struct buf b = {0};
    struct slice digits = json_number_text(v);
    enum unit unit = unit_of(value, column);
    struct number n = {.has = true, .v = strtod(model_keep(p->m, digits).p, NULL), .text = digits};
    bool whole = !memchr(digits.p, '.', digits.n) && !memchr(digits.p, 'e', digits.n) &&
                 !memchr(digits.p, 'E', digits.n);
    if (unit == UNIT_RATIO && slice_is(column, "moved")) {
        number_write_rounded(&b, 100 * n.v);
        buf_text(&b, NBSP "pt");
    } else if (unit == UNIT_RATIO) {
        number_write_percent(&b, number_percent(n.v, 1));
    } else if (unit == UNIT_DAYS) {
        number_write_days(&b, n.v, false);
    } else if (whole || value) {
        number_write_count(&b, n);
    } else {
        number_write_exact(&b, n.v);
    }
    prose_buf(text, &b);
    buf_free(&b);
}

/* `metric`: what the row is about, where a column says so. */
static void
list_cell(struct page *p, struct prose *text, json_val *v, const struct list_column *column,
          struct slice metric)
{
    enum column_type type = column->type;
    struct buf b = {0};
    json_val *element;
    struct json_iter it = json_each(v);
    if (json_type(v) == JSON_NUMBER && type != COLUMN_ID) {
        number_cell(p, text, v, column->name, valued(p, column->name, metric));
    } else if ((type == COLUMN_NUMBER || type == COLUMN_DATE) &&
               (!v || json_type(v) == JSON_NULL || (json_type(v) == JSON_STRING && !json_str(v).n))) {
        text->style = STYLE_MUTED;
        prose_own(text, "n/a");
        text->style = STYLE_PLAIN;
    } else if (type == COLUMN_TEXT && known_word(p, text, column->name, json_str(v))) {
        ;
    } else if (type == COLUMN_DATE && json_type(v) == JSON_STRING) {
        number_write_date(&b, json_str(v));
        if (b.n > 10 && b.p[10] == ' ') /* a column of dates: the day */
            b.n = 10;
        prose_add(text, RUN_DATA, model_keep(p->m, buf_as_slice(&b)));
    } else if (json_type(v) == JSON_ARRAY) {
        for (int i = 0; json_next(&it, NULL, &element); i++) {
            buf_text(&b, i ? ", " : "");
            add_scalar(p, &b, element);
        }
        prose_add(text, RUN_DATA, model_keep(p->m, buf_as_slice(&b)));
    } else {
        add_scalar(p, &b, v);
        prose_add(text, RUN_DATA, model_keep(p->m, buf_as_slice(&b)));
    }
    buf_free(&b);
}

struct chosen { /* columns of a list in the order shown */
    size_t at[LIST_COLUMNS_MAX];
    struct slice head[LIST_COLUMNS_MAX];
    size_t n;
};

static void
choose(struct page *p, const struct list *l, struct chosen *c, struct slice name, struct slice head)
{
    for (size_t j = 0; j < l->n_columns && c->n < LIST_COLUMNS_MAX; j++) {
        if (!slice_same(l->columns[j].name, name) || (p->layout->unnamed && !names_may_show(&l->columns[j])))
            continue;
        c->head[c->n] = head.n ? head : page_words(p, name);
        c->at[c->n++] = j;
        return;
    }
}

/* The id of a finding: 32 digits that no reader starts with. */
static bool
is_handle(const struct list_column *column)
{
    return column->type == COLUMN_ID && (slice_is(column->name, "finding") || slice_is(column->name, "id"));
}

/* `columns`: names, or [name, heading]; without it all there are, ids
 * of findings last. */
static void
choose_columns(struct page *p, json_val *wanted, const struct list *l, struct chosen *c)
{
    json_val *v, *name, *head;
    struct json_iter it = json_each(wanted);
    while (json_type(wanted) == JSON_ARRAY && json_next(&it, NULL, &v)) {
        struct json_iter pair = json_each(v);
        if (json_str(v).p)
            choose(p, l, c, json_str(v), (struct slice){0});
        else if (json_next(&pair, NULL, &name) && json_next(&pair, NULL, &head))
            choose(p, l, c, json_str(name), model_keep(p->m, json_str(head)));
    }
    for (int last = 0; json_type(wanted) != JSON_ARRAY && last < 2; last++)
        for (size_t j = 0; j < l->n_columns; j++)
            if (is_handle(&l->columns[j]) == last)
                choose(p, l, c, l->columns[j].name, (struct slice){0});
}

/* A row needs a name: "no service"; `movement` has its total by nothing. */
static void
name_row(struct prose *text, struct slice column)
{
    if (slice_is(column, "by"))
        prose_own(text, "all");
    else
        page_absent(text, column);
}

static void
list_row(struct page *p, struct table *t, size_t row, const struct list *l, const struct chosen *c)
{
    json_val *cell[LIST_COLUMNS_MAX] = {NULL};
    struct json_doc doc = {0};
    const char *why;
    json_val *v, *text = json_parse(&doc, l->rows[row].p, l->rows[row].n, &why);
    struct json_iter it = json_each(text);
    for (size_t j = 0; j < l->n_columns; j++) {
        if (json_type(text) == JSON_OBJECT)
            cell[j] = json_get_slice(text, l->columns[j].name);
        else if (json_next(&it, NULL, &v))
            cell[j] = v;
    }
    struct slice metric = {0}, by = {0};
    for (size_t j = 0; j < l->n_columns; j++)
        if (slice_is(l->columns[j].name, "metric"))
            metric = model_keep(p->m, json_str(cell[j]));
        else if (slice_is(l->columns[j].name, "by"))
            by = model_keep(p->m, json_str(cell[j]));
    for (size_t j = 0; j < c->n; j++) {
        struct prose *to = &page_cell(t, row, j)->text;
        list_cell(p, to, cell[c->at[j]], &l->columns[c->at[j]], metric);
        if (!to->n && by.n && slice_is(l->columns[c->at[j]].name, "value")) /* of the key that `by` names */
            page_absent(to, by);
    }
    if (!page_cell(t, row, 0)->text.n)
        name_row(&page_cell(t, row, 0)->text, l->columns[c->at[0]].name);
    json_free(&doc);
}

static void
list_caption(struct table *t, const struct list *l, size_t shown)
{
    struct buf b = {0};
    prose_add(&t->caption, RUN_NAME, l->title);
    buf_text(&b, " (");
    if (l->total.has && l->total.v > (double)shown) {
        buf_text(&b, "first ");
        number_write_whole(&b, (int64_t)shown);
        buf_text(&b, " of ");
    }
    if (l->total.has)
        number_write_count(&b, l->total);
    else
        number_write_whole(&b, (int64_t)shown);
    buf_byte(&b, ')');
    prose_buf(&t->caption, &b);
    buf_free(&b);
}

void
page_list(struct page *p, json_val *section)
{
    static const enum column_kind kinds[] = {AS_TEXT, AS_NUMBER, AS_DATE, AS_ID};
    double given;
    struct slice id = model_keep(p->m, json_get_str(section, "list"));
    const struct list *l = id.p ? model_list(p->m, id) : NULL;
    if (!l) {
        if (id.p)
            page_missing(p, "list", id);
        return;
    }
    size_t max =
        json_number(json_get(section, "max"), &given) && given >= 0 && given < 1e9 ? (size_t)given : SIZE_MAX;
    size_t n = l->n_rows < max ? l->n_rows : max;
    if (n > p->rows)
        n = p->rows;
    if (!n) {
        struct block *b = page_block(p, BLOCK_PARAGRAPH);
        b->text = prose_new(&p->pool);
        prose_add(&b->text, RUN_NAME, l->title);
        prose_own(&b->text, ": none.");
        return;
    }
    struct chosen c = {.n = 0};
    choose_columns(p, json_get(section, "columns"), l, &c);
    if (!c.n)
        return;
    struct table *t = page_table(p, c.n, n);
    t->clip = !json_bool(json_get(section, "wrap"));
    list_caption(t, l, n);
    for (size_t j = 0; j < c.n; j++) {
        prose_add(&t->columns[j].head, RUN_NAME, c.head[j]);
        t->columns[j].kind = kinds[l->columns[c.at[j]].type];
    }
    for (size_t i = 0; i < n; i++)
        list_row(p, t, i, l, &c);
}

/* ---- values by period: every number a chart draws */

struct drawn {
    struct prose name;
    const struct series *series;
};

/* Few periods: side by side, with a row for each of `d`. */
static void
values_across(struct page *p, const struct model *m, const struct drawn *d, size_t n)
{
    struct buf b = {0};
    struct table *t = page_table(p, m->span + 1, n);
    prose_own(&t->caption, "Values by %s", grain_word(m->first.grain));
    prose_own(&t->columns[0].head, "Metric");
    for (size_t i = 0; i < m->span; i++) {
        period_short(&b, model_period(m, i));
        prose_buf(&t->columns[i + 1].head, &b);
        t->columns[i + 1].kind = AS_NUMBER;
    }
    for (size_t j = 0; j < n; j++) {
        page_cell(t, j, 0)->text = d[j].name;
        for (size_t i = 0; i < m->span; i++) {
            value_write(&b, m, d[j].series->at[i], true);
            prose_buf(&page_cell(t, j, i + 1)->text, &b);
        }
    }
    buf_free(&b);
}

/* Periods down, `d` across, in as many tables as it takes. */
static void
values_down(struct page *p, const struct model *m, const struct drawn *d, size_t n)
{
    struct buf b = {0};
    size_t tables = (n + VALUES_ACROSS - 1) / VALUES_ACROSS;
    for (size_t k = 0; k < tables; k++) {
        size_t from = k * n / tables, to = (k + 1) * n / tables;
        struct table *t = page_table(p, to - from + 1, m->span);
        prose_own(&t->caption, tables > 1 ? "Values by %s (%zu of %zu)" : "Values by %s",
                  grain_word(m->first.grain), k + 1, tables);
        prose_own(&t->columns[0].head, "Period");
        for (size_t j = from; j < to; j++) {
            t->columns[j - from + 1].kind = AS_NUMBER;
            t->columns[j - from + 1].head = d[j].name;
        }
        for (size_t i = 0; i < m->span; i++) {
            period_short(&b, model_period(m, i));
            prose_buf(&page_cell(t, i, 0)->text, &b);
            for (size_t j = from; j < to; j++) {
                value_write(&b, m, d[j].series->at[i], true);
                prose_buf(&page_cell(t, i, j - from + 1)->text, &b);
            }
        }
    }
    buf_free(&b);
}

static void
values_tables(struct page *p, const struct model *m, const struct drawn *d, size_t n)
{
    if (n && m->span <= PERIODS_ACROSS)
        values_across(p, m, d, n);
    else
        values_down(p, m, d, n);
}

void
page_values(struct page *p, json_val *section)
{
    bool detailed = slice_is(json_get_str(section, "only"), "detailed");
    size_t n = 0, panels = 0;
    for (size_t i = 0; i < p->n_panels; i++)
        panels += 2 * p->panels[i]->n; /* two series at most */
    struct drawn *d = pool_alloc(&p->pool, (p->n_scores + panels + 1) * sizeof *d);
    for (size_t i = 0; i < p->n_scores; i++)
        if (!detailed || p->scores[i]->detailed)
            d[n++] = (struct drawn){p->scores[i]->name, p->scores[i]->subject.series};
    values_tables(p, p->m, d, n);
    n = 0;
    for (size_t i = 0; i < p->n_panels; i++)
        for (size_t j = 0; j < p->panels[i]->n; j++) {
            const struct panel *panel = &p->panels[i]->at[j];
            d[n++] = (struct drawn){panel->full, panel->series};
            if (panel->out)
                d[n++] = (struct drawn){panel->full_out, panel->out_series};
        }
    values_tables(p, &p->months, d, n);
}
