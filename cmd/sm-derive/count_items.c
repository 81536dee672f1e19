/* Counting the records that are no findings. */
#include "count.h"

#include <stdlib.h>

#include "mem.h"

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
        inventory_record(v, KIND_ASSET, i, &r);
        count_asset(c, &c->assets.at[i], &r, notes);
    }
    for (size_t i = 0; i < c->exceptions.n; i++) {
        inventory_record(v, KIND_EXCEPTION, i, &r);
        count_exception(c, &c->exceptions.at[i], &r, notes);
    }
    for (size_t i = 0; i < c->releases.n; i++) {
        inventory_record(v, KIND_RELEASE, i, &r);
        count_release(c, &c->releases.at[i], &r, notes);
    }
    list_tickets(c);
    for (size_t k = 0; k < sizeof events / sizeof *events; k++)
        for (size_t i = 0; i < v->kinds[events[k]].n; i++)
            count_event(c, events[k], v->kinds[events[k]].at[i], notes);
    record_free(&r);
}
