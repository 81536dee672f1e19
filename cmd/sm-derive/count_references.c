/* What findings are looked at against: assets, exceptions, scans, gates, releases. */
#include "count.h"

#include "text.h"

static void
take_assets(struct count *c, struct inventory *v, struct tally *notes)
{
    struct record r = {0};
    for (size_t i = 0; i < v->kinds[KIND_ASSET].n; i++) {
        inventory_record(v, KIND_ASSET, i, &r);
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
        inventory_record(v, KIND_GATE, i, &r);
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
        inventory_record(v, KIND_RELEASE, i, &r);
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
        inventory_record(v, KIND_ACTIVITY, i, &r);
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
        inventory_record(v, KIND_EXCEPTION, i, &r);
        exceptions_take(&c->exceptions, &r, c->periods->n);
    }
    record_free(&r);
    take_assets(c, v, notes);
    take_gates_and_releases(c, v, notes);
    releases_ready(&c->releases, &c->scans, c->periods);
}
