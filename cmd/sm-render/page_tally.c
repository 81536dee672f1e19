/* What the tools read: the account of every stage of the last run, and what the layout did not find. */
#include <stdlib.h>
#include <string.h>

#include "page.h"

#define NOTES_SHOWN 10 /* of one stage */

static void
add_counts(struct page *p, struct prose *text, json_val *v)
{
    struct slice key;
    json_val *count;
    struct json_iter it = json_each(v);
    struct buf b = {0};
    if (json_type(v) == JSON_NUMBER) {
        number_write_count(&b, (struct number){.text = json_number_text(v)});
        prose_buf(text, &b);
    }
    for (int i = 0; json_type(v) == JSON_OBJECT && json_next(&it, &key, &count); i++) {
        if (json_type(count) != JSON_NUMBER)
            continue;
        struct slice digits = json_number_text(count);
        struct number n = {.has = true, .text = digits};
        buf_text(&b, i ? ", " : "");
        number_write_count(&b, n);
        buf_byte(&b, ' ');
        prose_buf(text, &b);
        prose_add(text, RUN_NAME, model_keep(p->m, key));
    }
    buf_free(&b);
}

/* The tallies of the last run: those after the one before that the same stage had ended. A stage that ran
 * several times in it (tables, shards) has several. */
size_t
page_accounts(struct page *p, struct account *at)
{
    struct slice left = buf_as_slice(p->tallies);
    size_t n = 0, from;
    while (left.n) {
        const char *end = memchr(left.p, '\n', left.n), *why;
        struct slice line = {left.p, end ? (size_t)(end - left.p) : left.n};
        left.p += line.n + (end != NULL), left.n -= line.n + (end != NULL);
        struct json_doc doc = {0};
        json_val *tally = json_parse(&doc, line.p, line.n, &why);
        struct slice stage = model_keep(p->m, json_get_str(tally, "stage"));
        if (tally && stage.n) {
            if (n == ACCOUNTS_MAX)
                memmove(at, at + 1, --n * sizeof *at);
            at[n++] = (struct account){stage, line};
        }
        json_free(&doc);
    }
    for (from = n; from && slice_same(at[from - 1].stage, at[n - 1].stage); from--)
        ;
    while (from && !slice_same(at[from - 1].stage, at[n - 1].stage))
        from--;
    memmove(at, at + from, (n - from) * sizeof *at);
    return n - from;
}

static void
say_notes(struct page *p, struct slice stage, json_val *notes)
{
    json_val *v;
    struct json_iter it = json_each(notes);
    size_t n = json_count(notes), shown = n < NOTES_SHOWN ? n : NOTES_SHOWN;
    if (json_type(notes) != JSON_ARRAY || !n)
        return;
    struct block *b = page_block(p, BLOCK_BULLETS);
    b->items = pool_alloc(&p->pool, (shown + 1) * sizeof *b->items);
    while (b->n_items < shown && json_next(&it, NULL, &v)) {
        struct prose *item = &b->items[b->n_items++];
        *item = prose_new(&p->pool);
        prose_add(item, RUN_NAME, stage);
        prose_own(item, ": ");
        prose_add(item, RUN_DATA, model_json_text(p->m, v));
    }
    if (shown < n) {
        b->items[b->n_items] = prose_new(&p->pool);
        prose_add(&b->items[b->n_items], RUN_NAME, stage);
        prose_own(&b->items[b->n_items++], ": %zu more notes", n - shown);
    }
}

static void
say_absent(struct page *p)
{
    if (!p->absent.n)
        return;
    struct prose *text = &page_block(p, BLOCK_PARAGRAPH)->text;
    *text = prose_new(&p->pool);
    text->style = STYLE_MUTED;
    prose_own(text, "This layout asks for more than the input has. Not in the input: ");
    p->absent.n -= 2; /* ", " after each */
    prose_add(text, RUN_NAME, page_text(p, &p->absent));
    prose_own(text, ".");
}

static double
number_at(json_val *tally, const char *path)
{
    double v;
    return json_number(json_path(tally, path), &v) && v > 0 && v < 1e15 ? v : 0;
}

/* "sm-ingest read 2 104 entries and rejected 3." */
static void
say_stage(struct prose *text, struct slice stage, double lines, double entries, double rejected)
{
    struct buf b = {0};
    prose_own(text, "%s", text->n ? " " : "");
    prose_add(text, RUN_NAME, stage);
    prose_own(text, " read ");
    number_write_whole(&b, (int64_t)(entries > 0 ? entries : lines));
    buf_text(&b, entries > 0 ? " entries and rejected " : " lines and rejected ");
    number_write_whole(&b, (int64_t)rejected);
    buf_byte(&b, '.');
    prose_buf(text, &b);
    buf_free(&b);
}

/* Each stage once, with what it read in all. */
static void
say_stages(struct page *p, const struct account *at, size_t n)
{
    struct prose *text = &page_block(p, BLOCK_PARAGRAPH)->text;
    bool said[ACCOUNTS_MAX] = {false};
    *text = prose_new(&p->pool);
    for (size_t i = 0; i < n; i++) {
        double lines = 0, entries = 0, rejected = 0;
        for (size_t k = i; k < n && !said[i]; k++) {
            struct json_doc doc = {0};
            const char *why;
            json_val *tally = json_parse(&doc, at[k].line.p, at[k].line.n, &why);
            if (slice_same(at[k].stage, at[i].stage)) {
                lines += number_at(tally, "read.lines");
                entries += number_at(tally, "read.entries");
                rejected += number_at(tally, "rejected");
                said[k] = k > i;
            }
            json_free(&doc);
        }
        if (!said[i])
            say_stage(text, at[i].stage, lines, entries, rejected);
    }
}

void
page_tally(struct page *p, json_val *section)
{
    static const char *const heads[] = {"Stage", "Read", "Wrote", "Rejected", "Skipped"};
    struct account *lines = pool_alloc(&p->pool, ACCOUNTS_MAX * sizeof *lines);
    size_t n = page_accounts(p, lines);
    if (n && json_bool(json_get(section, "short"))) {
        say_stages(p, lines, n);
    } else if (n) {
        struct table *t = page_table(p, 5, n);
        prose_own(&t->caption, "Each stage's own account of the last run");
        for (size_t i = 0; i < 5; i++)
            prose_own(&t->columns[i].head, "%s", heads[i]);
        t->columns[3].kind = AS_NUMBER;
        for (size_t i = 0; i < n; i++) {
            struct json_doc doc = {0};
            const char *why;
            json_val *tally = json_parse(&doc, lines[i].line.p, lines[i].line.n, &why);
            prose_add(&page_cell(t, i, 0)->text, RUN_NAME, lines[i].stage);
            add_counts(p, &page_cell(t, i, 1)->text, json_get(tally, "read"));
            add_counts(p, &page_cell(t, i, 2)->text, json_get(tally, "wrote"));
            add_counts(p, &page_cell(t, i, 3)->text, json_get(tally, "rejected"));
            add_counts(p, &page_cell(t, i, 4)->text, json_get(tally, "skipped"));
            json_free(&doc);
        }
        for (size_t i = 0; i < n; i++) {
            struct json_doc doc = {0};
            const char *why;
            json_val *tally = json_parse(&doc, lines[i].line.p, lines[i].line.n, &why);
            say_notes(p, lines[i].stage, json_get(tally, "notes"));
            json_free(&doc);
        }
    } else {
        page_block(p, BLOCK_PARAGRAPH)->text = prose_of(&p->pool, "The input holds no tally.");
    }
    say_absent(p);
}
