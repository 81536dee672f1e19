/* The first screen and the articles: scores, scorecard, sentences, the data line, detail, flow. */
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "page.h"
#include "says.h"

/* "– – target ≥ 90 % · no value for Feb 2026 · hollow: fewer than 20 · 8 under exception" */
static void
make_key(struct page *p, struct score *s)
{
    const struct model *m = p->m;
    struct buf b = {0};
    bool few = false, by_hand = false, line = m->span >= 3; /* else a bullet, which has no dots */
    s->key = prose_new(&p->pool);
    s->key.style = STYLE_MUTED;
    for (size_t i = 0; i < s->chart.n; i++) {
        few |= s->chart.points[i].has && s->chart.points[i].few;
        by_hand |= s->chart.points[i].has && s->chart.points[i].by_hand;
    }
    if (s->target.n)
        buf_format(&b, "%s target %.*s", line ? "- -" : "|", (int)s->target.n, s->target.p);
    for (size_t i = 0, said = 0; i < s->chart.n; i++) {
        if (s->chart.points[i].has || !s->chart.value.n)
            continue;
        buf_text(&b, said++ ? ", " : b.n ? " \xc2\xb7 no value for " : "no value for ");
        period_short(&b, model_period(m, i));
    }
    if (few && line)
        buf_format(&b, "%shollow dot: fewer than %d", b.n ? " \xc2\xb7 " : "", (int)m->few);
    if (by_hand && line)
        buf_format(&b, "%shollow square: kept by hand", b.n ? " \xc2\xb7 " : "");
    bool more = b.n && s->beside.n;
    prose_buf(&s->key, &b);
    prose_own(&s->key, "%s", more ? " \xc2\xb7 " : "");
    for (size_t i = 0; i < s->beside.n; i++)
        prose_add(&s->key, s->beside.run[i].kind, s->beside.run[i].s);
    buf_free(&b);
}

static void
make_evidence(struct page *p, struct score *s, const struct metric *v)
{
    static const char *const words[] = {"from systems", "partly by hand", "by hand"};
    struct buf b = {0};
    for (int i = 0; v && i < 3; i++) {
        if (!v->evidence[i].has || v->evidence[i].v == 0)
            continue;
        buf_text(&b, b.n ? ", " : "");
        number_write_count(&b, v->evidence[i]);
        buf_format(&b, " %s", words[i]);
    }
    s->evidence = page_text(p, &b);
    buf_free(&b);
}

static void
make_row(struct page *p, struct score *s)
{
    const struct model *m = p->m;
    const struct series *series = s->subject.series;
    const struct metric *v = series->at[m->now], *before = m->now ? series->at[m->now - 1] : NULL;
    struct change c = change_of(m, series);
    struct buf b = {0};
    prose_add(&s->name, RUN_NAME, s->subject.title);
    value_write(&b, m, v, false);
    s->value = page_text(p, &b);
    value_write(&b, m, before, false);
    s->previous = page_text(p, &b);
    change_write(&b, s->last->unit, c);
    s->change = page_text(p, &b);
    s->word = slice_of(change_word(c));
    value_write_target(&b, s->last);
    s->target = page_text(p, &b);
    value_write_n(&b, v);
    s->n = page_text(p, &b);
    if (!p->layout->unnamed)
        s->owner = s->last->owner;
    s->why = s->last->why;
    s->status = v && v->target.has ? v->status : STATUS_UNKNOWN;
    s->few = value_is_few(m, v);
    s->confidence = v ? v->confidence : 0;
    if (v && v->beside.has && v->beside.v != 0) {
        bool under = slice_starts(v->beside_label, "under "), one = v->beside.v == 1;
        buf_text(&b, under ? "+" NBSP : "");
        number_write_count(&b, v->beside);
        buf_text(&b, NBSP);
        prose_buf(&s->beside, &b);
        prose_add(&s->beside, RUN_NAME, one ? says_one_label(&p->pool, v->beside_label) : v->beside_label);
    }
    make_evidence(p, s, v);
    buf_free(&b);
}

struct score *
page_score(struct page *p, struct subject subject)
{
    for (size_t i = 0; i < p->n_scores; i++)
        if (p->scores[i]->subject.series == subject.series)
            return p->scores[i];
    struct score *s = pool_alloc(&p->pool, sizeof *s);
    *s = (struct score){.subject = subject, .last = subject.series->last, .number = p->n_scores};
    s->name = s->beside = s->sentence = prose_new(&p->pool);
    s->beside.style = STYLE_MUTED;
    p->scores = xgrow(p->scores, &p->cap_scores, p->n_scores + 1, sizeof *p->scores);
    p->scores[p->n_scores++] = s;
    make_row(p, s);
    page_chart(p, p->m, &s->chart, subject);
    make_key(p, s);
    sentence_write(&s->sentence, p->m, subject, false);
    return s;
}

void
page_scorecard(struct page *p, json_val *section)
{
    (void)section;
    if (!p->n_card)
        return;
    struct block *b = page_block(p, BLOCK_SCORES);
    b->scores = p->card;
    b->n_scores = p->n_card;
}

/* ---- sentences and the data line */

static const struct check *
next_check(const struct page *p, size_t *at, char status)
{
    struct period now = model_period(p->m, p->m->now);
    while (*at < p->m->n_checks) {
        const struct check *c = &p->m->checks[(*at)++];
        if (c->period.grain == now.grain && c->period.number == now.number &&
            (!status || c->status == status))
            return c;
    }
    return NULL;
}

void
page_sentences(struct page *p, json_val *section)
{
    double given;
    size_t at = 0, max = json_number(json_get(section, "max"), &given) && given >= 1 && given <= 100
                             ? (size_t)given
                             : 5;
    size_t n = 0, *chosen = pool_alloc(&p->pool, (max + 1) * sizeof *chosen);
    struct prose *items = pool_alloc(&p->pool, (max + 2) * sizeof *items);
    struct subject *subjects = pool_alloc(&p->pool, (p->n_card + 1) * sizeof *subjects);
    const struct check *failing = next_check(p, &at, 'f');
    for (size_t i = 0; i < p->n_card; i++)
        subjects[i] = p->card[i]->subject;
    if (failing) {
        items[n] = prose_new(&p->pool);
        sentence_check(&items[n++], failing);
    }
    items[n] = prose_new(&p->pool);
    if (n < max && json_bool(json_get(section, "tally")) && page_tally_sentence(p, &items[n]))
        n++;
    size_t got = sentence_choose(p->m, subjects, p->n_card, max - n, chosen);
    for (size_t i = 0; i < got; i++) { /* "So far in …" once: the others are read under it */
        items[n] = prose_new(&p->pool);
        sentence_write(&items[n++], p->m, subjects[chosen[i]], i == 0);
    }
    if (p->n_card && json_bool(json_get(section, "decide")))
        page_decide(p, &items[n++]);
    if (!n && p->n_card) {
        struct prose *text = &page_block(p, BLOCK_PARAGRAPH)->text;
        *text = prose_new(&p->pool);
        prose_own(
            text,
            "Nothing to say of the %s: no metric of the scorecard has a value that a sentence can rest on.",
            grain_word(p->m->first.grain));
    }
    if (!n)
        return;
    struct block *b = page_block(p, BLOCK_BULLETS);
    b->items = items;
    b->n_items = n;
}

/* Entries that a stage could not use, by stage: "3 entries could not be used (sm-ingest)". */
static void
say_rejected(struct page *p, struct prose *text)
{
    struct account *at = pool_alloc(&p->pool, ACCOUNTS_MAX * sizeof *at);
    size_t n = page_accounts(p, at);
    for (size_t i = 0; i < n; i++) {
        struct json_doc doc = {0};
        const char *why;
        double rejected;
        json_val *tally = json_parse(&doc, at[i].line.p, at[i].line.n, &why);
        if (json_number(json_get(tally, "rejected"), &rejected) && rejected >= 1 && rejected < 1e15) {
            struct buf b = {0};
            number_write_whole(&b, (int64_t)rejected);
            prose_own(text,
                      rejected == 1 ? "; %s entry could not be used (" : "; %s entries could not be used (",
                      buf_string(&b));
            prose_add(text, RUN_NAME, at[i].stage);
            prose_own(text, ")");
            buf_free(&b);
        }
        json_free(&doc);
    }
}

void
page_data(struct page *p, json_val *section)
{
    struct block *b = page_block(p, BLOCK_PARAGRAPH);
    struct prose text = prose_new(&p->pool);
    size_t at = 0, ok = 0, warn = 0, fail = 0;
    const struct check *c;
    (void)section;
    while ((c = next_check(p, &at, 0)))
        c->status == 'f' ? fail++ : c->status == 'w' ? warn++ : ok++;
    text.style = STYLE_MUTED;
    if (ok + warn + fail)
        prose_own(&text, "Data: %zu %s ok, %zu warn, %zu fail", ok, ok == 1 ? "check" : "checks", warn, fail);
    else
        prose_own(&text, "Data: no checks in the input");
    say_rejected(p, &text);
    if (ok + warn + fail && layout_shows(p->layout, "checks")) {
        prose_own(&text, " \xe2\x86\x92" NBSP);
        prose_link(&text, SLICE("checks"), "Checks");
    }
    b->text = text;
    b->is_data = true;
}

/* ---- detail and flow */

/* The security team is told on the page, others by a note that --strict fails on. */
static void
why_not_stated(struct page *p, struct score *s)
{
    if (slice_ends(slice_of(p->layout->name), "-security"))
        s->why = SLICE("not stated.");
    else
        stage_unknown(p->stage, "metric %.*s: its file does not say why it is measured", (int)s->last->id.n,
                      s->last->id.p);
}

/* `only`: "missed"; `first`: that many articles, and how many more there would be. */
void
page_detail(struct page *p, json_val *section)
{
    size_t n, shown = 0, more = 0;
    double first = 0;
    struct subject *s = page_subjects(p, section, &n);
    bool missed = slice_is(json_get_str(section, "only"), "missed"),
         capped = json_number(json_get(section, "first"), &first) && first >= 1;
    for (size_t i = 0; i < n; i++) {
        struct score *score = page_score(p, s[i]);
        if (missed && score->status != STATUS_MISSED)
            continue;
        if (capped && (double)shown >= first) {
            more++;
            continue;
        }
        shown++;
        score->detailed = true;
        if (!score->why.n)
            why_not_stated(p, score);
        struct block *b = page_block(p, BLOCK_DETAIL);
        b->scores = pool_alloc(&p->pool, sizeof *b->scores);
        *b->scores = score;
        b->n_scores = 1;
    }
    if (!more)
        return;
    struct prose *text = &page_block(p, BLOCK_PARAGRAPH)->text;
    *text = prose_new(&p->pool);
    prose_own(text, missed ? "%zu more missed %s in the scorecard." : "%zu more %s in the scorecard.", more,
              missed      ? more == 1 ? "target is" : "targets are"
              : more == 1 ? "metric is"
                          : "metrics are");
}

static void
set_net(struct page *p, struct flow *f, const struct series *net)
{
    struct buf b = {0};
    for (size_t i = 0; i < f->n; i++) {
        const struct metric *v = net ? net->at[i] : NULL;
        if (value_is(v)) {
            double shown = value_shown(v);
            buf_text(&b, shown > 0 ? "+" : "");
            number_write_rounded(&b, shown);
        }
        f->net[i] = page_text(p, &b);
    }
    buf_free(&b);
}

/* "■ New findings · □ Closed findings", and what a medium may add. */
static void
make_flow_key(struct flow *f, const struct subject *s, const struct subject *net, const struct subject *again)
{
    f->key.style = STYLE_MUTED;
    prose_own(&f->key, "\xe2\x96\xa0" NBSP);
    prose_add(&f->key, RUN_NAME, s[0].title);
    prose_own(&f->key, " \xc2\xb7 \xe2\x96\xa1" NBSP);
    prose_add(&f->key, RUN_NAME, s[1].title);
    f->again_key = f->net_key = (struct prose){.pool = f->key.pool};
    if (again)
        prose_add(&f->again_key, RUN_NAME, again->title);
    if (net)
        prose_add(&f->net_key, RUN_NAME, net->title);
}

static void
describe_flow(struct buf *b, struct page *p, struct subject s)
{
    struct score *score = page_score(p, s);
    buf_format(b, "%.*s: %.*s. ", (int)s.title.n, s.title.p, (int)score->chart.brief.n, score->chart.brief.p);
}

static const struct subject *
subject_of(const struct subject *s, size_t n, struct slice id)
{
    for (size_t i = 0; i < n; i++)
        if (slice_same(s[i].series->id, id))
            return &s[i];
    return NULL;
}

/* `metrics`: new, closed and, when there are, net and reopened. */
void
page_flow(struct page *p, json_val *section)
{
    size_t n, named = 0;
    struct subject *s = page_subjects(p, section, &n);
    const struct subject *of[4] = {NULL};
    json_val *v;
    struct json_iter it = json_each(json_get(section, "metrics"));
    for (; named < 4 && json_next(&it, NULL, &v); named++)
        of[named] = subject_of(s, n, json_str(v));
    if (!of[0] || !of[1])
        return; /* one of the two is not in the input: said by page_subjects */
    const struct subject pair[2] = {*of[0], *of[1]};
    struct flow *f = pool_alloc(&p->pool, sizeof *f);
    struct buf b = {0};
    *f = (struct flow){.n = p->m->span, .key = prose_new(&p->pool)};
    page_points(p->m, pair[0].series, f->added);
    page_points(p->m, pair[1].series, f->closed);
    if (of[3])
        page_points(p->m, of[3]->series, f->again);
    set_net(p, f, of[2] ? of[2]->series : NULL);
    page_ticks(p, p->m, f->ticks);
    buf_format(&b, "%.*s and %.*s", (int)pair[0].title.n, pair[0].title.p, (int)pair[1].title.n,
               pair[1].title.p);
    f->title = page_text(p, &b);
    for (size_t i = 0; i < 4; i++)
        if (of[i])
            describe_flow(&b, p, *of[i]);
    buf_text(&b, "Values in the table Values by period.");
    f->desc = page_text(p, &b);
    make_flow_key(f, pair, of[2], of[3]);
    page_block(p, BLOCK_FLOW)->flow = f;
    buf_free(&b);
}
