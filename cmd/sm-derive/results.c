#include "results.h"

#include <stdlib.h>

#include "mem.h"
#include "survival.h"

/* The number of the same breakdown among another metric's; WHOLE where it has none. */
static size_t
same_breakdown(const struct metric *m, const struct breakdown *b)
{
    for (size_t i = 0; i < m->n_by; i++)
        if (slice_same(m->by[i].keys[0], b->keys[0]) && slice_same(m->by[i].keys[1], b->keys[1]))
            return i;
    return WHOLE;
}

/* Makes in breakdown `b` of a metric every series that breakdown `by` of another one has. */
static void
copy_series(struct results *r, size_t from, size_t by, size_t metric, size_t b, bool outputs)
{
    size_t n;
    cells_room(r->cells, cells_rows(r->cells, cells_group_of(r->cells, from, by)));
    struct series **list = cells_first(r->cells, from, by, &n);
    for (size_t k = 0; k < n; k++) {
        struct series *s = cells_series(r->cells, metric, b, list[k]->values, true);
        if (outputs)
            s->outputs += list[k]->outputs;
    }
    free(list);
}

static void
prepare_formula(struct results *r, size_t metric)
{
    const struct metric *m = &r->metrics->at[metric];
    for (size_t b = 0; b < m->n_by; b++) {
        for (size_t i = 0; i < m->n_reads; i++) {
            size_t by = same_breakdown(&r->metrics->at[m->reads[i]], &m->by[b]);
            copy_series(r, m->reads[i], by, metric, b, true);
        }
    }
}

static bool
counts_findings(const struct metric *m)
{
    return m->needed && m->aggregate == AGGREGATE_COUNT && m->kinds == 1u << KIND_FINDING;
}

/* What one count of findings has a value for, another counts 0 of: a service with open findings and no new
 * one. */
static void
prepare_count(struct results *r, size_t metric)
{
    const struct metric *m = &r->metrics->at[metric];
    for (size_t b = 0; b < m->n_by; b++) {
        for (size_t i = 0; i < r->metrics->n; i++) {
            if (i == metric || !counts_findings(&r->metrics->at[i]))
                continue;
            size_t by = same_breakdown(&r->metrics->at[i], &m->by[b]);
            if (by != WHOLE)
                copy_series(r, i, by, metric, b, false);
        }
    }
}

void
results_prepare(struct results *r)
{
    for (size_t i = 0; i < r->metrics->n; i++)
        if (r->metrics->at[i].formula.p && r->metrics->at[i].needed)
            prepare_formula(r, i);
    for (size_t i = 0; i < r->metrics->n; i++)
        if (counts_findings(&r->metrics->at[i]))
            prepare_count(r, i);
    for (size_t i = 0; i < r->cells->n; i++) {
        for (size_t p = 0; p < r->cells->periods; p++) {
            struct detail *d = r->cells->series[i].at[p].more;
            if (d) {
                histogram_sort(&d->values);
                histogram_sort(&d->others);
            }
        }
    }
}

bool
results_measured(const struct results *r, unsigned kinds, size_t period)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        if (!(kinds & 1u << k))
            continue;
        bool any = r->of[k].records > 0;
        if (k == KIND_FINDING)
            any = (any || r->of[KIND_ACTIVITY].records) &&
                  (!r->any_time || r->earliest < r->periods->at[period].end);
        if (any)
            return true;
    }
    return false;
}

static void
value_of(const struct cell *c, enum aggregate aggregate, struct result *out)
{
    out->n = c->outputs;
    out->known = c->outputs > 0;
    switch (aggregate) {
    case AGGREGATE_RATIO:
        out->numerator = c->yes;
        out->denominator = c->outputs;
        if (out->known)
            out->value = (double)c->yes / (double)c->outputs;
        return;
    case AGGREGATE_COUNT:
        out->value = (double)c->outputs;
        return;
    case AGGREGATE_DISTINCT:
        out->value = c->more ? (double)c->more->distinct.n : 0;
        return;
    case AGGREGATE_KM_MEDIAN:
        out->known = out->known && survival_median(&c->more->values, &c->more->others, &out->value);
        return;
    case AGGREGATE_RESTRICTED_MEAN:
        if (out->known)
            out->value = survival_restricted_mean(&c->more->values, &c->more->others);
        return;
    default:
        break;
    }
    if (!out->known)
        return;
    out->value = aggregate == AGGREGATE_SUM      ? histogram_sum(&c->more->values)
                 : aggregate == AGGREGATE_MEAN   ? histogram_sum(&c->more->values) / (double)c->outputs
                 : aggregate == AGGREGATE_MEDIAN ? histogram_median(&c->more->values)
                 : aggregate == AGGREGATE_P90    ? histogram_p90(&c->more->values)
                                                 : histogram_max(&c->more->values);
}

/* Null in, null out. */
static void
formula_of(struct results *r, size_t metric, size_t by, const struct slice values[2], size_t period,
           struct result *out)
{
    const struct metric *m = &r->metrics->at[metric];
    struct buf object = {0};
    bool whole = true;
    buf_byte(&object, '{');
    for (size_t i = 0; i < m->n_reads; i++) {
        const struct metric *read = &r->metrics->at[m->reads[i]];
        struct result one;
        results_get(r, m->reads[i], by == WHOLE ? WHOLE : same_breakdown(read, &m->by[by]), values, period,
                    &one);
        whole &= one.known;
        if (m->quotient && i == 0)
            out->numerator = (uint64_t)one.value;
        else if (m->quotient)
            out->n = out->denominator = (uint64_t)one.value;
        else
            out->n += one.n;
        evidence_sum(&out->evidence, &one.evidence);
        if (i)
            buf_byte(&object, ',');
        buf_json_slice(&object, read->id);
        buf_byte(&object, ':');
        buf_number(&object, one.value);
    }
    buf_byte(&object, '}');
    out->known = whole && runner_formula(r->runner, metric, buf_as_slice(&object), &out->value, &out->why);
    buf_free(&object);
}

/* A count of nothing is 0 where something was looked at. */
static void
nothing_counted(const struct results *r, size_t metric, size_t period, struct result *out)
{
    const struct metric *m = &r->metrics->at[metric];
    bool counts = m->aggregate == AGGREGATE_COUNT || m->aggregate == AGGREGATE_DISTINCT ||
                  m->aggregate == AGGREGATE_SUM;
    out->known = counts && results_measured(r, m->kinds, period);
}

void
results_get(struct results *r, size_t metric, size_t by, const struct slice values[2], size_t period,
            struct result *out)
{
    const struct metric *m = &r->metrics->at[metric];
    *out = (struct result){0};
    if (m->aggregate == AGGREGATE_FORMULA) {
        formula_of(r, metric, by, values, period, out);
        return;
    }
    struct series *s = cells_series(r->cells, metric, by, values, false);
    if (s) {
        out->cell = &s->at[period];
        out->beside = out->cell->beside;
        out->evidence = out->cell->evidence;
        value_of(out->cell, m->aggregate, out);
    }
    if (!out->n)
        nothing_counted(r, metric, period, out);
    if (m->needs.p && (!s || !out->cell->needs))
        out->known = false;
}

unsigned
results_kinds(const struct results *r, size_t metric)
{
    const struct metric *m = &r->metrics->at[metric];
    unsigned kinds = m->kinds;
    for (size_t i = 0; i < m->n_reads; i++)
        kinds |= r->metrics->at[m->reads[i]].kinds;
    return kinds;
}

char
results_confidence(const struct results *r, size_t metric, const struct result *value, size_t period)
{
    unsigned kinds = results_kinds(r, metric);
    struct evidence e = value->evidence;
    if (!value->n) /* nothing was counted among all that could have been */
        for (int k = 0; k < KIND_COUNT; k++)
            if (kinds & 1u << k)
                evidence_sum(&e, &r->of[k].evidence);
    uint64_t all = e.by[0] + e.by[1] + e.by[2];
    char c = 'A';
    if (e.by[PROVENANCE_PARTIAL] || e.by[PROVENANCE_MANUAL] || e.unmatched)
        c = 'B';
    if (kinds & 1u << KIND_FINDING && !r->reconciled[period])
        c = 'B';
    if (all && (double)e.by[PROVENANCE_MANUAL] > r->manual_share * (double)all)
        c = 'C';
    return c > r->metrics->at[metric].confidence ? c : r->metrics->at[metric].confidence;
}

void
results_free(struct results *r)
{
    free(r->reconciled);
}
