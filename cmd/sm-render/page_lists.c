/* The lists behind the numbers, and the values by period. */
#include <stdlib.h>
#include <string.h>

#include "page.h"

#define VALUES_ACROSS 6 /* metrics of one table of values: as many as a printed page holds */

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

static void
list_cell(struct page *p, struct prose *text, json_val *v, enum column_type type)
{
    struct buf b = {0};
    json_val *element;
    struct json_iter it = json_each(v);
    if (json_type(v) == JSON_NUMBER && type != COLUMN_ID) {
        struct slice digits = json_number_text(v);
        struct number n = {.has = true, .v = strtod(model_keep(p->m, digits).p, NULL), .text = digits};
        if (memchr(digits.p, '.', digits.n) || memchr(digits.p, 'e', digits.n) ||
            memchr(digits.p, 'E', digits.n))
            buf_slice(&b, digits);
        else
            number_write_count(&b, n);
        prose_buf(text, &b);
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

static void
list_row(struct page *p, struct table *t, size_t row, const struct list *l)
{
    struct json_doc doc = {0};
    const char *why;
    json_val *v, *text = json_parse(&doc, l->rows[row].p, l->rows[row].n, &why);
    struct json_iter it = json_each(text);
    for (size_t j = 0; j < l->n_columns; j++) {
        if (json_type(text) == JSON_OBJECT)
            v = json_get_slice(text, l->columns[j].name);
        else if (!json_next(&it, NULL, &v))
            break;
        list_cell(p, &page_cell(t, row, j)->text, v, l->columns[j].type);
    }
    if (!page_cell(t, row, 0)->text.n) /* a row needs a name */
        prose_own(&page_cell(t, row, 0)->text, "(none)");
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
    struct table *t = page_table(p, l->n_columns, n);
    t->clip = true;
    list_caption(t, l, n);
    for (size_t j = 0; j < l->n_columns; j++) {
        prose_add(&t->columns[j].head, RUN_NAME, page_words(p, l->columns[j].name));
        t->columns[j].kind = kinds[l->columns[j].type];
    }
    for (size_t i = 0; i < n; i++)
        list_row(p, t, i, l);
}

/* ---- values by period: every number a chart draws */

void
page_values(struct page *p, json_val *section)
{
    const struct model *m = p->m;
    struct buf b = {0};
    bool detailed = slice_is(json_get_str(section, "only"), "detailed");
    struct score **scores = pool_alloc(&p->pool, (p->n_scores + 1) * sizeof *scores);
    size_t n = 0, tables;
    for (size_t i = 0; i < p->n_scores; i++)
        if (!detailed || p->scores[i]->detailed)
            scores[n++] = p->scores[i];
    tables = (n + VALUES_ACROSS - 1) / VALUES_ACROSS;
    for (size_t k = 0; k < tables; k++) {
        size_t from = k * n / tables, to = (k + 1) * n / tables;
        struct table *t = page_table(p, to - from + 1, m->span);
        prose_own(&t->caption, tables > 1 ? "Values by %s (%zu of %zu)" : "Values by %s",
                  grain_word(m->first.grain), k + 1, tables);
        prose_own(&t->columns[0].head, "Period");
        for (size_t j = from; j < to; j++) {
            t->columns[j - from + 1].kind = AS_NUMBER;
            prose_add(&t->columns[j - from + 1].head, RUN_NAME, scores[j]->subject.title);
        }
        for (size_t i = 0; i < m->span; i++) {
            period_short(&b, model_period(m, i));
            prose_buf(&page_cell(t, i, 0)->text, &b);
            for (size_t j = from; j < to; j++) {
                value_write(&b, m, scores[j]->subject.series->at[i], true);
                prose_buf(&page_cell(t, i, j - from + 1)->text, &b);
            }
        }
    }
    buf_free(&b);
}
