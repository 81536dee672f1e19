#include "derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "count.h"
#include "gate.h"
#include "mem.h"
#include "spool.h"
#include "write.h"

struct derive {
    struct dictionary dictionary;
    struct periods periods;
    struct metrics metrics;
    struct gate *gates;
    size_t n_gates;
    struct runner runner;
    struct inventory inventory;
    struct spool spool;
    struct json_doc doc; /* of the record being taken: only whole JSON is counted */
    struct count count;
};

static void
load_periods(struct derive *d, const struct derive_options *o)
{
    int64_t as_of = DATE_NONE;
    if (!o->period)
        report_die("--period is missing: a month (2026-10), quarter (2026-Q4), year (2026) or range "
                   "(2025-11..2026-10)");
    if (o->as_of && (as_of = date_end_of(slice_of(o->as_of))) == DATE_NONE)
        report_die("--as-of %s: not a date such as 2026-10-31", o->as_of);
    const char *why = periods_parse(&d->periods, o->period, as_of);
    if (why)
        report_die("--period %s: %s", o->period, why);
}

static const char *
given(struct buf *b)
{
    return b->n ? buf_string(b) : NULL;
}

struct derive *
derive_new(struct derive_options *o)
{
    struct derive *d = xcalloc(1, sizeof *d);
    load_periods(d, o);
    dictionary_load(&d->dictionary, o->dictionary);
    metrics_load(&d->metrics, given(&o->metrics), given(&o->by), &d->dictionary);
    d->n_gates = o->n_fail_on;
    d->gates = xcalloc(d->n_gates, sizeof *d->gates);
    for (size_t i = 0; i < d->n_gates; i++)
        gate_load(&d->gates[i], o->fail_on[i], &d->metrics);
    runner_load(&d->runner, &d->metrics, &d->dictionary);
    count_init(&d->count, &d->dictionary, &d->periods, &d->metrics, &d->runner);
    return d;
}

static void
list_metric(struct buf *b, const struct metric *m)
{
    const char *comma = "";
    buf_slice(b, m->id);
    buf_byte(b, '\t');
    for (int k = 0; k < KIND_COUNT; k++) {
        if (m->kinds & 1u << k) {
            buf_format(b, "%s%s", comma, kind_names[k]);
            comma = ",";
        }
    }
    buf_text(b, m->kinds ? "" : "-");
    buf_format(b, "\t%s\t", aggregate_names[m->aggregate]);
    buf_slice(b, m->title);
    buf_byte(b, '\n');
}

enum exit_code
derive_list(struct derive_options *o, struct stage *s)
{
    struct dictionary dictionary;
    struct metrics metrics;
    dictionary_load(&dictionary, o->dictionary);
    metrics_load(&metrics, given(&o->metrics), given(&o->by), &dictionary);
    stage_begin_output(s);
    for (size_t i = 0; i < metrics.n; i++)
        if (metrics.at[i].wanted)
            list_metric(&s->out.buf, &metrics.at[i]);
    output_close(&s->out, true);
    metrics_free(&metrics);
    dictionary_free(&dictionary);
    return report_status();
}

static void
check_dashboard(struct derive *d, struct stage *s)
{
    struct json_iter it = json_each(json_get(d->dictionary.root, "dashboard"));
    json_val *v;
    while (json_next(&it, NULL, &v)) {
        struct slice id = json_str(v);
        if (metrics_find(&d->metrics, id) == SIZE_MAX)
            stage_unknown(s, "dictionary: dashboard: no metric %.*s", (int)(id.n < 80 ? id.n : 80),
                          id.p ? id.p : "");
    }
}

void
derive_begin(struct derive *d, struct stage *s)
{
    const struct periods *p = &d->periods;
    if (p->left_out)
        stage_note(s, "%zu later %s left out: --as-of is before %s", p->left_out,
                   p->left_out == 1 ? "period" : "periods", p->left_out == 1 ? "it" : "them");
    snprintf(s->tally.as_of, sizeof s->tally.as_of, "%.31s", p->at[p->n - 1].as_of);
    check_dashboard(d, s);
}

bool
derive_take(struct derive *d, struct stage *s, struct record *r)
{
    int kind = kind_of(r->kind);
    bool repeated = false;
    const char *why;
    if (kind < 0)
        return false;
    if (!json_parse(&d->doc, r->text.p, r->text.n, &why)) {
        stage_reject(s, s->lines.name, s->lines.number, r->text, "%s", why);
        return true;
    }
    if (kind == KIND_FINDING) {
        spool_add(&d->spool, r->text);
        s->tally.entries++;
        return true;
    }
    why = inventory_take(&d->inventory, (enum kind)kind, r, &repeated, &s->tally);
    if (why)
        stage_reject(s, s->lines.name, s->lines.number, r->text, "%s", why);
    else if (repeated)
        tally_skip(&s->tally, "repeated");
    s->tally.entries += !why;
    return true;
}

static void
count_findings(struct derive *d, struct stage *s)
{
    struct record r = {0};
    struct slice line;
    uint64_t n = 0;
    while (spool_next(&d->spool, &line)) {
        record_read(&r, line); /* it was a record when it came */
        count_finding(&d->count, &r, &s->tally);
        if (++n % 256 == 0)
            stage_progress(s, s->tally.bytes, n);
    }
    record_free(&r);
}

/* ---- writing ---- */

static void
flow(struct stage *s, struct slice kind)
{
    buf_byte(&s->out.buf, '\n');
    stage_wrote(s, kind);
}

static void
write_period(struct derive *d, struct stage *s, const struct shelf *shelf, size_t period)
{
    struct count *c = &d->count;
    const struct period *p = &d->periods.at[period];
    struct buf *b = &s->out.buf;
    write_definitions(b, &d->dictionary, &d->metrics, p);
    flow(s, SLICE("definitions"));
    write_metrics(s, &c->results, shelf, period);
    for (int i = 0; i < CHECK_COUNT; i++) {
        checks_write(&c->checks, (enum check_id)i, period, p, b);
        flow(s, SLICE("check"));
    }
    for (int i = 0; i < LIST_COUNT; i++) {
        lists_write(&c->lists, (enum list_id)i, period, p, b);
        flow(s, SLICE("list"));
    }
}

void
derive_finish(struct derive *d, struct stage *s)
{
    struct shelf shelf;
    count_references(&d->count, &d->inventory, &s->tally);
    count_findings(d, s);
    count_items(&d->count, &d->inventory, &s->tally);
    checks_rejects(&d->count.checks, buf_as_slice(&s->tallies), s->tally.rejected, s->tally.lines);
    count_end(&d->count, &s->tally);
    shelf_fill(&shelf, &d->count.results);
    for (size_t period = 0; period < d->periods.n; period++) {
        write_scorecard(&d->count.results, json_get(d->dictionary.root, "dashboard"), &d->dictionary, period,
                        &d->count.lists);
        write_period(d, s, &shelf, period);
    }
    for (size_t i = 0; i < d->n_gates; i++)
        gate_judge(&d->gates[i], &d->count.results);
    shelf_free(&shelf);
}

void
derive_free(struct derive *d)
{
    count_free(&d->count);
    for (size_t i = 0; i < d->n_gates; i++)
        gate_free(&d->gates[i]);
    free(d->gates);
    runner_free(&d->runner);
    metrics_free(&d->metrics);
    inventory_free(&d->inventory);
    spool_free(&d->spool);
    json_free(&d->doc);
    periods_free(&d->periods);
    dictionary_free(&d->dictionary);
    free(d);
}
