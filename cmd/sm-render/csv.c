/* CSV: one record one line, `\n`, no BOM. Text that a spreadsheet would run as a formula gets a leading
 * apostrophe; numbers never do. */
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "list_cell.h"
#include "render.h"

static bool
is_formula(struct slice s)
{
    uint32_t c;
    while (s.n && (*s.p == ' ' || *s.p == '\t'))
        s.p++, s.n--;
    if (!clean_code(s, &c))
        return false;
    return c == '=' || c == '+' || c == '-' || c == '@' || c == 0xff1d || c == 0xff0b || c == 0xff0d ||
           c == 0xff20;
}

/* Clean text as a cell: a formula is guarded at the start and after what other spreadsheets take for a
 * separator. */
static void
text_cell(struct buf *b, struct slice s)
{
    bool quoted = memchr(s.p ? s.p : "", ',', s.n) || memchr(s.p ? s.p : "", '"', s.n) ||
                  memchr(s.p ? s.p : "", ';', s.n) || (s.n && (*s.p == ' ' || s.p[s.n - 1] == ' '));
    if (quoted)
        buf_byte(b, '"');
    if (is_formula(s))
        buf_byte(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_byte(b, '"');
        buf_byte(b, s.p[i]);
        if ((s.p[i] == ';' || s.p[i] == '|') && is_formula((struct slice){s.p + i + 1, s.n - i - 1}))
            buf_byte(b, '\'');
    }
    if (quoted)
        buf_byte(b, '"');
}

static void
next_text(struct buf *b, struct slice s)
{
    buf_byte(b, ',');
    text_cell(b, s);
}

static void
next_number(struct buf *b, struct number n)
{
    buf_byte(b, ',');
    if (n.has)
        buf_slice(b, n.text);
}

static void
metric_row(struct buf *b, const struct metric *v)
{
    static const char *const directions[] = {"none", "lower", "higher"}, *const statuses[] = {
                                                                             "unknown", "met", "missed"};
    const struct dimension nothing = {.key = {0}};
    text_cell(b, v->id);
    next_text(b, v->title);
    next_text(b, v->period_text);
    next_text(b, v->as_of);
    for (size_t i = 0; i < 2; i++) {
        const struct dimension *d = i < v->n_dimensions ? &v->dimensions[i] : &nothing;
        next_text(b, d->key);
        next_text(b, d->value);
    }
    next_number(b, v->value);
    next_text(b, v->unit_word);
    next_number(b, v->numerator);
    next_number(b, v->denominator);
    next_number(b, v->n);
    next_text(b, slice_of(directions[v->direction]));
    next_number(b, v->target);
    next_text(b, slice_of(statuses[v->status]));
    next_text(b, (struct slice){&v->confidence, v->confidence != 0});
    for (int i = 0; i < 3; i++)
        next_number(b, v->evidence[i]);
    next_text(b, v->owner);
    next_number(b, v->effort);
    next_text(b, v->why);
    next_text(b, v->caveat);
    buf_byte(b, '\n');
}

void
csv_write_metrics(struct buf *out, struct render *r)
{
    buf_text(out, "id,title,period,as_of,dim1,dim1_value,dim2,dim2_value,value,unit,numerator,denominator,n,"
                  "direction,target,"
                  "status,confidence,evidence_system,evidence_partial,evidence_manual,owner,effort_minutes,"
                  "why,caveat\n");
    for (size_t i = 0; i < r->model.n_metrics; i++) {
        metric_row(out, r->model.metrics[i]);
        output_flow(&r->stage.out);
    }
}

/* ---- one list */

static void
list_value(struct buf *b, struct buf *text, json_val *v)
{
    if (json_type(v) == JSON_NUMBER) {
        buf_slice(b, json_number_text(v));
        return;
    }
    list_cell_text(text, v);
    text_cell(b, buf_as_slice(text));
}

static void
list_row(struct buf *b, struct buf *text, struct json_doc *doc, const struct list *l, struct slice row)
{
    const char *why;
    json_val *v, *tree = json_parse(doc, row.p, row.n, &why);
    struct json_iter it = json_each(tree);
    for (size_t j = 0; j < l->n_columns; j++) {
        if (j)
            buf_byte(b, ',');
        if (json_type(tree) == JSON_OBJECT)
            v = json_get_slice(tree, l->columns[j].name);
        else if (!json_next(&it, NULL, &v))
            v = NULL;
        list_value(b, text, v);
    }
    buf_byte(b, '\n');
}

void
csv_write_list(struct buf *out, struct render *r)
{
    const struct list *l = r->model.lists;
    struct json_doc doc = {0};
    struct buf text = {0};
    for (size_t j = 0; j < l->n_columns; j++) {
        if (j)
            buf_byte(out, ',');
        text_cell(out, l->columns[j].name);
    }
    buf_byte(out, '\n');
    for (size_t i = 0; i < l->n_rows; i++) {
        list_row(out, &text, &doc, l, l->rows[i]);
        output_flow(&r->stage.out);
    }
    json_free(&doc);
    buf_free(&text);
}
