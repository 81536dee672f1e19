#include "count.h"

#include <stdlib.h>

#include "limits.h"
#include "mem.h"
#include "past.h"

void
count_init(struct count *c, const struct dictionary *d, const struct periods *p, const struct metrics *m,
           struct runner *r)
{
    *c = (struct count){.periods = p, .runner = r};
    judge_load(&c->judge, d);
    sla_load(&c->sla, d);
    cells_init(&c->cells, m, p->n);
    movement_init(&c->movement, p->n);
    noise_init(&c->noise, p->n, d);
    lists_init(&c->lists, p->n);
    feedback_init(&c->feedback, p->n);
    c->served =
        (struct served){.periods = p->n, .most = dictionary_number(d, "samm.most", 0.8), .now = SIZE_MAX};
    checks_init(&c->checks, p->n);
    c->memo = runner_wants(r, KIND_FINDING) ? memo_new(r, &c->cells, p) : NULL;
    c->events = dictionary_number(d, "thresholds.scanner_events", 5);
    c->minimum = dictionary_number(d, "noisy.minimum", 20);
    c->seen = xcalloc(p->n, sizeof *c->seen);
    c->covered = xcalloc(c->judge.n_controls + 1, sizeof *c->covered);
    c->epss_bound = dictionary_number(d, "epss_bound", 0.1);
    c->stale = (int64_t)(dictionary_number(d, "stale_days", 35) * DAY);
    c->results = (struct results){.cells = &c->cells, .runner = r, .metrics = m, .periods = p};
    c->results.reconciled = xcalloc(p->n, sizeof *c->results.reconciled);
    c->results.manual_share = dictionary_number(d, "confidence.manual_share", 0.05);
    c->looks = looks_new(c);
    c->alikes = alikes_new(c);
}

/* Something was measured at this time. */
void
count_time(struct results *r, int64_t at)
{
    if (at == DATE_NONE)
        return;
    if (!r->any_time || at < r->earliest)
        r->earliest = at;
    r->any_time = true;
}

/* ---- one record ---- */

struct contribution
contribution_of(enum provenance p)
{
    bool unreviewed = p == PROVENANCE_UNREVIEWED;
    return (struct contribution){unreviewed ? PROVENANCE_MANUAL : p, unreviewed, false};
}

void
count_record(struct count *c, enum kind kind, const struct contribution *x, struct slice name)
{
    struct buf b = {0};
    for (size_t p = 0; x->unreviewed && p < c->periods->n; p++) {
        b.n = 0;
        buf_format(&b, "%s ", kind_names[kind]);
        buf_slice(&b, name.p ? name : SLICE("(no name)"));
        checks_add(&c->checks, CHECK_MANUAL_NOT_REVIEWED, p, buf_as_slice(&b), buf_as_slice(&b));
    }
    buf_free(&b);
    c->results.of[kind].records++;
    evidence_add(&c->results.of[kind].evidence, x, 1);
}

/* ---- the past ---- */

void
count_crowds(struct count *c, const struct previous *p, bool every_cell)
{
    axes_count_crowds(looks_axes(c->looks), p, every_cell);
}

bool
count_compare(struct count *c, const struct previous *p, struct tally *notes)
{
    bool any = false, early;
    for (size_t i = 0; i < c->periods->n; i++) {
        const struct period *of = &c->periods->at[i];
        struct slice name = slice_of(of->previous);
        if (!p->n)
            continue;
        any |= past_compare(&c->movement, p, &c->checks, i, of);
        if (!previous_whole(p, of, &early) && early)
            tally_note(notes, "--previous-metrics: %s was published before it ended: not compared",
                       of->previous);
        if (i == 0 && previous_skips(p, of))
            checks_add(&c->checks, CHECK_GAP, i, name, name);
    }
    return any;
}

/* ---- the end ---- */

static void
note_cut_breakdowns(const struct count *c, struct tally *notes)
{
    const struct metrics *m = c->results.metrics;
    for (size_t i = 0; i < m->n; i++) {
        for (size_t b = 0; m->at[i].wanted && b < m->at[i].n_by; b++) {
            size_t values = cells_count(&c->cells, i, b);
            if (values > CELLS_MAX)
                tally_note(notes, "%.*s by %.*s: the %d of %zu values with most records are written",
                           (int)m->at[i].id.n, m->at[i].id.p, (int)m->at[i].by[b].keys[0].n,
                           m->at[i].by[b].keys[0].p, CELLS_MAX, values);
        }
    }
}

/* A period in which nothing was seen or scanned, while there was before and after. */
static void
check_gap(struct count *c)
{
    size_t first = SIZE_MAX, last = 0;
    for (size_t i = 0; i < c->periods->n; i++) {
        c->seen[i] |= sources_any(&c->sources, &c->periods->at[i]);
        if (c->seen[i]) {
            first = first == SIZE_MAX ? i : first;
            last = i;
        }
    }
    for (size_t i = 0; i < c->periods->n; i++) {
        struct slice name = slice_of(c->periods->at[i].name);
        checks_of(&c->checks, CHECK_GAP, i, 1);
        if (first != SIZE_MAX && i > first && i < last && !c->seen[i])
            checks_add(&c->checks, CHECK_GAP, i, name, name);
    }
}

void
count_end(struct count *c, struct tally *notes)
{
    for (size_t period = 0; period < c->periods->n; period++) {
        struct noisy x;
        int64_t residual = movement_residual(&c->movement, period);
        c->results.reconciled[period] = residual == 0;
        checks_reconciliation(&c->checks, period, residual, movement_open(&c->movement, period));
        movement_list(&c->movement, &c->lists, period);
        feedback_list(&c->feedback, &c->lists, period);
        checks_noisy_of(&c->checks, period, noise_rules(&c->noise, period));
        for (size_t i = 0; i < c->noise.n; i++) {
            if (!noise_judge(&c->noise, i, period, &x))
                continue;
            noise_list(&x, &c->lists, period);
            checks_noisy(&c->checks, period, &x);
        }
    }
    tickets_check(&c->tickets, &c->exceptions, &c->checks, c->periods);
    sources_check(&c->sources, &c->checks, &c->noise, c->periods, c->stale, c->events, c->minimum);
    check_gap(c);
    cells_settle(&c->cells);
    for (size_t period = 0; period < c->periods->n; period++) {
        uint64_t records = 0;
        for (int k = 0; k < KIND_COUNT; k++)
            records += c->results.of[k].records;
        checks_of(&c->checks, CHECK_MANUAL_NOT_REVIEWED, period, (int64_t)records);
    }
    results_prepare(&c->results);
    note_cut_breakdowns(c, notes);
}

void
count_free(struct count *c)
{
    alikes_free(c->alikes);
    looks_free(c->looks); /* while what it counts into is there */
    judge_free(&c->judge);
    sla_free(&c->sla);
    scans_free(&c->scans);
    assets_free(&c->assets);
    exceptions_free(&c->exceptions);
    releases_free(&c->releases);
    instants_free(&c->gates);
    cells_free(&c->cells);
    results_free(&c->results);
    movement_free(&c->movement);
    noise_free(&c->noise);
    lists_free(&c->lists);
    checks_free(&c->checks);
    subject_reader_free(&c->reader);
    memo_free(c->memo);
    free(c->seen);
    actions_free(&c->actions);
    served_free(&c->served);
    feedback_free(&c->feedback);
    tickets_free(&c->tickets);
    sources_free(&c->sources);
    buf_free(&c->service);
    free(c->covered);
    buf_free(&c->text);
}
