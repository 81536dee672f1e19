#include "derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "beside.h"
#include "count.h"
#include "dashboard.h"
#include "gate.h"
#include "limits.h"
#include "mem.h"
#include "partial.h"
#include "findings.h"
#include "worth.h"
#include "write.h"

struct derive {
    struct dictionary dictionary;
    struct periods periods;
    struct metrics metrics;
    struct gate *gates;
    size_t n_gates;
    struct runner runner;
    struct inventory inventory;
    struct findings findings;
    struct json_doc doc; /* of the record being taken: only whole JSON is counted */
    struct count count;
    enum ahead { AHEAD, COUNTING, BEHIND, NEVER_AHEAD } ahead;
    struct tally notes; /* of what is counted ahead */
    struct beside beside;
    struct partial partial; /* of --partial and --merge */
    bool write_partial, merge;
    bool records, named; /* of parts: any was read; the line that says of which run they are */
    struct previous previous;
    struct record inner; /* in a line of a part */
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
    if (o->partial && (o->merge || o->n_fail_on))
        report_die("--partial: a part can't be judged: --merge and --fail-on belong to the run that adds up");
    d->write_partial = o->partial;
    d->merge = o->merge;
    load_periods(d, o);
    dictionary_load(&d->dictionary, o->dictionary);
    metrics_load(&d->metrics, given(&o->metrics), given(&o->by), &d->dictionary);
    d->n_gates = o->n_fail_on;
    d->gates = xcalloc(d->n_gates, sizeof *d->gates);
    for (size_t i = 0; i < d->n_gates; i++)
        gate_load(&d->gates[i], o->fail_on[i], &d->metrics);
    runner_load(&d->runner, &d->metrics, &d->dictionary);
    if (o->previous_metrics)
        previous_load(&d->previous, o->previous_metrics);
    count_init(&d->count, &d->dictionary, &d->periods, &d->metrics, &d->runner);
    if (o->partial || o->merge)
        partial_begin(&d->partial, &d->count, &d->dictionary, &d->metrics, &d->periods);
    return d;
}

static void
list_metric(struct buf *b, const struct metric *m)
{
    static const char *const directions[] = {"none", "lower", "higher"};
    const struct slice columns[] = {m->id, m->title, m->owner, m->unit, slice_of(directions[m->direction])};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        buf_slice(b, columns[i].p ? columns[i] : SLICE("-"));
        buf_byte(b, '\t');
    }
    buf_byte(b, m->confidence);
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
check_id(struct derive *d, struct stage *s, const char *key, struct slice id)
{
    if (metrics_find(&d->metrics, id) == SIZE_MAX)
        stage_unknown(s, "dictionary: %s: no metric %.*s", key, (int)(id.n < 80 ? id.n : 80),
                      id.p ? id.p : "");
}

/* What the dictionary says about metrics that there are not. */
static void
check_ids(struct derive *d, struct stage *s)
{
    static const char *const keys[] = {"owners", "targets", "confidence"};
    struct json_iter it = json_each(json_get(d->dictionary.root, "dashboard"));
    struct slice id;
    json_val *v;
    while (json_next(&it, NULL, &v))
        check_id(d, s, "dashboard", json_str(v));
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        it = json_each(json_get(d->dictionary.root, keys[i]));
        while (json_next(&it, &id, &v))
            if (!slice_is(id, "manual_share"))
                check_id(d, s, keys[i], id);
    }
}

static void
flow(struct stage *s, struct slice kind)
{
    buf_byte(&s->out.buf, '\n');
    stage_wrote(s, kind);
}

void
derive_begin(struct derive *d, struct stage *s)
{
    const struct periods *p = &d->periods;
    if (p->left_out)
        stage_note(s, "%zu later %s left out: --as-of is before %s", p->left_out,
                   p->left_out == 1 ? "period" : "periods", p->left_out == 1 ? "it" : "them");
    snprintf(s->tally.as_of, sizeof s->tally.as_of, "%.31s", p->at[p->n - 1].as_of);
    check_ids(d, s);
    if (d->write_partial) {
        buf_slice(&s->out.buf, buf_as_slice(&d->partial.run));
        flow(s, SLICE("partial"));
    }
    findings_begin(&d->findings);
    beside_begin(&d->beside, &d->findings.spool);
    if (d->write_partial || d->merge)
        d->ahead = NEVER_AHEAD;
    else
        s->lines.work = &d->beside.work;
    s->unread = SLICE(FINDING_BEGINS);
    s->unread_kind = SLICE("finding");
}

/* ---- counting ahead ----
 *
 * Findings are counted as they come, as long as nothing that they depend on comes after the first of them,
 * and none is rejected: so they need not be read again. Otherwise all is counted anew, when everything is
 * known. */

static void
count_ahead(struct derive *d, struct slice line, const struct read_line *read, struct cut **cut,
            const struct stencil_line **holes)
{
    struct alikes *alikes = d->count.alikes;
    bool other_kind;
    *cut = NULL;
    if (d->ahead >= BEHIND)
        return;
    if (d->ahead == AHEAD)
        count_references(&d->count, &d->inventory, &d->notes);
    d->ahead = COUNTING;
    if (alikes)
        alikes_know(alikes, beside_found(read));
    if (count_finding(&d->count, line, &other_kind, &d->notes) || other_kind || d->notes.unnamed_notes)
        d->ahead = BEHIND;
    if (alikes)
        *cut = alikes_cut(alikes, holes);
    if (alikes && read)
        beside_show(&d->beside, alikes_stencils(alikes));
}

static void
take_finding(struct derive *d, struct stage *s, const struct record *r)
{
    struct cut *cut;
    const struct stencil_line *holes = NULL;
    count_ahead(d, r->text, r == &d->inner ? NULL : s->lines.now, &cut, &holes);
    findings_add(&d->findings, s, r->text, r != &d->inner, cut, holes);
    s->tally.entries++;
}

static void
fall_behind(struct derive *d)
{
    if (d->ahead == COUNTING)
        d->ahead = BEHIND;
}

/* What was counted ahead holds; else nothing has been counted. */
static bool
is_counted(struct derive *d, struct stage *s)
{
    if (d->ahead == COUNTING) {
        count_findings_end(&d->count);
        tally_add_notes(&s->tally, &d->notes);
        return true;
    }
    if (d->ahead == BEHIND) {
        count_free(&d->count);
        count_init(&d->count, &d->dictionary, &d->periods, &d->metrics, &d->runner);
    }
    return false;
}

/* What a part holds is taken as if it had been read. */
static void
take_part(struct derive *d, struct stage *s, const struct record *r)
{
    struct slice text;
    const char *why = partial_open(&d->partial, r->text, &text);
    if (why)
        report_die("%s: %s", stage_place(s), why);
    d->named |= !text.p;
    d->records |= text.p != NULL;
    if (!text.p)
        return;
    why = record_read(&d->inner, text);
    if (why)
        report_die("%s: %s", stage_place(s), why);
    (void)derive_take(d, s, &d->inner);
}

bool
derive_take(struct derive *d, struct stage *s, struct record *r)
{
    if (d->merge && slice_is(r->kind, "partial")) {
        take_part(d, s, r);
        return true;
    }
    int kind = kind_of(r->kind);
    bool repeated = false;
    const char *why;
    if (kind < 0)
        return false;
    if (kind == KIND_FINDING) {
        take_finding(d, s, r);
        return true;
    }
    if (!json_parse(&d->doc, r->text.p, r->text.n, &why)) {
        stage_reject(s, s->lines.name, s->lines.number, r->text, "%s", why);
        return true;
    }
    fall_behind(d);
    why = inventory_take(&d->inventory, (enum kind)kind, r, &repeated, &s->tally);
    if (why)
        stage_reject(s, s->lines.name, s->lines.number, r->text, "%s", why);
    else if (repeated)
        tally_skip(&s->tally, "repeated");
    s->tally.entries += !why;
    return true;
}

static void
reject_finding(struct stage *s, const char *name, uint64_t number, struct slice line, const char *why)
{
    s->lines.name = name;
    s->tally.entries--;
    stage_reject(s, name, number, line, "%s", why ? why : "it says its kind twice");
}

static void
count_findings(struct derive *d, struct stage *s)
{
    struct slice line;
    const char *name;
    uint64_t number, n = 0;
    while (findings_next(&d->findings, &line, &name, &number)) {
        bool other_kind;
        const char *why = count_finding(&d->count, line, &other_kind, &s->tally);
        if (why || other_kind) {
            reject_finding(s, name, number, line, why);
        }
        if (++n % 256 == 0)
            stage_progress(s, s->tally.bytes, n);
    }
    count_findings_end(&d->count);
}

/* The tallies of the parts are this run's own: what they read and rejected counts as read and rejected here,
 * and they are not written again. */
static void
take_tallies(struct derive *d, struct stage *s)
{
    struct slice left = buf_as_slice(&s->tallies);
    struct buf kept = {0};
    uint64_t lines = 0;
    while (left.n) {
        const char *end = memchr(left.p, '\n', left.n), *why;
        struct slice line = {left.p, (size_t)(end - left.p)};
        json_val *root = json_parse(&d->doc, line.p, line.n, &why);
        double n;
        left = (struct slice){end + 1, left.n - line.n - 1};
        if (!slice_is(json_get_str(root, "stage"), s->name)) {
            buf_slice(&kept, line);
            buf_byte(&kept, '\n');
            continue;
        }
        if (json_number(json_get(root, "rejected"), &n))
            s->tally.rejected += (uint64_t)n;
        if (json_number(json_path(root, "read.lines"), &n))
            lines += (uint64_t)n;
    }
    buf_free(&s->tallies);
    s->tallies = kept;
    s->tally.lines = lines ? lines : s->tally.lines;
}

static void
look_at_the_past(struct derive *d)
{
    struct slice line;
    const char *name;
    uint64_t number;
    findings_again(&d->findings);
    while (findings_next(&d->findings, &line, &name, &number))
        count_past(&d->count, line);
}

static bool
asks_for_cells(const struct derive *d)
{
    bool asks = false;
    for (size_t i = 0; i < d->n_gates; i++)
        asks |= d->gates[i].cells;
    return asks;
}

/* ---- writing ---- */

static void
write_period(struct derive *d, struct stage *s, const struct shelf *shelf, size_t period)
{
    struct count *c = &d->count;
    const struct period *p = &d->periods.at[period];
    struct buf *b = &s->out.buf;
    write_definitions(b, &d->dictionary, &d->metrics, p);
    flow(s, SLICE("definitions"));
    const struct samm samm = {dictionary_number(&d->dictionary, "samm.half", 0.5),
                              dictionary_number(&d->dictionary, "samm.most", 0.8)};
    write_metrics(s, &c->results, shelf, &samm, period);
    for (int i = 0; i < CHECK_COUNT; i++) {
        checks_write(&c->checks, (enum check_id)i, period, p, b);
        flow(s, SLICE("check"));
    }
    for (int i = 0; i < LIST_COUNT; i++) {
        lists_write(&c->lists, (enum list_id)i, period, p, b);
        flow(s, SLICE("list"));
    }
}

static void
write_partial(struct derive *d, struct stage *s)
{
    struct slice line;
    const char *name;
    uint64_t number;
    for (int k = 0; k < KIND_COUNT; k++) {
        for (size_t i = 0; i < d->inventory.kinds[k].n; i++) {
            partial_record(d->inventory.kinds[k].at[i], &s->out.buf);
            stage_wrote(s, SLICE("partial"));
        }
    }
    while (findings_next(&d->findings, &line, &name, &number)) {
        struct subject subject;
        bool other_kind;
        const char *why = subject_read(&subject, &d->count.reader, line, &other_kind);
        if (why || other_kind) {
            reject_finding(s, name, number, line, why);
            continue;
        }
        partial_finding(&d->partial, &subject, &s->out.buf);
        stage_wrote(s, SLICE("partial"));
    }
}

void
derive_finish(struct derive *d, struct stage *s)
{
    struct shelf shelf;
    findings_end(&d->findings);
    if (d->write_partial) {
        write_partial(d, s);
        return;
    }
    if (d->records && !d->named)
        report_die("--merge: the line is missing that says of which run the parts are");
    if (d->merge)
        take_tallies(d, s);
    if (!is_counted(d, s)) {
        count_references(&d->count, &d->inventory, &s->tally);
        count_findings(d, s);
    }
    count_items(&d->count, &d->inventory, &s->tally);
    count_crowds(&d->count, &d->previous, asks_for_cells(d));
    if (count_compare(&d->count, &d->previous, &s->tally))
        look_at_the_past(d);
    checks_rejects(&d->count.checks, buf_as_slice(&s->tallies), s->tally.rejected, s->tally.lines);
    dashboard_check(&d->count.checks, json_get(d->dictionary.root, "dashboard"), &d->metrics);
    count_end(&d->count, &s->tally);
    shelf_fill(&shelf, &d->count.results);
    buf_room(&s->out.buf, WRITE_BLOCK); /* hardly anything has been written, and now much is */
    for (size_t period = 0; period < d->periods.n; period++) {
        write_scorecard(&d->count.results, json_get(d->dictionary.root, "dashboard"), &d->dictionary, period,
                        &d->count.lists);
        worth_list(&d->count.results, &d->count.actions, &d->count.lists, period);
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
    findings_free(&d->findings);
    beside_free(&d->beside);
    partial_free(&d->partial);
    previous_free(&d->previous);
    record_free(&d->inner);
    json_free(&d->doc);
    tally_free(&d->notes);
    periods_free(&d->periods);
    dictionary_free(&d->dictionary);
    free(d);
}
