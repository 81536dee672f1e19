#include "scans.h"

#include <stdlib.h>

#include "key.h"
#include "text.h"

/* What a key of the index is about. */
enum way {
    BY_TARGET = 't',        /* tool, category, target */
    BY_SERVICE_ALONE = 'u', /* tool, category, service, of activities without target */
    BY_SERVICE = 's',       /* tool, category, service */
    OF_SERVICE = 'c',       /* category, service */
    OF_TARGET_ALONE = 'd',  /* category, target, of activities without service */
    OF_TARGET = 'e',        /* category, target */
    ANY_OF_SERVICE = 'a'    /* service */
};

enum provenance
provenance_of(struct slice word, struct slice reviewed_by)
{
    if (slice_is(word, "manual"))
        return reviewed_by.n ? PROVENANCE_MANUAL : PROVENANCE_UNREVIEWED;
    return slice_is(word, "partial") ? PROVENANCE_PARTIAL : PROVENANCE_SYSTEM;
}

enum provenance
provenance_of_record(struct record *r)
{
    bool reviewed = record_str(r, "reviewed_by").n > 0;
    return provenance_of(record_str(r, "provenance"), reviewed ? SLICE("yes") : (struct slice){0});
}

static struct slice
key_of(struct scans *s, enum way way, struct slice a, struct slice b, struct slice c)
{
    s->key.n = 0;
    buf_byte(&s->key, (char)way);
    key_part(&s->key, a);
    key_part(&s->key, b);
    key_part(&s->key, c);
    return buf_as_slice(&s->key);
}

static struct slice
fold(struct scans *s, struct slice text)
{
    s->folded.n = 0;
    text_fold(&s->folded, text);
    return buf_as_slice(&s->folded);
}

void
scans_take(struct scans *s, struct record *r)
{
    struct slice tool = record_str(r, "source_tool"), category = record_str(r, "category"), none = {0};
    struct slice target = slice_trim(record_str(r, "target")), service = slice_trim(record_str(r, "service"));
    struct slice outcome = record_str(r, "outcome");
    int64_t at = date_parse(record_str(r, "at"));
    unsigned what =
        PROVENANCE_UNREVIEWED - (unsigned)provenance_of_record(r); /* at one time the best one counts */
    if (at == DATE_NONE)
        return;
    if (!s->any || at < s->earliest)
        s->earliest = at;
    s->any = true;
    if (outcome.p && !slice_is(outcome, "passed"))
        return;
    if (target.n) {
        instants_add(&s->at, key_of(s, BY_TARGET, tool, category, target), at, what);
        instants_add(&s->at, key_of(s, OF_TARGET, category, fold(s, target), none), at, what);
    }
    if (target.n && !service.n)
        instants_add(&s->at, key_of(s, OF_TARGET_ALONE, category, fold(s, target), none), at, what);
    if (!service.n)
        return;
    service = fold(s, service);
    instants_add(&s->at, key_of(s, BY_SERVICE, tool, category, service), at, what);
    instants_add(&s->at, key_of(s, OF_SERVICE, category, service, none), at, what);
    instants_add(&s->at, key_of(s, ANY_OF_SERVICE, service, none, none), at, what);
    if (!target.n)
        instants_add(&s->at, key_of(s, BY_SERVICE_ALONE, tool, category, service), at, what);
}

void
scans_ready(struct scans *s)
{
    instants_sort(&s->at);
}

static void
look(struct scans *s, enum way way, struct slice tool, struct slice category, struct slice where)
{
    size_t list = where.n ? instants_list(&s->at, key_of(s, way, tool, category, where)) : INSTANTS_NONE;
    if (list == INSTANTS_NONE)
        return;
    s->lists = xgrow(s->lists, &s->cap_lists, s->n_lists + 1, sizeof *s->lists);
    s->lists[s->n_lists++] = list;
}

static void
look_source(struct scans *s, struct slice tool, struct slice category, struct slice target,
            struct slice service)
{
    if (target.n) {
        look(s, BY_TARGET, tool, category, target);
        look(s, BY_SERVICE_ALONE, tool, category, service);
    } else {
        look(s, BY_SERVICE, tool, category, service);
    }
}

static bool
same_as_own(const struct subject *f, const struct source *x)
{
    return slice_same(x->tool, f->tool) && (x->target.n ? slice_same(x->target, f->target) : !f->target.n);
}

void
scans_of_finding(struct scans *s, const struct subject *f)
{
    struct slice service = {0};
    s->key.n = 0;
    key_part(&s->key, f->tool);
    key_part(&s->key, f->category);
    key_part(&s->key, f->target);
    key_part(&s->key, f->service);
    for (size_t i = 0; i < f->n_in_record; i++) {
        if (same_as_own(f, &f->sources[i]))
            continue;
        key_part(&s->key, f->sources[i].tool);
        key_part(&s->key, f->sources[i].target);
    }
    if (s->version && slice_same(buf_as_slice(&s->key), buf_as_slice(&s->before)))
        return;
    s->version++;
    s->before.n = s->n_lists = 0;
    buf_slice(&s->before, buf_as_slice(&s->key));
    if (!s->at.n)
        return;
    if (f->service.n)
        service = fold(s, f->service);
    look_source(s, f->tool, f->category, f->target, service);
    for (size_t i = 0; i < f->n_in_record; i++)
        if (!same_as_own(f, &f->sources[i]))
            look_source(s, f->sources[i].tool, f->category, f->sources[i].target, service);
}

bool
scans_covered(const struct scans *s, int64_t after, int64_t before)
{
    for (size_t i = 0; i < s->n_lists; i++) {
        const struct instant *last = instants_before(&s->at, s->lists[i], before);
        if (last && last->at > after)
            return true;
    }
    return false;
}

static struct scan
last_of(const struct scans *s, size_t list, int64_t before)
{
    const struct instant *last = instants_before(&s->at, list, before);
    if (!last)
        return (struct scan){DATE_NONE, PROVENANCE_SYSTEM};
    return (struct scan){last->at, (enum provenance)(PROVENANCE_UNREVIEWED - last->what)};
}

struct scan
scans_of_service(struct scans *s, struct slice control, struct slice service, int64_t before)
{
    return last_of(s, instants_list(&s->at, key_of(s, OF_SERVICE, control, service, (struct slice){0})),
                   before);
}

struct scan
scans_of_target(struct scans *s, struct slice control, struct slice target, bool any, int64_t before)
{
    struct slice key = key_of(s, any ? OF_TARGET : OF_TARGET_ALONE, control, target, (struct slice){0});
    return last_of(s, instants_list(&s->at, key), before);
}

int64_t
scans_last_of_service(struct scans *s, struct slice service, int64_t before)
{
    struct slice none = {0}, key = key_of(s, ANY_OF_SERVICE, fold(s, service), none, none);
    return last_of(s, instants_list(&s->at, key), before).at;
}

void
scans_free(struct scans *s)
{
    instants_free(&s->at);
    buf_free(&s->key);
    buf_free(&s->folded);
    buf_free(&s->before);
    free(s->lists);
    *s = (struct scans){0};
}
