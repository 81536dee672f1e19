/* How a quarter and a year open: the tally of the scorecard, and the four answers for stakeholders (what got
 * safer, what is still exposed, what was gained, what is to decide). */
#include "page.h"

#define ANSWERS_EACH 2 /* sentences of one answer */

/* A number of the only row of a list. */
static bool
row_number(const struct list *l, struct slice column, double *out)
{
    struct json_doc doc = {0};
    const char *why;
    json_val *v, *row = l->n_rows ? json_parse(&doc, l->rows[0].p, l->rows[0].n, &why) : NULL, *found = NULL;
    struct json_iter it = json_each(row);
    for (size_t j = 0; j < l->n_columns; j++) {
        v = NULL;
        if (json_type(row) == JSON_OBJECT)
            v = json_get_slice(row, l->columns[j].name);
        else if (!json_next(&it, NULL, &v))
            break;
        if (slice_same(l->columns[j].name, column))
            found = v;
    }
    bool got = json_number(found, out) && *out >= 0 && *out < 1e6;
    json_free(&doc);
    return got;
}

/* "Of the 9 metrics with a target that the monthly report leads with, 6 are met, 5 in Q3. 4 are better, 3 are
 * worse, 2 about the same." Which metrics is said, as the page's own scorecard may have others. */
bool
page_tally_sentence(struct page *p, struct prose *text)
{
    const struct list *l = model_list(p->m, SLICE("scorecard_tally"));
    double targets, met, before, better, worse, same;
    bool changes = page_compares(p);
    struct buf b = {0};
    if (!l || !row_number(l, SLICE("targets"), &targets) || !row_number(l, SLICE("met"), &met) ||
        targets == 0)
        return false;
    text->style = STYLE_STRONG;
    prose_own(text, "Of the %g %s with a target that the monthly report leads with, ", targets,
              targets == 1 ? "metric" : "metrics");
    if (met == 0)
        prose_own(text, "none is met");
    else
        prose_own(text, "%g %s met", met, met == 1 ? "is" : "are");
    if (changes && row_number(l, SLICE("met_before"), &before)) {
        period_said(&b, model_period(p->m, p->m->now - 1));
        if (before == 0)
            prose_own(text, ", none in %s", buf_string(&b));
        else
            prose_own(text, ", %g in %s", before, buf_string(&b));
    }
    prose_own(text, ".");
    text->style = STYLE_PLAIN;
    if (changes && row_number(l, SLICE("better"), &better) && row_number(l, SLICE("worse"), &worse) &&
        row_number(l, SLICE("same"), &same))
        prose_own(text, " %g %s better, %g %s worse, %g about the same.", better, better == 1 ? "is" : "are",
                  worse, worse == 1 ? "is" : "are", same);
    buf_free(&b);
    return true;
}

enum answer { SAFER, EXPOSED, GAINED };

static bool
answers(const struct page *p, const struct score *s, enum answer which)
{
    const struct metric *before = p->m->now ? s->subject.series->at[p->m->now - 1] : NULL;
    struct change c = change_of(p->m, s->subject.series);
    if (!s->value.n || !value_is(s->subject.series->at[p->m->now]))
        return false;
    if (which == EXPOSED)
        return s->status == STATUS_MISSED;
    if (c.kind == CHANGE_HIDDEN)
        return false;
    bool newly = s->status == STATUS_MET && before && before->status == STATUS_MISSED;
    return which == GAINED ? newly : c.better > 0 && !newly && s->status != STATUS_MISSED;
}

static void
append(struct prose *to, const struct prose *from)
{
    for (size_t i = 0; i < from->n; i++) {
        to->style = STYLE_PLAIN;
        if (from->run[i].style & STYLE_MUTED)
            to->style = STYLE_MUTED;
        prose_add(to, from->run[i].kind, from->run[i].s);
    }
    to->style = STYLE_PLAIN;
}

static void
say(struct page *p, struct prose *text, enum answer which)
{
    static const char *const words[] = {
        "Safer:", "Still exposed:", "Gained:"}; /* better, missed, newly met */
    static const char *const nothing[] = {" nothing moved for the better that is not named below.",
                                          " no target is missed.",
                                          " no target is met that was missed before."};
    size_t n = 0;
    *text = prose_new(&p->pool);
    text->style = STYLE_STRONG;
    prose_own(text, "%s", words[which]);
    text->style = STYLE_PLAIN;
    for (size_t i = 0; i < p->n_card && n < ANSWERS_EACH; i++) {
        if (!answers(p, p->card[i], which))
            continue;
        prose_own(text, " ");
        struct prose sentence = prose_new(&p->pool);
        sentence_write(&sentence, p->m, p->card[i]->subject, false);
        append(text, &sentence);
        n++;
    }
    if (!n)
        prose_own(text, "%s", nothing[which]);
}

/* In place of what got safer and what was gained, where nothing compares. */
static void
say_uncompared(struct page *p, struct prose *text)
{
    *text = prose_new(&p->pool);
    text->style = STYLE_STRONG;
    prose_own(text, "Safer, gained:");
    text->style = STYLE_PLAIN;
    prose_own(text,
              p->m->now ? " changes are shown when the %s is over."
                        : " there is no earlier %s to compare with.",
              grain_word(p->m->first.grain));
}

void
page_decide(struct page *p, struct prose *text)
{
    const struct list *l = model_list(p->m, SLICE("actions"));
    size_t n = 0;
    *text = prose_new(&p->pool);
    text->style = STYLE_STRONG;
    prose_own(text, "To decide:");
    text->style = STYLE_PLAIN;
    for (size_t i = 0; i < p->n_card; i++) {
        if (p->card[i]->status != STATUS_MISSED)
            continue;
        prose_own(text, n++ ? "; " : " what to do about each missed target (");
        prose_add(text, RUN_NAME, p->card[i]->subject.title);
    }
    prose_own(text, n ? ")." : " nothing that a missed target asks for.");
    if (!l || !l->total.has || l->total.v == 0)
        prose_own(text, " No decision of the %s is on record.", grain_word(p->m->first.grain));
    else
        prose_own(text,
                  l->total.v == 1 ? " %g decision of the %s is on record."
                                  : " %g decisions of the %s are on record.",
                  l->total.v, grain_word(p->m->first.grain));
}

void
page_answers(struct page *p, json_val *section)
{
    struct block *b = page_block(p, BLOCK_BULLETS);
    (void)section;
    b->items = pool_alloc(&p->pool, 5 * sizeof *b->items);
    b->items[0] = prose_new(&p->pool);
    b->n_items = page_tally_sentence(p, &b->items[0]);
    for (enum answer a = SAFER; a <= GAINED; a++)
        if (a == EXPOSED || page_compares(p))
            say(p, &b->items[b->n_items++], a);
    if (!page_compares(p))
        say_uncompared(p, &b->items[b->n_items++]);
    page_decide(p, &b->items[b->n_items++]);
}
