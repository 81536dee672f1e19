/* The sheets of a workbook (report.md 7): Read me, Scorecard, Trend, Metrics, one for each list, Checks,
 * Definitions. Numbers and dates are what they are; what is not known is an empty cell, and a word says so.
 * A layout shows what it names: with "sheets": "all" the workbook holds every list and breakdown of the
 * input. */
#include <stdlib.h>
#include <string.h>

#include "book.h"
#include "date.h"
#include "list_cell.h"
#include "render.h"

#define MADE_WITHOUT_DATE 315532800 /* 1980-01-01, where no record says when */
#define EXCEL_MAX 9.99e307          /* its largest number; beyond it is text */

static const char *const directions[] = {"none", "lower", "higher"}, *const statuses[] = {"unknown", "met",
                                                                                          "missed"};

static bool
shows_all(const struct render *r)
{
    return slice_is(json_get_str(r->layout.root, "sheets"), "all");
}

/* Does the layout have a section of this kind, and (where id is given) of this list. */
static bool
wants_sheet(const struct render *r, const char *kind, struct slice id)
{
    json_val *section;
    struct json_iter it = json_each(r->layout.sections);
    while (json_next(&it, NULL, &section))
        if (slice_is(json_get_str(section, "kind"), kind) &&
            (!id.p || slice_same(json_get_str(section, "list"), id)))
            return true;
    return shows_all(r);
}

static bool
is_whole(double v)
{
    return v > -1e15 && v < 1e15 && v == (double)(int64_t)v;
}

static void
text(struct book *w, struct slice s)
{
    book_text(w, s, CELL_TEXT);
}

static void
number(struct book *w, struct number n, enum unit unit)
{
    static const enum cell_style styles[] = {
        [UNIT_COUNT] = CELL_COUNT, [UNIT_RATIO] = CELL_SHARE, [UNIT_DAYS] = CELL_DAYS};
    if (!n.has || n.v > EXCEL_MAX || n.v < -EXCEL_MAX)
        text(w, n.has ? n.text : (struct slice){0});
    else if (unit == UNIT_COUNT && !is_whole(n.v))
        book_number(w, n.v, CELL_EXACT);
    else
        book_number(w, n.v, styles[unit]);
}

/* A day or an instant as a date, other text as it is. */
static void
when(struct book *w, struct slice s)
{
    int64_t t = s.p ? date_parse(s) : DATE_NONE;
    if (book_has_time(t))
        book_time(w, t);
    else
        text(w, s);
}

/* The header of a sheet: names with `|` between; a column's width is that of its name, or as given:
 * `Name:30`. */
static size_t
heads(struct book *w, const char *names)
{
    size_t n = 0;
    for (const char *p = names; *p; n++) {
        size_t len = strcspn(p, "|:");
        double width = p[len] == ':' ? strtod(p + len + 1, NULL) : (double)len + 5;
        book_head(w, (struct slice){p, len}, width);
        p += strcspn(p, "|");
        p += *p == '|';
    }
    return n;
}

static void
prose_cell(struct book *w, struct buf *b, const struct prose *p)
{
    b->n = 0;
    for (size_t i = 0; i < p->n; i++)
        buf_slice(b, p->run[i].s);
    book_text(w, buf_as_slice(b), CELL_PROSE);
    book_row(w);
}

/* ---- Read me: what the page says before its scorecard */

static void
write_read_me(struct book *w, struct render *r)
{
    static const char *const legend[] = {
        "Scorecard: the metrics that this report leads with, now and in the period before.",
        "Trend: each metric by period.",
        "Metrics: every value; ratios from 0 to 1, ages in days. An empty value means that there is none.",
        "One sheet for each list behind the numbers.",
        "Checks: what is doubtful in the data. Definitions: what the words mean.",
    };
    const struct page *p = &r->page;
    struct buf b = {0};
    book_sheet(w, SLICE("Read me"));
    book_head(w, p->title, 110);
    book_row(w);
    prose_cell(w, &b, &p->subtitle);
    for (size_t i = 0; i < p->n_blocks && p->blocks[i].kind != BLOCK_SCORES; i++) {
        const struct block *block = &p->blocks[i];
        if (block->kind == BLOCK_SECTION || block->kind == BLOCK_PARAGRAPH)
            prose_cell(w, &b, &block->text);
        for (size_t j = 0; block->kind == BLOCK_BULLETS && j < block->n_items; j++)
            prose_cell(w, &b, &block->items[j]);
    }
    for (size_t i = 0; i < sizeof legend / sizeof *legend; i++) {
        book_text(w, slice_of(legend[i]), CELL_PROSE);
        book_row(w);
    }
    buf_free(&b);
}

/* ---- metrics */

static void
scorecard_row(struct book *w, const struct model *m, const struct score *s)
{
    const struct series *series = s->subject.series;
    const struct metric *now = series->at[m->now], *before = m->now ? series->at[m->now - 1] : NULL;
    const struct metric *v = now ? now : series->last;
    struct number none = {0}, change = {0};
    if (now && before && now->value.has && before->value.has)
        change = (struct number){.has = true, .v = now->value.v - before->value.v};
    text(w, s->subject.title);
    number(w, now ? now->value : none, v->unit);
    text(w, v->unit_word);
    number(w, before ? before->value : none, v->unit);
    number(w, change, v->unit);
    text(w, s->word);
    number(w, v->target, v->unit);
    text(w, now && now->value.has ? slice_of(statuses[now->status]) : SLICE("no data"));
    number(w, now ? now->n : none, UNIT_COUNT);
    text(w, (struct slice){&v->confidence, v->confidence != 0});
    text(w, v->owner);
    book_row(w);
}

static void
write_scorecard(struct book *w, struct render *r)
{
    book_sheet(w, SLICE("Scorecard"));
    size_t n =
        heads(w, "Metric:48|Value|Unit:12|Previous|Change|Change is:11|Target|Status|n|Confidence|Owner:24");
    book_row(w);
    for (size_t i = 0; i < r->page.n_card; i++)
        scorecard_row(w, &r->model, r->page.card[i]);
    book_table(w, n);
}

static void
trend_row(struct book *w, const struct model *m, struct slice title, const struct series *s)
{
    text(w, title);
    text(w, s->last->unit_word);
    for (size_t i = 0; i < m->span; i++)
        number(w, s->at[i] ? s->at[i]->value : (struct number){0}, s->last->unit);
    book_row(w);
}

/* Every metric as a whole, and the cells that the page shows. */
static void
write_trend(struct book *w, struct render *r)
{
    const struct model *m = &r->model;
    struct buf b = {0};
    book_sheet(w, SLICE("Trend"));
    heads(w, "Metric:48|Unit:12");
    for (size_t i = 0; i < m->span; i++) {
        b.n = 0;
        period_write(&b, model_period(m, i));
        book_head(w, buf_as_slice(&b), 10);
    }
    book_row(w);
    for (size_t i = 0; i < m->n_series; i++)
        if (!m->series[i].n_dimensions && m->series[i].last)
            trend_row(w, m, m->series[i].last->title, &m->series[i]);
    for (size_t i = 0; i < r->page.n_scores; i++)
        if (r->page.scores[i]->subject.series->n_dimensions)
            trend_row(w, m, r->page.scores[i]->subject.title, r->page.scores[i]->subject.series);
    book_table(w, m->span + 2);
    buf_free(&b);
}

static void
metric_row(struct book *w, const struct metric *v)
{
    const struct dimension nothing = {.key = {0}};
    text(w, v->id);
    text(w, v->title);
    text(w, v->period_text);
    when(w, v->as_of);
    for (size_t i = 0; i < 2; i++) {
        const struct dimension *d = i < v->n_dimensions ? &v->dimensions[i] : &nothing;
        text(w, d->key);
        text(w, d->value);
    }
    number(w, v->value, v->unit);
    text(w, v->unit_word);
    number(w, v->numerator, UNIT_COUNT);
    number(w, v->denominator, UNIT_COUNT);
    number(w, v->n, UNIT_COUNT);
    text(w, slice_of(directions[v->direction]));
    number(w, v->target, v->unit);
    text(w, v->value.has ? slice_of(statuses[v->status]) : SLICE("no data"));
    text(w, (struct slice){&v->confidence, v->confidence != 0});
    for (int i = 0; i < 3; i++)
        number(w, v->evidence[i], UNIT_COUNT);
    text(w, v->owner);
    number(w, v->effort, UNIT_COUNT);
    text(w, v->why);
    text(w, v->caveat);
    book_row(w);
}

static void
write_metrics(struct book *w, struct render *r)
{
    book_sheet(w, SLICE("Metrics"));
    size_t n =
        heads(w, "id:34|title:40|period:10|as_of:12|dim1:12|dim1_value:24|dim2:12|dim2_value:24|value:10|"
                 "unit:12|numerator|denominator|n|direction|target|status|confidence|evidence_system|"
                 "evidence_partial|evidence_manual|owner:24|effort_minutes|why:40|caveat:40");
    book_row(w);
    for (size_t i = 0; i < r->model.n_metrics && !book_full(w); i++) {
        const struct metric *v = r->model.metrics[i];
        bool shown = true;
        for (size_t j = 0; j < v->n_dimensions && !shows_all(r); j++)
            shown = shown && openmetrics_may_label(&r->layout, v->dimensions[j].key);
        if (shown)
            metric_row(w, v);
    }
    book_table(w, n);
}

/* ---- lists */

static void
list_cell(struct book *w, struct buf *b, json_val *v, enum column_type type)
{
    double n;
    if (json_type(v) == JSON_NUMBER && type != COLUMN_ID && json_number(v, &n) && n > -EXCEL_MAX &&
        n < EXCEL_MAX) {
        book_number(w, n, is_whole(n) ? CELL_COUNT : CELL_EXACT);
        return;
    }
    list_cell_text(b, v);
    if (type == COLUMN_DATE)
        when(w, buf_as_slice(b));
    else
        text(w, buf_as_slice(b));
}

static void
list_row(struct book *w, struct buf *b, struct json_doc *doc, const struct list *l, struct slice row)
{
    const char *why;
    json_val *v, *tree = json_parse(doc, row.p, row.n, &why);
    struct json_iter it = json_each(tree);
    for (size_t j = 0; j < l->n_columns; j++) {
        if (json_type(tree) == JSON_OBJECT)
            v = json_get_slice(tree, l->columns[j].name);
        else if (!json_next(&it, NULL, &v))
            v = NULL;
        list_cell(w, b, v, l->columns[j].type);
    }
    book_row(w);
}

static void
write_list(struct book *w, struct render *r, const struct list *l)
{
    static const double widths[] = {
        [COLUMN_TEXT] = 28, [COLUMN_NUMBER] = 12, [COLUMN_DATE] = 12, [COLUMN_ID] = 34};
    struct json_doc doc = {0};
    struct buf b = {0};
    book_sheet(w, page_words(&r->page, l->id));
    for (size_t j = 0; j < l->n_columns; j++)
        book_head(w, page_words(&r->page, l->columns[j].name), widths[l->columns[j].type]);
    book_row(w);
    for (size_t i = 0; i < l->n_rows && !book_full(w); i++)
        list_row(w, &b, &doc, l, l->rows[i]);
    book_table(w, l->n_columns);
    json_free(&doc);
    buf_free(&b);
}

/* ---- checks and definitions */

static void
write_checks(struct book *w, struct render *r)
{
    const struct model *m = &r->model;
    bool examples = wants_sheet(r, "checks", (struct slice){0});
    book_sheet(w, SLICE("Checks"));
    size_t n = heads(w, examples ? "Check:34|Title:50|Period|Status|Count|Of|Advice:60|Examples:60"
                                 : "Check:34|Title:50|Period|Status|Count|Of|Advice:60");
    struct buf b = {0};
    book_row(w);
    for (size_t i = 0; i < m->n_checks; i++) {
        const struct check *c = &m->checks[i];
        text(w, c->id);
        text(w, c->title);
        text(w, c->period_text);
        text(w, slice_of(c->status == 'o' ? "ok" : c->status == 'w' ? "warn" : c->status ? "fail" : NULL));
        number(w, c->count, UNIT_COUNT);
        number(w, c->of, UNIT_COUNT);
        text(w, c->advice);
        b.n = 0;
        for (size_t j = 0; examples && j < c->n_examples; j++) {
            buf_text(&b, j ? "; " : "");
            buf_slice(&b, c->examples[j]);
        }
        text(w, buf_as_slice(&b));
        book_row(w);
    }
    book_table(w, n);
    buf_free(&b);
}

static void
define(struct book *w, struct buf *b, struct slice about, struct slice name, json_val *v)
{
    b->n = 0;
    list_cell_text(b, v);
    text(w, about);
    text(w, name);
    text(w, buf_as_slice(b));
    book_row(w);
}

static void
write_definitions(struct book *w, struct render *r)
{
    static const char *const said[] = {"title", "why", "caveat", "owner"};
    json_val *v, *defined = r->model.defined;
    struct slice key;
    struct buf b = {0};
    struct json_iter values = json_each(json_get(defined, "values")),
                     metrics = json_each(json_get(defined, "metrics")),
                     file = json_each(json_get(defined, "dictionary"));
    book_sheet(w, SLICE("Definitions"));
    size_t n = heads(w, "About:34|What:28|Definition:110");
    book_row(w);
    while (json_next(&file, &key, &v))
        define(w, &b, SLICE("dictionary"), model_keep(&r->model, key), v);
    while (json_next(&values, &key, &v))
        define(w, &b, SLICE("dictionary"), model_keep(&r->model, key), v);
    while (json_next(&metrics, &key, &v))
        for (size_t i = 0; i < sizeof said / sizeof *said; i++)
            if (json_get(v, said[i]))
                define(w, &b, model_keep(&r->model, key), slice_of(said[i]), json_get(v, said[i]));
    book_table(w, n);
    buf_free(&b);
}

void
xlsx_write(struct buf *out, struct render *r)
{
    const struct model *m = &r->model;
    int64_t made = m->as_of.p ? date_parse(m->as_of) : DATE_NONE;
    struct book *w = book_open(r->page.title, book_has_time(made) ? made : MADE_WITHOUT_DATE);
    (void)out;
    write_read_me(w, r);
    write_scorecard(w, r);
    write_trend(w, r);
    write_metrics(w, r);
    for (size_t i = 0; i < m->n_lists; i++)
        if (m->lists[i].columns && wants_sheet(r, "list", m->lists[i].id))
            write_list(w, r, &m->lists[i]);
    write_checks(w, r);
    write_definitions(w, r);
    if (book_cut(w))
        stage_note(&r->stage, "texts cut, as a cell holds %d characters: %zu", BOOK_TEXT_MAX, book_cut(w));
    book_close(w, &r->stage.out);
}
