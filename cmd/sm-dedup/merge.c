#include "merge.h"

#include <string.h>

#include "date.h"

static int64_t
first_seen_of(const struct members *m)
{
    int64_t first[2] = {DATE_NONE, DATE_NONE}; /* of new records; of those with an id, which go before */
    for (size_t i = 0; i < m->n; i++) {
        int64_t t = m->at[i].first_seen, *to = &first[m->at[i].entry->has_id];
        if (t != DATE_NONE && (*to == DATE_NONE || t < *to))
            *to = t;
    }
    return first[1] != DATE_NONE ? first[1] : first[0];
}

static bool
is_observed(const struct members *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (!m->at[i].entry->has_id && !m->at[i].entry->previous)
            return true;
    return false;
}

/* What references say. Intelligence of a finding that no report named this month is looked up anew. */
static void
fill(struct run *run, struct merge *m, bool observed)
{
    static const enum finding_field anew[] = {F_KEV, F_KEV_ADDED, F_KEV_DUE, F_EPSS, F_EPSS_DATE};
    struct slice had[sizeof anew / sizeof *anew];
    size_t n = observed ? 0 : sizeof anew / sizeof *anew;
    for (size_t i = 0; i < n; i++) {
        had[i] = m->f.f[anew[i]];
        finding_clear(&m->f, anew[i]);
    }
    references_fill(run->refs, &m->f, &m->members.pool, &run->stage->tally);
    for (size_t i = 0; i < n; i++)
        if (!finding_has(&m->f, anew[i]))
            m->f.f[anew[i]] = had[i];
}

/* The component in the version that a source has. */
static struct slice
component_of(struct merge *m, struct slice component, struct slice version)
{
    static struct json_doc doc;
    const char *why;
    struct slice name, s, wanted = json_unquote(&m->members.pool, version);
    json_val *v, *root = component.p && version.p ? json_parse(&doc, component.p, component.n, &why) : NULL;
    struct json_iter it = json_each(root);
    if (!it.object || slice_same(json_get_str(root, "version"), wanted))
        return component;
    m->text.n = 0;
    buf_text(&m->text, "{\"version\":");
    buf_slice(&m->text, version);
    while (json_next(&it, &name, &v)) {
        if (slice_is(name, "version"))
            continue;
        buf_byte(&m->text, ',');
        buf_json_slice(&m->text, name);
        buf_byte(&m->text, ':');
        s = json_str(v);
        size_t at = s.n;
        for (size_t i = s.n; slice_is(name, "purl") && i-- > 0 && s.p[i] != '/';)
            if (s.p[i] == '@' || s.p[i] == '?' || s.p[i] == '#')
                at = i;
        if (at == s.n) {
            json_write(&m->text, v);
            continue;
        }
        struct buf purl = {0};
        buf_add(&purl, s.p, at);
        buf_byte(&purl, '@');
        buf_slice(&purl, wanted);
        buf_json_slice(&m->text, buf_as_slice(&purl));
        buf_free(&purl);
    }
    buf_byte(&m->text, '}');
    return (struct slice){pool_copy(&m->members.pool, m->text.p, m->text.n), m->text.n};
}

static void
find_covers(struct run *run, struct merge *m, int64_t first_seen)
{
    const struct standing none = {0};
    for (size_t i = 0; i < m->sources.n; i++) {
        struct source *s = &m->sources.at[i];
        struct finding f = m->f;
        f.f[F_RULE_ID] = s->rule;
        f.f[F_NATIVE_ID] = s->native;
        f.f[F_LOCATION] = s->location;
        if (run->others.any_exception)
            f.f[F_COMPONENT] = component_of(m, f.f[F_COMPONENT], s->version);
        struct standing own = timeline_standing(&m->timeline, s->own_exception);
        s->cover = cover_find(run, &f, first_seen, s->known ? &own : &none, &m->members.pool, &s->covers);
    }
}

static void
set_moved(struct merge *m)
{
    int64_t seen = DATE_NONE;
    const struct member *moved = NULL;
    for (size_t i = 0; i < m->members.n; i++) {
        const struct member *x = &m->members.at[i];
        if ((x->entry->moved_from != NO_NAME || x->entry->renamed) && !moved)
            moved = x;
        if (!x->entry->has_id && !x->entry->previous && x->seen > seen)
            seen = x->seen;
    }
    if (!moved || seen == DATE_NONE)
        return;
    struct slice from = finding_str(&moved->f, F_SERVICE, &m->members.pool);
    timeline_moved(&m->timeline, from.p && !moved->entry->renamed ? from : moved->target, seen,
                   &m->members.pool);
}

/* The highest among the sources that the newest activity of each tool saw; of a closed finding, all of them.
 */
static void
set_severity(struct merge *m)
{
    struct slice best = {0};
    bool any_live = false;
    for (size_t i = 0; i < m->sources.n; i++)
        any_live |= state_is_live(m->sources.at[i].state);
    for (size_t i = 0, j; i < m->sources.n; i = j) { /* sources of one tool stand together */
        int64_t newest = DATE_NONE;
        for (j = i; j < m->sources.n && slice_same(m->sources.at[j].tool, m->sources.at[i].tool); j++)
            if (m->sources.at[j].last > newest)
                newest = m->sources.at[j].last;
        for (size_t k = i; k < j; k++) {
            const struct source *s = &m->sources.at[k];
            if (s->last == newest && (!any_live || state_is_live(s->state)) &&
                severity_rank(s->severity) > severity_rank(best))
                best = s->severity;
        }
    }
    m->f.f[F_SEVERITY] = best.p ? best : m->members.at[0].f.f[F_SEVERITY];
}

/* The exception that covers a source at the end, where the finding stands under one; else the one that this
 * month's references name, even an expired one; else what the record says. */
static struct slice
exception_of(const struct source *s, int64_t at, bool covered)
{
    const struct cover *c = covered ? cover_at(s->cover, s->covers, at) : NULL;
    if (!c && s->covers && !s->cover[0].standing)
        c = &s->cover[0];
    bool revoked = !c && s->covers && s->cover[0].revoked;
    return c ? c->id : revoked ? (struct slice){0} : s->exception;
}

/* Does the exception end for every source that it is known of? */
static bool
is_revoked(const struct merge *m, struct slice id)
{
    bool revoked = false, holds = false;
    for (size_t i = 0; i < m->sources.n; i++) {
        const struct source *s = &m->sources.at[i];
        for (size_t k = 0; k < s->covers; k++)
            if (slice_same(s->cover[k].id, id))
                *(s->cover[k].revoked ? &revoked : &holds) = true;
    }
    return revoked && !holds;
}

static bool
states_exception(const struct members *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (finding_has(&m->at[i].f, F_EXCEPTION_ID))
            return true;
    return false;
}

/* The exception under which a finding stood when it was closed; seen again it stands under it again, unless
 * it was revoked meanwhile: then the record of an earlier month states none any more. */
static bool
is_closed_under(const struct merge *m, struct slice *id)
{
    const struct timeline *t = &m->timeline;
    size_t i = t->n, n = strlen(WHY_ACCEPTED);
    while (i && t->event[i - 1].state == STATE_RESOLVED)
        i--;
    if (!i || i == t->n || !slice_starts(t->event[i - 1].why, WHY_ACCEPTED))
        return false;
    *id = (struct slice){t->event[i - 1].why.p + n, t->event[i - 1].why.n - n};
    if (is_revoked(m, *id) || (i < t->old && !states_exception(&m->members)))
        *id = (struct slice){0};
    return true;
}

/* The time that exceptions are asked for: now, or the last event where that is later. */
static int64_t
end_of(const struct run *run, const struct timeline *t)
{
    return t->n && t->event[t->n - 1].at > run->as_of ? t->event[t->n - 1].at : run->as_of;
}

/* An exception is the finding's where all sources that would be open have one; of a finding that no tool
 * calls open, any that it has. */
static void
set_exception(const struct run *run, struct merge *m)
{
    const struct timeline *t = &m->timeline;
    int64_t at = end_of(run, t);
    struct slice id = {0};
    bool any_open = false, any_live = false, known = false;
    for (size_t i = 0; i < m->sources.n; i++) {
        any_open |= state_is_open(m->sources.at[i].state);
        any_live |= state_is_live(m->sources.at[i].state);
    }
    if (!any_live)
        known = is_closed_under(m, &id);
    for (size_t i = 0; i < m->sources.n && !known; i++) {
        const struct source *s = &m->sources.at[i];
        if (any_open ? !state_is_open(s->state) : any_live && !state_is_live(s->state))
            continue;
        struct slice its = exception_of(s, at, state_is_open(s->state) && !state_is_open(t->state));
        if (!its.p && any_open)
            return;
        if (!id.p)
            id = its;
    }
    finding_set_str(&m->f, F_EXCEPTION_ID, id, &m->members.pool);
}

/* Of a source that was gone last month already: its own exception or the one that the finding had then, not
 * one under which the finding stood before. */
static bool
is_its_own(const struct source *s, const struct cover *c)
{
    return !c->standing || s->own_exception.p || s->start != STATE_RESOLVED || slice_same(c->id, s->recorded);
}

/* A source that stands under another exception than its finding keeps it: next month's register may not name
 * it. One that is gone, where it stood under it before. */
static void
set_beside(const struct run *run, struct merge *m)
{
    int64_t at = end_of(run, &m->timeline);
    struct slice common = finding_str(&m->f, F_EXCEPTION_ID, &m->members.pool);
    for (size_t i = 0; i < m->sources.n; i++) {
        struct source *s = &m->sources.at[i];
        const struct cover *c = cover_at(s->cover, s->covers, at);
        bool stands =
            c && (state_is_open(s->state) || (s->state == STATE_RESOLVED && c->from <= s->resolved));
        s->beside = stands && is_its_own(s, c) && !slice_same(c->id, common) ? c->id : (struct slice){0};
    }
}

static void
set_time(struct merge *m, enum finding_field field, int64_t t)
{
    m->text.n = 0;
    date_write_json(&m->text, t);
    finding_set_json(&m->f, field, buf_as_slice(&m->text), &m->members.pool);
}

static void
set_resolved(struct merge *m, int64_t last_seen)
{
    const struct timeline *t = &m->timeline;
    size_t i = t->n;
    int64_t at = DATE_NONE;
    if (t->state != STATE_RESOLVED)
        return;
    while (i && t->event[i - 1].state == STATE_RESOLVED)
        i--;
    if (i < t->n)
        at = t->event[i].at;
    for (size_t k = 0; at == DATE_NONE && k < m->members.n; k++)
        at = m->members.at[k].resolved;
    if (at == DATE_NONE)
        return;
    set_time(m, F_RESOLVED_AT, at);
    if (i == t->n || !slice_is(t->event[i].why, WHY_GONE) || last_seen == DATE_NONE)
        return;
    m->text.n = 0;
    buf_int(&m->text, at > last_seen ? date_day(at) - date_day(last_seen) : 0);
    finding_set_json(&m->f, F_UNCERTAIN_DAYS, buf_as_slice(&m->text), &m->members.pool);
}

/* Live, but only for tools that neither saw it this month nor looked. What is read again keeps what it says.
 */
static bool
is_unverified(const struct run *run, const struct merge *m, bool observed)
{
    bool read_again = false, said = false;
    if (m->timeline.state == STATE_RESOLVED)
        return false;
    for (size_t i = 0; i < m->members.n; i++) {
        read_again |= !m->members.at[i].entry->previous;
        said |= m->members.at[i].unverified && !m->members.at[i].entry->previous;
    }
    if (read_again && !observed)
        return said;
    for (size_t i = 0; i < m->sources.n; i++) {
        const struct source *s = &m->sources.at[i];
        if (!state_is_live(s->state))
            continue;
        if (s->seen_now)
            return false;
        if (s->last == DATE_NONE)
            continue;
        if (coverage_after(&run->coverage, s->place, s->last - 1) != DATE_NONE)
            return false;
        if (coverage_after(&run->attempts, s->place, s->last - 1) == s->last)
            return false; /* the report that showed it last is read again */
    }
    return true;
}

static void
set_times(struct run *run, struct merge *m, int64_t first_seen, bool observed)
{
    int64_t last = DATE_NONE;
    for (size_t i = 0; i < m->sources.n; i++)
        last = m->sources.at[i].last > last ? m->sources.at[i].last : last;
    if (first_seen == DATE_NONE && m->timeline.n)
        first_seen = m->timeline.event[0].at;
    set_time(m, F_FIRST_SEEN, first_seen);
    set_time(m, F_LAST_SEEN, last);
    set_resolved(m, last);
    if (m->timeline.n) {
        m->text.n = 0;
        timeline_write(&m->text, &m->timeline);
        finding_set_json(&m->f, F_TIMELINE, buf_as_slice(&m->text), &m->members.pool);
    }
    finding_set_str(&m->f, F_STATE, slice_of(state_word(m->timeline.state)), &m->members.pool);
    bool unverified = is_unverified(run, m, observed);
    if (unverified)
        finding_set_bool(&m->f, F_UNVERIFIED, true);
    run->counts.unverified += unverified;
    run->counts.closed += m->timeline.closed && m->timeline.state == STATE_RESOLVED;
    run->counts.reopened += m->timeline.reopened;
}

void
merge_write(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
            struct buf *out)
{
    members_load(run, &m->members, g);
    bool observed = is_observed(&m->members);
    int64_t first_seen = first_seen_of(&m->members);
    sources_find(run, &m->sources, &m->members, g->service == NO_NAME ? NO_NAME : g->scope);
    merge_take_fields(m, g);
    finding_set_str(&m->f, F_SERVICE, names_text(&run->names, g->service), &m->members.pool);
    fill(run, m, observed);
    timeline_start(&m->timeline, &m->members);
    find_covers(run, m, first_seen);
    timeline_add(&m->timeline, &m->sources, first_seen, run->as_of, &m->members.pool);
    size_t before = m->timeline.n;
    set_moved(m);
    run->counts.moved += m->timeline.n > before;
    run->counts.first_seen += !m->timeline.old;
    run->counts.across +=
        m->sources.n > 1 && !slice_same(m->sources.at[0].tool, m->sources.at[m->sources.n - 1].tool);
    set_severity(m);
    set_exception(run, m);
    set_beside(run, m);
    set_times(run, m, first_seen, observed);
    m->text.n = 0;
    sources_write(&m->text, &m->sources, finding_str(&m->f, F_CATEGORY, &m->members.pool), m->f.f[F_CWE]);
    finding_set_json(&m->f, F_SOURCES, buf_as_slice(&m->text), &m->members.pool);
    finding_set_bool(&m->f, F_RELEASE_BLOCKING, blocking_ask(blocking, &m->f, run->stage));
    finding_write(out, &m->f);
}

void
merge_free(struct merge *m)
{
    members_free(&m->members);
    sources_free(&m->sources);
    timeline_free(&m->timeline);
    buf_free(&m->text);
}
