#include "releases.h"

#include <stdlib.h>

#include "key.h"
#include "text.h"

#define GATE_DAYS 7      /* a gate without the release's ref decides for so long */
#define ACTIVITY_DAYS 31 /* a scan without findings that block decides for so long */
#define NO_RELEASE SIZE_MAX

/* What an instant of a gate holds: its provenance, and above it whether it failed (of two at one time the
 * failed one stands later, and counts). */
#define GATE_FAILED 4u

static struct slice
keep(struct releases *rs, struct slice s)
{
    s = slice_trim(s);
    return s.n ? (struct slice){pool_copy(&rs->pool, s.p, s.n), s.n} : (struct slice){0};
}

/* Services meet whatever their capitals. */
static struct slice
fold(struct releases *rs, struct slice service)
{
    rs->folded.n = 0;
    text_fold(&rs->folded, service);
    return buf_as_slice(&rs->folded);
}

/* service: folded */
static struct slice
key_of(struct releases *rs, struct slice service, struct slice ref)
{
    rs->key.n = 0;
    key_part(&rs->key, service);
    key_part(&rs->key, ref);
    return buf_as_slice(&rs->key);
}

void
releases_take_gate(struct releases *rs, struct record *r)
{
    struct slice outcome = record_str(r, "outcome"), service = slice_trim(record_str(r, "service"));
    struct slice ref = slice_trim(record_str(r, "ref"));
    bool passed = slice_is(outcome, "passed"), failed = slice_is(outcome, "failed");
    int64_t at = date_parse(record_str(r, "at"));
    if ((!passed && !failed) || !service.n || at == DATE_NONE)
        return;
    unsigned what = (unsigned)provenance_of_record(r) | (failed ? GATE_FAILED : 0);
    service = fold(rs, service);
    instants_add(&rs->gates, key_of(rs, service, (struct slice){0}), at, what);
    if (ref.n)
        instants_add(&rs->gates, key_of(rs, service, ref), at, what);
}

void
releases_take(struct releases *rs, struct record *r, const struct judge *j)
{
    struct release x = {.text = r->text};
    struct slice outcome = record_str(r, "outcome");
    x.service = keep(rs, fold(rs, record_str(r, "service")));
    x.version = keep(rs, record_str(r, "version"));
    x.tag = keep(rs, record_str(r, "tag"));
    x.at = date_parse(record_str(r, "at"));
    x.counted = judge_true(j, ASK_RELEASE);
    x.provenance = provenance_of_record(r);
    if (slice_is(outcome, "passed"))
        x.result = RESULT_PASSED;
    else if (slice_is(outcome, "failed"))
        x.result = RESULT_FAILED;
    if (x.counted && x.service.n)
        instants_add(&rs->counted, x.service, x.at, 0);
    rs->at = xgrow(rs->at, &rs->cap, rs->n + 1, sizeof *rs->at);
    rs->at[rs->n++] = x;
}

/* Gates after the end of the release's period are not known yet when that period is reported. */
static int64_t
known_until(const struct periods *periods, int64_t at)
{
    for (size_t i = 0; i < periods->n; i++)
        if (at >= periods->at[i].start && at < periods->at[i].end)
            return periods->at[i].end;
    return periods->at[periods->n - 1].end;
}

static const struct instant *
gate_of(struct releases *rs, const struct release *x, int64_t until)
{
    const struct instant *v = NULL, *t = NULL, *before;
    if (x->version.n)
        v = instants_before(&rs->gates, instants_list(&rs->gates, key_of(rs, x->service, x->version)), until);
    if (x->tag.n)
        t = instants_before(&rs->gates, instants_list(&rs->gates, key_of(rs, x->service, x->tag)), until);
    if (v && t)
        return t->at > v->at || (t->at == v->at && t->what > v->what) ? t : v;
    if (v || t)
        return v ? v : t;
    before = instants_before(&rs->gates, instants_list(&rs->gates, key_of(rs, x->service, (struct slice){0})),
                             x->at + 1);
    return before && date_day(x->at) - date_day(before->at) <= GATE_DAYS ? before : NULL;
}

static void
decide(struct releases *rs, struct release *x, struct scans *scans, const struct periods *periods)
{
    if (x->result != RESULT_NONE || !x->service.n)
        return;
    const struct instant *gate = gate_of(rs, x, known_until(periods, x->at));
    if (gate) {
        enum provenance p = (enum provenance)(gate->what & (GATE_FAILED - 1));
        x->result = gate->what & GATE_FAILED ? RESULT_FAILED : RESULT_PASSED;
        if (p > x->provenance)
            x->provenance = p;
        return;
    }
    int64_t scan = scans_last_of_service(scans, x->service, x->at + 1);
    x->by_findings = scan != DATE_NONE && date_day(x->at) - date_day(scan) <= ACTIVITY_DAYS;
    if (x->by_findings)
        x->result = RESULT_PASSED;
}

void
releases_ready(struct releases *rs, struct scans *scans, const struct periods *periods)
{
    instants_sort(&rs->gates);
    instants_sort(&rs->counted);
    rs->next = xcalloc(rs->n, sizeof *rs->next);
    for (size_t i = 0; i < rs->n; i++) {
        decide(rs, &rs->at[i], scans, periods);
        if (!rs->at[i].by_findings)
            continue;
        size_t *first = map_put(&rs->waiting, rs->at[i].service, NO_RELEASE);
        rs->next[i] = *first;
        *first = i;
    }
}

void
releases_see(struct releases *rs, size_t first, const struct subject *s)
{
    for (size_t i = s->blocking ? first : NO_RELEASE; i != NO_RELEASE; i = rs->next[i])
        if (rs->at[i].result == RESULT_PASSED && state_is_open(subject_state(s, rs->at[i].at)))
            rs->at[i].result = RESULT_FAILED;
}

size_t
releases_waiting(struct releases *rs, struct slice service)
{
    return service.n ? map_get(&rs->waiting, fold(rs, service)) : NO_RELEASE;
}

size_t
releases_list(struct releases *rs, struct slice service)
{
    return service.n ? instants_list(&rs->counted, fold(rs, service)) : INSTANTS_NONE;
}

/* The first counted one at or after an instant and before another; DATE_NONE: none. */
static int64_t
first_released(const struct releases *rs, size_t list, int64_t from, int64_t before)
{
    const struct instant *first = instants_from(&rs->counted, list, from);
    return first && first->at < before ? first->at : DATE_NONE;
}

static bool
any_released(const struct releases *rs, size_t list, int64_t before)
{
    return instants_before(&rs->counted, list, before) != NULL;
}

int64_t
releases_exposure(const struct releases *rs, size_t list, const struct subject *s, const struct facts *f,
                  const struct period *p)
{
    int64_t from = s->first_seen, to = f->open ? p->end - 1 : f->resolved;
    if (from == DATE_NONE || to == DATE_NONE || !any_released(rs, list, p->end))
        return NO_DAYS;
    if (s->introduced != DATE_NONE) {
        int64_t released = first_released(rs, list, s->introduced, p->end);
        from = released != DATE_NONE && released > from ? released : from;
    }
    return date_day(to) < date_day(from) ? NO_DAYS : date_day(to) - date_day(from);
}

void
releases_free(struct releases *rs)
{
    free(rs->at);
    free(rs->next);
    instants_free(&rs->gates);
    instants_free(&rs->counted);
    map_free(&rs->waiting);
    pool_free(&rs->pool);
    buf_free(&rs->key);
    buf_free(&rs->folded);
    *rs = (struct releases){0};
}
