#include "write.h"

#include <math.h>
#include <stdlib.h>

#include "heading.h"
#include "lists.h"

/* ---- definitions ---- */

/* before: the comma, the name and the colon. */
static inline void
member(struct buf *b, struct slice before, struct slice value)
{
    buf_slice(b, before);
    buf_json_slice(b, value);
}

static inline void
count_member(struct buf *b, struct slice before, uint64_t n)
{
    buf_slice(b, before);
    buf_int(b, (int64_t)n);
}

void
write_definitions(struct buf *b, const struct dictionary *d, const struct metrics *m, const struct period *p)
{
    bool first = true;
    buf_format(b, "{\"kind\":\"definitions\",\"period\":\"%s\",\"as_of\":\"%s\",\"dictionary\":{\"file\":",
               p->name, p->as_of);
    buf_json_slice(b, slice_of(d->file));
    buf_format(b, ",\"hash\":\"%s\"},\"values\":", d->hash);
    buf_slice(b, buf_as_slice(&d->text));
    buf_text(b, ",\"dashboard\":");
    json_write(b, json_get(d->root, "dashboard"));
    buf_text(b, ",\"metrics\":{");
    for (size_t i = 0; i < m->n; i++) {
        const struct metric *x = &m->at[i];
        if (!x->wanted)
            continue;
        if (!first)
            buf_byte(b, ',');
        first = false;
        buf_json_slice(b, x->id);
        buf_text(b, ":{\"title\":");
        buf_json_slice(b, x->title);
        member(b, SLICE(",\"why\":"), x->why);
        member(b, SLICE(",\"caveat\":"), x->caveat);
        member(b, SLICE(",\"owner\":"), x->owner);
        buf_text(b, ",\"audience\":");
        buf_slice(b, x->audience);
        member(b, SLICE(",\"cadence\":"), x->cadence);
        buf_byte(b, '}');
    }
    buf_text(b, "}}");
}

/* ---- metrics ---- */

struct writing { /* of the records of one metric in a period */
    struct stage *s;
    struct results *r;
    const struct shelf *shelf;
    const struct samm *samm;
    size_t metric, period;
    struct buf begin, texts, end; /* what all these records have in common */
    struct buf scratch;
};

static struct slice
unit_of(const struct metric *m)
{
    if (m->unit.p)
        return m->unit;
    return m->aggregate == AGGREGATE_RATIO ? SLICE("ratio") : SLICE("count");
}

static const char *
direction_word(enum direction d)
{
    return d == DIRECTION_LOWER ? "lower" : d == DIRECTION_HIGHER ? "higher" : "none";
}

/* A part of a count has no target of its own, unless the target is nothing at all. */
static bool
target_holds(const struct metric *m, size_t by)
{
    bool share = m->aggregate == AGGREGATE_RATIO || m->quotient || m->aggregate == AGGREGATE_KM_MEDIAN ||
                 m->aggregate == AGGREGATE_RESTRICTED_MEAN || m->aggregate == AGGREGATE_MEAN ||
                 m->aggregate == AGGREGATE_MEDIAN || m->aggregate == AGGREGATE_P90 ||
                 m->aggregate == AGGREGATE_MAX;
    return m->has_target && (by == WHOLE || share || m->target == 0);
}

enum status { STATUS_UNKNOWN, STATUS_MET, STATUS_MISSED };

static enum status
metric_status(const struct metric *m, const struct result *v)
{
    if (!m->has_target || !v->known || m->direction == DIRECTION_NONE)
        return STATUS_UNKNOWN;
    bool met = m->direction == DIRECTION_LOWER ? v->value <= m->target : v->value >= m->target;
    return met ? STATUS_MET : STATUS_MISSED;
}

static void
write_dimensions(struct buf *b, const struct metric *m, size_t by, const struct slice values[2])
{
    buf_text(b, ",\"dimensions\":{");
    for (size_t i = 0; by != WHOLE && i < m->by[by].n; i++) {
        if (i)
            buf_byte(b, ',');
        buf_json_slice(b, m->by[by].keys[i]);
        buf_byte(b, ':');
        buf_json_slice(b, values[i]);
    }
    buf_byte(b, '}');
}

static void
write_value(struct buf *b, const struct metric *m, const struct result *v)
{
    buf_text(b, ",\"value\":");
    if (v->known)
        buf_number(b, v->value);
    else
        buf_text(b, "null");
    member(b, SLICE(",\"unit\":"), unit_of(m));
    if (m->aggregate == AGGREGATE_RATIO || m->quotient) {
        count_member(b, SLICE(",\"numerator\":"), v->numerator);
        count_member(b, SLICE(",\"denominator\":"), v->denominator);
    }
}

static int
by_text(const void *a, const void *b)
{
    const struct noted *x = a, *y = b;
    return slice_compare(x->text, y->text);
}

static struct slice
note_of(struct buf *scratch, const struct results *r, size_t metric, const struct result *v, size_t period)
{
    const struct metric *m = &r->metrics->at[metric];
    scratch->n = 0;
    if (v->why)
        return slice_of(v->why);
    if (!v->known && m->needs.p && v->n)
        return m->needs_note;
    if (!v->known && !results_measured(r, results_kinds(r, metric), period))
        return SLICE("No data: nothing of that kind was read for this period.");
    if (!v->known && m->aggregate == AGGREGATE_KM_MEDIAN && v->n)
        return SLICE("not reached");
    if (!v->known)
        return m->none.p ? m->none : SLICE("There is nothing to compute it from.");
    struct detail *d = v->cell ? v->cell->more : NULL;
    if (!d || !d->n_noted)
        return (struct slice){0};
    qsort(d->noted, d->n_noted, sizeof *d->noted, by_text);
    for (size_t i = 0; i < d->n_noted; i++) {
        buf_text(scratch, i ? ", " : "");
        buf_slice(scratch, d->noted[i].text);
        count_member(scratch, SLICE(": "), d->noted[i].count);
    }
    return buf_as_slice(scratch);
}

static void
write_target(struct buf *b, const struct metric *m, size_t by, const struct result *v)
{
    static const char *const words[] = {"unknown", "met", "missed"};
    bool holds = target_holds(m, by);
    buf_text(b, ",\"direction\":\"");
    buf_text(b, direction_word(m->direction));
    buf_text(b, "\",\"target\":");
    if (holds)
        buf_number(b, m->target);
    else
        buf_text(b, "null");
    buf_text(b, ",\"status\":\"");
    buf_text(b, words[holds ? metric_status(m, v) : STATUS_UNKNOWN]);
    count_member(b, SLICE("\",\"n\":"), v->n);
}

static void
write_beside(struct buf *b, const struct metric *m, const struct result *v)
{
    buf_text(b, ",\"beside\":");
    if (!m->beside.p) {
        buf_text(b, "null");
        return;
    }
    member(b, SLICE("{\"label\":"), m->beside_label);
    count_member(b, SLICE(",\"value\":"), v->beside);
    buf_byte(b, '}');
}

static void
write_confidence(struct buf *b, const struct metric *m, const struct result *v, char confidence)
{
    static const struct slice unreviewed = SLICE_INIT("Hand-entered input was not reviewed.");
    struct buf caveat = {0};
    bool more = confidence == 'C' && v->evidence.unreviewed;
    if (more) {
        buf_slice(&caveat, m->caveat);
        buf_text(&caveat, caveat.n ? " " : "");
        buf_slice(&caveat, unreviewed);
    }
    member(b, SLICE(",\"caveat\":"),
           more          ? buf_as_slice(&caveat)
           : m->caveat.n ? m->caveat
                         : (struct slice){0});
    buf_free(&caveat);
    buf_text(b, ",\"confidence\":\"");
    buf_byte(b, confidence);
    count_member(b, SLICE("\",\"evidence\":{\"system\":"), v->evidence.by[0]);
    count_member(b, SLICE(",\"partial\":"), v->evidence.by[1]);
    count_member(b, SLICE(",\"manual\":"), v->evidence.by[2]);
    buf_byte(b, '}');
}

/* The answers are SAMM's own. */
static void
write_samm(struct buf *b, const struct metric *m, const struct result *v, const struct samm *samm)
{
    const char *answer = !v->known                ? NULL
                         : v->value >= samm->most ? "Yes, for most or all of the applications"
                         : v->value >= samm->half ? "Yes, for at least half of the applications"
                         : v->value > 0           ? "Yes, for some applications"
                                                  : "No";
    if (!m->level)
        return;
    count_member(b, SLICE(",\"level\":"), (uint64_t)m->level);
    member(b, SLICE(",\"criterion\":"), m->criterion);
    member(b, SLICE(",\"answer\":"), slice_of(answer));
    member(b, SLICE(",\"attach\":"), v->known ? (struct slice){0} : m->attach);
}

static void
begin_metric(struct writing *w, size_t metric)
{
    const struct metric *m = &w->r->metrics->at[metric];
    w->metric = metric;
    w->begin.n = w->texts.n = w->end.n = 0;
    heading_write(&w->begin, SLICE("metric"), m->id, m->title, &w->r->periods->at[w->period]);
    member(&w->texts, SLICE(",\"says\":"), m->says);
    member(&w->texts, SLICE(",\"owner\":"), m->owner);
    member(&w->texts, SLICE(",\"why\":"), m->why);
    member(&w->end, SLICE(",\"cadence\":"), m->cadence);
    buf_text(&w->end, ",\"audience\":");
    buf_slice(&w->end, m->audience);
    buf_text(&w->end, ",\"effort_minutes\":");
    buf_number(&w->end, m->effort);
}

static void
write_metric(struct writing *w, size_t by, const struct slice values[2], const struct result *v)
{
    const struct metric *m = &w->r->metrics->at[w->metric];
    struct buf *b = &w->s->out.buf;
    buf_slice(b, buf_as_slice(&w->begin));
    write_value(b, m, v);
    write_dimensions(b, m, by, values);
    write_target(b, m, by, v);
    write_beside(b, m, v);
    member(b, SLICE(",\"note\":"), note_of(&w->scratch, w->r, w->metric, v, w->period));
    buf_slice(b, buf_as_slice(&w->texts));
    write_confidence(b, m, v, results_confidence(w->r, w->metric, v, w->period));
    buf_slice(b, buf_as_slice(&w->end));
    write_samm(b, m, v, w->samm);
    buf_text(b, "}\n");
    stage_wrote(w->s, SLICE("metric"));
}

void
shelf_fill(struct shelf *s, const struct results *r)
{
    const struct metrics *m = r->metrics;
    *s = (struct shelf){xcalloc(m->n, sizeof *s->lists), xcalloc(m->n, sizeof *s->n), m};
    for (size_t i = 0; i < m->n; i++) {
        s->lists[i] = xcalloc(m->at[i].n_by, sizeof **s->lists);
        s->n[i] = xcalloc(m->at[i].n_by, sizeof **s->n);
        for (size_t b = 0; m->at[i].wanted && b < m->at[i].n_by; b++)
            s->lists[i][b] = cells_in_order(r->cells, i, b, &s->n[i][b]);
    }
}

void
shelf_free(struct shelf *s)
{
    for (size_t i = 0; i < s->metrics->n; i++) {
        for (size_t b = 0; b < s->metrics->at[i].n_by; b++)
            free(s->lists[i][b]);
        free(s->lists[i]);
        free(s->n[i]);
    }
    free(s->lists);
    free(s->n);
}

static void
write_whole(struct writing *w)
{
    static const struct slice none[2] = {{0}, {0}};
    struct result v;
    results_get(w->r, w->metric, WHOLE, none, w->period, &v);
    write_metric(w, WHOLE, none, &v);
}

/* Of a breakdown the values that occur in any period; a period in which nothing can be said of one has no
 * record. */
static void
write_breakdown(struct writing *w, size_t by)
{
    for (size_t i = 0; i < w->shelf->n[w->metric][by]; i++) {
        const struct series *x = w->shelf->lists[w->metric][by][i];
        struct result v;
        results_get(w->r, w->metric, by, x->values, w->period, &v);
        if (v.known || v.beside || v.n)
            write_metric(w, by, x->values, &v);
    }
}

void
write_metrics(struct stage *s, struct results *r, const struct shelf *shelf, const struct samm *samm,
              size_t period)
{
    struct writing w = {.s = s, .r = r, .shelf = shelf, .samm = samm, .period = period};
    for (size_t i = 0; i < r->metrics->n; i++) {
        if (!r->metrics->at[i].wanted)
            continue;
        begin_metric(&w, i);
        write_whole(&w);
        for (size_t b = 0; b < r->metrics->at[i].n_by; b++)
            write_breakdown(&w, b);
    }
    buf_free(&w.begin);
    buf_free(&w.texts);
    buf_free(&w.end);
    buf_free(&w.scratch);
}

/* ---- scorecard ---- */

struct card {
    int targets, met, missed, no_value, better, worse, same, met_before;
};

/* Beyond the dictionary's `flat`: is the change one to speak of? */
static bool
moved(const struct metric *m, const struct result *now, const struct result *then, const struct dictionary *d)
{
    double change =
        fabs(now->value - then->value) + 1e-9; /* a bound that is met stays met in binary fractions */
    if (m->aggregate == AGGREGATE_RATIO || m->quotient) {
        double n = (double)(now->n < then->n ? now->n : then->n);
        return change * 100 >= dictionary_number(d, "flat.ratio_points", 2) &&
               change * n >= dictionary_number(d, "flat.ratio_items", 3);
    }
    if (slice_is(m->unit, "days"))
        return change >= dictionary_number(d, "flat.days", 2) &&
               change >= dictionary_number(d, "flat.days_share", 0.1) * fabs(then->value);
    return now->value != then->value;
}

static void
add_to_card(struct card *c, struct results *r, size_t metric, const struct dictionary *d, size_t period,
            bool before)
{
    static const struct slice none[2] = {{0}, {0}};
    const struct metric *m = &r->metrics->at[metric];
    struct result now, then = {0};
    results_get(r, metric, WHOLE, none, period, &now);
    if (before)
        results_get(r, metric, WHOLE, none, period - 1, &then);
    c->targets += m->has_target;
    c->met += metric_status(m, &now) == STATUS_MET;
    c->missed += metric_status(m, &now) == STATUS_MISSED;
    c->met_before += metric_status(m, &then) == STATUS_MET;
    c->no_value += !now.known;
    if (!now.known || !then.known || m->direction == DIRECTION_NONE)
        return;
    bool rose = now.value > then.value;
    if (!moved(m, &now, &then, d))
        c->same++;
    else if (rose == (m->direction == DIRECTION_HIGHER))
        c->better++;
    else
        c->worse++;
}

void
write_scorecard(struct results *r, json_val *dashboard, const struct dictionary *d, size_t period,
                struct lists *l)
{
    struct json_iter it = json_each(dashboard);
    json_val *v;
    struct card c = {0};
    bool before = period > 0;
    while (json_next(&it, NULL, &v)) {
        size_t i = metrics_find(r->metrics, json_str(v));
        if (i != SIZE_MAX && r->metrics->at[i].wanted)
            add_to_card(&c, r, i, d, period, before);
    }
    lists_begin(l);
    cell_text(&l->row, before ? slice_of(r->periods->at[period - 1].name) : (struct slice){0});
    cell_number(&l->row, c.targets);
    cell_number(&l->row, c.met);
    cell_number(&l->row, c.missed);
    cell_number(&l->row, c.no_value);
    int changes[] = {c.better, c.worse, c.same, c.met_before};
    for (int i = 0; i < 4; i++) {
        if (before)
            cell_number(&l->row, changes[i]);
        else
            cell_null(&l->row);
    }
    key_ascending(&l->key, 0);
    lists_end(l, LIST_SCORECARD_TALLY, period);
}
