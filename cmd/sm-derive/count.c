#include "count.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "mem.h"
#include "past.h"
#include "text.h"

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

/* ---- references ---- */

static void
each(struct inventory *v, enum kind kind, struct record *r, size_t i)
{
    record_read(r, v->kinds[kind].at[i]); /* it was a record when it came */
}

static void
take_assets(struct count *c, struct inventory *v, struct tally *notes)
{
    struct record r = {0};
    for (size_t i = 0; i < v->kinds[KIND_ASSET].n; i++) {
        each(v, KIND_ASSET, &r, i);
        judge_ask(&c->judge, KIND_ASSET, r.text, record_str(&r, "name"), notes);
        assets_take(&c->assets, &r, &c->judge);
    }
    assets_ready(&c->assets);
    record_free(&r);
}

static void
take_gates_and_releases(struct count *c, struct inventory *v, struct tally *notes)
{
    struct record r = {0};
    for (size_t i = 0; i < v->kinds[KIND_GATE].n; i++) {
        each(v, KIND_GATE, &r, i);
        judge_ask(&c->judge, KIND_GATE, r.text, record_str(&r, "name"), notes);
        if (!judge_true(&c->judge, ASK_GATE))
            continue;
        releases_take_gate(&c->releases, &r);
        struct slice service = slice_trim(record_str(&r, "service"));
        c->text.n = 0;
        text_fold(&c->text, service);
        int64_t at = date_parse(record_str(&r, "at"));
        if (service.n && at != DATE_NONE)
            instants_add(&c->gates, buf_as_slice(&c->text), at, 0);
    }
    instants_sort(&c->gates);
    for (size_t i = 0; i < v->kinds[KIND_RELEASE].n; i++) {
        each(v, KIND_RELEASE, &r, i);
        judge_ask(&c->judge, KIND_RELEASE, r.text, record_str(&r, "version"), notes);
        releases_take(&c->releases, &r, &c->judge);
    }
    record_free(&r);
}

void
count_references(struct count *c, struct inventory *v, struct tally *notes)
{
    struct record r = {0};
    for (size_t i = 0; i < v->kinds[KIND_ACTIVITY].n; i++) {
        each(v, KIND_ACTIVITY, &r, i);
        scans_take(&c->scans, &r);
        sources_take(&c->sources, &r);
    }
    for (size_t i = 0; i < v->kinds[KIND_ACTION].n; i++)
        actions_take(&c->actions, v->kinds[KIND_ACTION].at[i]);
    for (size_t i = 0; i < v->kinds[KIND_TICKET].n; i++)
        tickets_take(&c->tickets, v->kinds[KIND_TICKET].at[i]);
    scans_ready(&c->scans);
    if (c->scans.any)
        count_time(&c->results, c->scans.earliest);
    for (size_t i = 0; i < v->kinds[KIND_EXCEPTION].n; i++) {
        each(v, KIND_EXCEPTION, &r, i);
        exceptions_take(&c->exceptions, &r, c->periods->n);
    }
    record_free(&r);
    take_assets(c, v, notes);
    take_gates_and_releases(c, v, notes);
    releases_ready(&c->releases, &c->scans, c->periods);
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

static void
run(struct count *c, enum kind kind, size_t period, struct slice name, struct tally *notes)
{
    runner_run(c->runner, kind, period, &c->cells, name, notes);
}

/* ---- assets, exceptions, releases ---- */

static void
write_controls(struct buf *b, const char *name, const struct judge *j, const struct asset *a,
               const struct covered *covered)
{
    buf_format(b, ",\"%s\":{", name);
    for (size_t i = 0; i < j->n_controls; i++) {
        buf_text(b, i ? "," : "");
        buf_json_slice(b, j->controls[i].name);
        buf_text(b, (covered ? covered[i].yes : a->applies[i]) ? ":true" : ":false");
    }
    buf_byte(b, '}');
}

static void
count_asset(struct count *c, const struct asset *a, struct record *r, struct tally *notes)
{
    enum provenance own = provenance_of_record(r), worst;
    struct contribution x = contribution_of(own);
    bool applies = false;
    for (size_t i = 0; i < c->judge.n_controls; i++)
        applies |= a->applies[i];
    count_record(c, KIND_ASSET, &x, a->name);
    cells_record(&c->cells, KIND_ASSET, r, &x);
    for (size_t period = 0; period < c->periods->n; period++) {
        const struct period *p = &c->periods->at[period];
        assets_coverage(a, &c->judge, &c->scans, p, c->covered);
        bool never_scanned = applies && !served_scanned(&c->served, a, period);
        for (size_t i = 0; i < c->judge.n_controls; i++)
            never_scanned &= c->covered[i].last.at == DATE_NONE;
        checks_asset(&c->checks, period, a, applies, never_scanned);
        if (never_scanned)
            unmatched_asset(&c->lists, period, a, &c->judge);
        lists_asset(&c->lists, period, a, &c->judge, c->covered);
        worst = own; /* an asset's answer is as good as the worst record that it rests on */
        for (size_t i = 0; i < c->judge.n_controls; i++)
            if (a->applies[i] && c->covered[i].yes && c->covered[i].last.provenance > worst)
                worst = c->covered[i].last.provenance;
        x = contribution_of(worst);
        if (!runner_wants(c->runner, KIND_ASSET))
            continue;
        runner_begin(c->runner, a->text);
        facts_write_period(&c->runner->text, p);
        write_bool(&c->runner->text, "application", a->application);
        bool scanned = false;
        for (size_t i = 0; i < c->judge.n_controls; i++)
            scanned |= c->covered[i].last.at != DATE_NONE && c->covered[i].last.at >= p->year_start;
        served_write(&c->runner->text, &c->served, a, period, scanned);
        actions_write(&c->runner->text, actions_of(&c->actions, a, p));
        write_bool(&c->runner->text, "has_repo", a->first);
        write_bool(&c->runner->text, "gated", assets_gated(a, &c->gates, p));
        write_controls(&c->runner->text, "applicable", &c->judge, a, NULL);
        write_controls(&c->runner->text, "covered", &c->judge, a, c->covered);
        run(c, KIND_ASSET, period, a->name, notes);
    }
}

static void
count_exception(struct count *c, const struct exception *e, struct record *r, struct tally *notes)
{
    struct contribution x = contribution_of(provenance_of_record(r));
    struct exception_facts f;
    x.unmatched = !e->matched && !e->scanner;
    count_record(c, KIND_EXCEPTION, &x, e->id);
    cells_record(&c->cells, KIND_EXCEPTION, r, &x);
    for (size_t period = 0; period < c->periods->n; period++) {
        const struct period *p = &c->periods->at[period];
        exception_find(&f, e, period, p);
        checks_exception(&c->checks, period, e, &f);
        lists_exception(&c->lists, period, e, &f);
        if (f.idle)
            unmatched_exception(&c->lists, period, e, &f, r);
        if (!runner_wants(c->runner, KIND_EXCEPTION))
            continue;
        runner_begin(c->runner, e->text);
        facts_write_period(&c->runner->text, p);
        exception_write(&c->runner->text, &f, e, period);
        run(c, KIND_EXCEPTION, period, e->id, notes);
    }
}

static void
count_release(struct count *c, const struct release *e, struct record *r, struct tally *notes)
{
    static const char *const results[] = {",\"result\":null", ",\"result\":\"passed\"",
                                          ",\"result\":\"failed\""};
    struct contribution own = contribution_of(provenance_of_record(r)), x = contribution_of(e->provenance);
    count_record(c, KIND_RELEASE, &own, e->version);
    cells_record(&c->cells, KIND_RELEASE, r, &x);
    for (size_t period = 0; runner_wants(c->runner, KIND_RELEASE) && period < c->periods->n; period++) {
        const struct period *p = &c->periods->at[period];
        runner_begin(c->runner, e->text);
        facts_write_period(&c->runner->text, p);
        write_bool(&c->runner->text, "in_period", e->at >= p->start && e->at < p->end);
        write_bool(&c->runner->text, "counted", e->counted);
        buf_text(&c->runner->text, results[e->result]);
        run(c, KIND_RELEASE, period, e->version, notes);
    }
}

/* ---- events ---- */

/* The text with what the dictionary says about it. */
static void
add_judgement(struct count *c, enum kind kind, struct slice text, struct slice name, struct tally *notes)
{
    text = slice_trim(text);
    c->text.n = 0;
    buf_add(&c->text, text.p, text.n - 1);
    if (kind == KIND_GATE || kind == KIND_INCIDENT) {
        judge_ask(&c->judge, kind, text, name, notes);
        write_bool(&c->text, "security", judge_true(&c->judge, kind == KIND_GATE ? ASK_GATE : ASK_INCIDENT));
    }
    if (kind == KIND_GATE) {
        struct slice category = judge_value(&c->judge, ASK_GATE_CATEGORY);
        buf_text(&c->text, ",\"category\":");
        buf_slice(&c->text, category.p ? category : SLICE("null"));
    }
    buf_byte(&c->text, '}');
}

static void
count_event(struct count *c, enum kind kind, struct slice text, struct tally *notes)
{
    static const char *const times[KIND_COUNT] = {[KIND_INCIDENT] = "detected", [KIND_TICKET] = "created"};
    static const char *const names[KIND_COUNT] = {[KIND_INCIDENT] = "id",
                                                  [KIND_TICKET] = "key",
                                                  [KIND_GATE] = "name",
                                                  [KIND_ACTIVITY] = "source_tool",
                                                  [KIND_ACTION] = "decision"};
    struct record r = {0};
    record_read(&r, text);
    struct slice name = record_str(&r, names[kind]);
    name.p = name.p ? xstrndup(name.p, name.n) : NULL;
    add_judgement(c, kind, text, name, notes);
    record_read(&r, buf_as_slice(&c->text));
    struct contribution x = contribution_of(provenance_of_record(&r));
    int64_t at = date_parse(record_str(&r, times[kind] ? times[kind] : "at"));
    count_record(c, kind, &x, name);
    cells_record(&c->cells, kind, &r, &x);
    for (size_t period = 0; period < c->periods->n; period++) {
        const struct period *p = &c->periods->at[period];
        bool in_period = at != DATE_NONE && at >= p->start && at < p->end;
        if (kind == KIND_ACTION && in_period)
            lists_action(&c->lists, period, &r);
        if (!runner_wants(c->runner, kind))
            continue;
        runner_begin(c->runner, r.text);
        facts_write_period(&c->runner->text, p);
        write_bool(&c->runner->text, "in_period", in_period);
        run(c, kind, period, name, notes);
    }
    free((char *)(uintptr_t)name.p);
    record_free(&r);
}

static void
list_tickets(struct count *c)
{
    for (size_t i = 0; i < c->tickets.n; i++) {
        const struct ticket *t = &c->tickets.at[i];
        for (size_t period = 0; !t->matched && period < c->periods->n; period++)
            if (t->created == DATE_NONE || t->created < c->periods->at[period].end)
                unmatched_ticket(&c->lists, period, t, &c->periods->at[period]);
    }
}

void
count_items(struct count *c, struct inventory *v, struct tally *notes)
{
    static const enum kind events[] = {KIND_TICKET, KIND_ACTIVITY, KIND_GATE, KIND_INCIDENT, KIND_ACTION};
    struct record r = {0};
    for (size_t i = 0; i < c->assets.n; i++) {
        each(v, KIND_ASSET, &r, i);
        count_asset(c, &c->assets.at[i], &r, notes);
    }
    for (size_t i = 0; i < c->exceptions.n; i++) {
        each(v, KIND_EXCEPTION, &r, i);
        count_exception(c, &c->exceptions.at[i], &r, notes);
    }
    for (size_t i = 0; i < c->releases.n; i++) {
        each(v, KIND_RELEASE, &r, i);
        count_release(c, &c->releases.at[i], &r, notes);
    }
    list_tickets(c);
    for (size_t k = 0; k < sizeof events / sizeof *events; k++)
        for (size_t i = 0; i < v->kinds[events[k]].n; i++)
            count_event(c, events[k], v->kinds[events[k]].at[i], notes);
    record_free(&r);
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
