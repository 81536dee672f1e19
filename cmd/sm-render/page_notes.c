/* What a reader needs to trust the page: checks, definitions in force, how to read it. */
#include <stdlib.h>
#include <string.h>

#include "page.h"

static bool
is_now(const struct page *p, struct period period)
{
    struct period now = model_period(p->m, p->m->now);
    return period.grain == now.grain && period.number == now.number;
}

static void
paragraph(struct page *p, const char *text)
{
    page_block(p, BLOCK_PARAGRAPH)->text = prose_of(&p->pool, text);
}

static void
check_count(struct prose *text, const struct check *c)
{
    struct buf b = {0};
    if (c->count.has)
        number_write_count(&b, c->count);
    if (c->count.has && c->of.has) {
        buf_text(&b, NBSP "of" NBSP);
        number_write_count(&b, c->of);
    }
    prose_buf(text, &b);
    buf_free(&b);
}

/* What asks for something: each with what to do. */
static void
check_row(struct table *t, size_t row, const struct check *c)
{
    struct prose *examples = &page_cell(t, row, 4)->text;
    struct prose *result = &page_cell(t, row, 1)->text;
    prose_add(&page_cell(t, row, 0)->text, RUN_NAME, c->title);
    if (c->status == 'f') {
        result->style = STYLE_ALARM;
        prose_own(result, "\xe2\x9c\x97" NBSP "fail");
    } else {
        prose_own(result, "%s", c->status == 'w' ? "warn" : "n/a");
    }
    check_count(&page_cell(t, row, 2)->text, c);
    prose_add(&page_cell(t, row, 3)->text, RUN_NAME, c->advice);
    for (size_t i = 0; i < c->n_examples; i++) {
        prose_own(examples, "%s", i ? "; " : "");
        prose_add(examples, RUN_DATA, c->examples[i]);
    }
}

static void
checks_table(struct page *p, bool ok)
{
    static const char *const heads[] = {"Check", "Result", "Count", "What to do", "Examples"};
    size_t n = 0;
    for (size_t i = 0; i < p->m->n_checks; i++)
        n += is_now(p, p->m->checks[i].period) && (p->m->checks[i].status == 'o') == ok;
    if (!n)
        return;
    struct table *t = page_table(p, ok ? 3 : 5, n);
    prose_own(&t->caption, ok ? "Checks that are ok" : "Checks of the data that ask for something");
    for (size_t i = 0; i < t->n_columns; i++)
        prose_own(&t->columns[i].head, "%s", heads[i]);
    t->columns[2].kind = AS_NUMBER;
    t->told = !ok;
    for (size_t i = 0, row = 0; i < p->m->n_checks; i++) {
        const struct check *c = &p->m->checks[i];
        if (!is_now(p, c->period) || (c->status == 'o') != ok)
            continue;
        if (ok) {
            prose_add(&page_cell(t, row, 0)->text, RUN_NAME, c->title);
            prose_own(&page_cell(t, row, 1)->text, "ok");
            check_count(&page_cell(t, row, 2)->text, c);
        } else {
            check_row(t, row, c);
        }
        row++;
    }
}

void
page_checks(struct page *p, json_val *section)
{
    size_t blocks = p->n_blocks;
    (void)section;
    checks_table(p, false);
    checks_table(p, true);
    if (p->n_blocks == blocks)
        paragraph(p, "No checks in the input.");
}

/* ---- definitions */

/* An object or array in words: `severity critical, days 7`. */
static void
add_value(struct page *p, struct prose *text, json_val *v, int depth)
{
    struct slice key;
    json_val *member;
    struct json_iter it = json_each(v);
    struct slice scalar = model_json_text(p->m, v);
    if (scalar.p) {
        prose_add(text, json_type(v) == JSON_STRING ? RUN_CODE : RUN_NAME, scalar);
        return;
    }
    if (!json_count(v) || depth > 4) {
        prose_own(text, depth > 4 ? "\xe2\x80\xa6" : "none");
        return;
    }
    for (int i = 0; json_next(&it, &key, &member); i++) {
        prose_own(text, "%s", !i ? "" : depth || json_type(v) == JSON_OBJECT ? ", " : "; ");
        if (key.p) {
            prose_add(text, RUN_NAME, model_keep(p->m, key));
            prose_own(text, ": ");
        }
        bool nested = json_type(member) == JSON_OBJECT && json_type(v) == JSON_OBJECT;
        prose_own(text, "%s", nested ? "(" : "");
        add_value(p, text, member, depth + 1);
        prose_own(text, "%s", nested ? ")" : "");
    }
}

static void
say_dictionary(struct page *p)
{
    json_val *d = json_get(p->m->defined, "dictionary");
    struct slice file = model_keep(p->m, json_type(d) == JSON_STRING ? json_str(d) : json_get_str(d, "file"));
    struct slice hash = model_keep(p->m, json_get_str(d, "hash"));
    struct prose *text = &page_block(p, BLOCK_PARAGRAPH)->text;
    *text = prose_new(&p->pool);
    prose_own(text, "Dictionary ");
    prose_add(text, RUN_CODE, file.n ? file : SLICE("(not named)"));
    if (hash.n) {
        prose_own(text, ", hash ");
        prose_add(text, RUN_CODE, hash);
    }
    prose_own(text, ".");
}

/* `keys` of the section: [key, question] in order; keys of the dictionary that it does not name follow. */
static bool
is_asked(json_val *keys, struct slice key)
{
    json_val *pair, *first;
    struct json_iter it = json_each(keys), in;
    while (json_next(&it, NULL, &pair)) {
        in = json_each(pair);
        if (json_next(&in, NULL, &first) && slice_same(json_str(first), key))
            return true;
    }
    return false;
}

static void
definition_row(struct page *p, struct table *t, size_t row, struct slice question, json_val *value)
{
    prose_add(&page_cell(t, row, 0)->text, RUN_NAME, question);
    add_value(p, &page_cell(t, row, 1)->text, value, 0);
}

void
page_definitions(struct page *p, json_val *section)
{
    json_val *v, *first, *second, *keys = json_get(section, "keys"),
                                  *values = json_get(p->m->defined, "values");
    struct slice key;
    size_t row = 0;
    if (!p->m->defined) {
        paragraph(p, "No definitions in the input.");
        return;
    }
    say_dictionary(p);
    if (!json_count(values) || json_bool(json_get(section, "short")))
        return;
    struct table *t = page_table(p, 2, json_count(values));
    prose_own(&t->caption, "Questions and answers");
    t->told = true;
    prose_own(&t->columns[0].head, "Question");
    prose_own(&t->columns[1].head, "Answer");
    struct json_iter it = json_each(keys);
    while (row < t->n_rows && json_next(&it, NULL, &v)) {
        struct json_iter in = json_each(v);
        if (json_next(&in, NULL, &first) && json_next(&in, NULL, &second) &&
            json_get_slice(values, json_str(first)))
            definition_row(p, t, row++, model_keep(p->m, json_str(second)),
                           json_get_slice(values, json_str(first)));
    }
    it = json_each(values);
    while (row < t->n_rows && json_next(&it, &key, &v))
        if (!is_asked(keys, key))
            definition_row(p, t, row++, page_words(p, model_keep(p->m, key)), v);
    t->n_rows = row;
}

/* SAMM has none. */
static bool
shows_confidence(const struct page *p)
{
    static const char *const kinds[] = {"scorecard", "sentences", "answers", "detail",
                                        "figures",   "breakdown", "ages"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (layout_shows(p->layout, kinds[i]))
            return true;
    return false;
}

/* Only what stands on the page is explained: not every page has confidences, and a first period no changes.
 */
void
page_confidence(struct page *p, json_val *section)
{
    const struct model *m = p->m;
    struct prose *items = pool_alloc(&p->pool, 6 * sizeof *items);
    size_t n = 0;
    (void)section;
    static const char *const words[] = {
        "A: every record behind the number comes from a system, every join was made, and the counts add up.",
        "B: some values were set for single findings, or come from a list that is kept by hand.",
        "C: much of the input was typed by people; read the number as an estimate.",
    };
    for (int i = 0; i < 3 && shows_confidence(p); i++)
        items[n++] = prose_of(&p->pool, words[i]);
    items[n] = prose_new(&p->pool);
    prose_own(&items[n++],
              "n is the number of records behind a value. A ratio or a median of fewer than %g is marked "
              "few; a ratio of "
              "fewer than %g is shown as counts only.",
              m->few, m->none);
    if (page_compares(p)) {
        items[n] = prose_new(&p->pool);
        prose_own(&items[n++],
                  "A change is the difference of the two values shown, against the %s before. About the same "
                  "(\xe2\x89\x88): a "
                  "ratio moved by less than %g points or %g cases, days by less than %g days or %g" NBSP
                  "%%. This is a reading aid, no test of significance.",
                  grain_word(m->first.grain), m->flat_points, m->flat_items, m->flat_days,
                  100 * m->flat_days_share);
    }
    items[n] = prose_new(&p->pool);
    prose_own(&items[n++], "n/a means that there is no value; it never stands for 0.");
    struct block *b = page_block(p, BLOCK_BULLETS);
    b->items = items;
    b->n_items = n;
}
