/* OWASP SAMM, Defect Management, Metrics and Feedback: what the data supports. No average across levels; an
 * answer is supported, a level is not reached: that is for the assessor. */
#include <string.h>

#include "page.h"

/* Steps of SAMM's answer set A. 0: no answer can be shown. */
static int
steps_of(struct slice answer)
{
    static const char *const words[LADDER_STEPS] = {"no", "some", "half", "most"};
    if (slice_is(answer, "No"))
        return 1;
    for (int i = LADDER_STEPS - 1; i > 0; i--)
        for (size_t at = 0; at + strlen(words[i]) <= answer.n; at++)
            if (memcmp(answer.p + at, words[i], strlen(words[i])) == 0)
                return i + 1;
    return 0;
}

static const struct metric *
now_of(const struct page *p, const struct series *s)
{
    return s->n_dimensions ? NULL : s->at[p->m->now];
}

/* The metrics of SAMM in order of level, then as they were read. */
static size_t
collect(const struct page *p, bool criteria, const struct metric **at, size_t max)
{
    size_t n = 0;
    for (int level = 1; level <= 3; level++)
        for (size_t i = 0; i < p->m->n_series && n < max; i++) {
            const struct metric *v = now_of(p, &p->m->series[i]);
            if (v && v->level == level && (v->criterion.n > 0) == criteria)
                at[n++] = v;
        }
    return n;
}

/* "17 of 20 (85 %)", "17 of 20 applications (85 %)" */
static void
share_cell(const struct page *p, struct prose *text, const struct metric *v, const char *noun)
{
    struct buf b = {0};
    if (value_is(v) && v->numerator.has && v->denominator.has && v->denominator.v > 0) {
        number_write_count(&b, v->numerator);
        buf_text(&b, NBSP "of" NBSP);
        number_write_count(&b, v->denominator);
        buf_text(&b, noun);
        if (!value_is_tiny(p->m, v)) {
            buf_text(&b, " (");
            number_write_percent(&b, number_percent(v->numerator.v, v->denominator.v));
            buf_byte(&b, ')');
        }
    } else {
        value_write(&b, p->m, v, true);
    }
    prose_buf(text, &b);
    buf_free(&b);
}

static void
answer_cell(struct cell *cell, const struct metric *v)
{
    cell->steps = value_is(v) ? steps_of(v->answer) : 0;
    if (value_is(v) && v->answer.n)
        prose_add(&cell->text, RUN_NAME, v->answer);
    else
        prose_own(&cell->text, "can't be shown");
}

/* What is missing where nothing can be shown. */
static void
attach_cell(struct prose *text, const struct metric *v)
{
    if (!value_is(v) && v->attach.n) {
        prose_own(text, "attach ");
        prose_add(text, RUN_NAME, v->attach);
    } else if (!value_is(v) && v->note.n) {
        prose_add(text, RUN_NAME, v->note);
    }
}

static void
rows(struct page *p, const struct metric *const *at, size_t n, bool criteria)
{
    static const char *const heads[] = {"Level", "Criterion", "The data supports the answer", "Applications",
                                        "To show it"};
    size_t columns = 4;
    for (size_t i = 0; i < n; i++)
        if (!value_is(at[i]) && (at[i]->attach.n || at[i]->note.n))
            columns = 5;
    struct table *t = page_table(p, columns, n);
    prose_own(&t->caption, criteria ? "Criteria of each level" : "Answers that the data supports, by level");
    for (size_t j = 0; j < columns; j++)
        prose_own(&t->columns[j].head, "%s", j == 1 && !criteria ? "Question" : heads[j]);
    t->columns[2].kind = AS_LADDER;
    for (size_t i = 0; i < n; i++) {
        prose_own(&page_cell(t, i, 0)->text, "level" NBSP "%d", at[i]->level);
        prose_add(&page_cell(t, i, 1)->text, RUN_NAME, criteria ? at[i]->criterion : at[i]->title);
        answer_cell(page_cell(t, i, 2), at[i]);
        share_cell(p, &page_cell(t, i, 3)->text, at[i], "");
        if (columns == 5)
            attach_cell(&page_cell(t, i, 4)->text, at[i]);
    }
}

/* "Level 1: the data supports “Yes, for some applications” (4 of 9)." */
static void
line(struct page *p, const struct metric *const *at, size_t n)
{
    struct block *b = page_block(p, BLOCK_BULLETS);
    b->items = pool_alloc(&p->pool, n * sizeof *b->items);
    b->n_items = n;
    for (size_t i = 0; i < n; i++) {
        struct prose *text = &b->items[i];
        *text = prose_new(&p->pool);
        text->style = STYLE_STRONG;
        prose_own(text, "Level %d", at[i]->level);
        if (!value_is(at[i]) || !at[i]->answer.n) {
            prose_own(text, " can't be shown from the data.");
            continue;
        }
        prose_own(text, ": the data supports the answer \xe2\x80\x9c");
        prose_add(text, RUN_NAME, at[i]->answer);
        prose_own(text, "\xe2\x80\x9d.");
        text->style = STYLE_MUTED;
        prose_own(text, " ");
        share_cell(p, text, at[i], " applications");
        prose_own(text, ".");
    }
}

void
page_samm(struct page *p, json_val *section)
{
    const struct metric *at[64];
    bool criteria = slice_is(json_get_str(section, "show"), "criteria");
    size_t n = collect(p, criteria, at, sizeof at / sizeof *at);
    if (!n)
        page_missing(p, "metrics of", SLICE("SAMM"));
    else if (slice_is(json_get_str(section, "show"), "line"))
        line(p, at, n);
    else
        rows(p, at, n, criteria);
}
