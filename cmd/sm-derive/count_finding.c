#include "count.h"
#include "past.h"

static struct contribution
contribution_of_finding(const struct subject *s, struct pool *pool)
{
    return contribution_of(
        provenance_of(finding_str(s->f, F_PROVENANCE, pool), finding_str(s->f, F_REVIEWED_BY, pool)));
}

/* What is known of a service is looked up once for all its findings in a row. */
static void
find_service(struct count *c, struct slice service)
{
    if (c->any_service && slice_same(service, buf_as_slice(&c->service)))
        return;
    c->any_service = service.p != NULL;
    c->service.n = 0;
    buf_slice(&c->service, service);
    served_find(&c->served, service);
    c->mapped = assets_have(&c->assets, service);
    c->counted_releases = releases_list(&c->releases, service);
    c->waiting_releases = releases_waiting(&c->releases, service);
}

/* false: of no other finding is it known that it would be judged so. */
bool
count_judge(struct count *c, struct subject *s, struct slice line, struct tally *notes)
{
    struct judgement a;
    judge_finding(&c->judge, s->f, line, s->id, &c->reader.pool, &a, notes);
    s->critical = a.critical;
    s->blocking = a.blocking;
    s->infrastructure = a.infrastructure;
    s->likely_exploited = s->epss > c->epss_bound;
    s->clock = date_parse(a.clock);
    find_service(c, s->service);
    s->mapped = c->mapped;
    s->unmatched = c->assets.n && !s->mapped;
    s->releases = c->counted_releases;
    s->sla_days = sla_days(&c->sla, s->severity, s->tier, s->category, s->clock);
    s->due = sla_due(&c->sla, s->sla_days, s->clock, s->kev_due);
    if (!s->id.p)
        tally_note(notes, "finding without id: not from sm-dedup");
    if (s->clock == DATE_NONE)
        tally_note(notes, "finding whose clock has not started: it has no age and no due date");
    return !a.alone;
}

/* The ticket that tracks it. *exception becomes the one that this ticket is, where it names no other. */
const struct ticket *
count_ticket(struct count *c, const struct subject *s, struct exception **exception)
{
    if (!c->tickets.n && !c->exceptions.n)
        return NULL;
    struct slice key = finding_str(s->f, F_TICKET, &c->reader.pool);
    const struct ticket *ticket = tickets_of(&c->tickets, s, key);
    tickets_see(&c->tickets, s, ticket, &c->reader.pool);
    if (!*exception)
        *exception = exceptions_find(&c->exceptions, slice_trim(key));
    return ticket;
}

void
count_rows(struct count *c, const struct subject *s, const struct facts *f, const struct ticket *ticket,
           struct exception *exception)
{
    checks_next_finding(&c->checks);
    for (size_t period = 0; period < c->periods->n; period++) {
        const struct period *p = &c->periods->at[period];
        if (exception)
            exception_count(exception, period, &f[period], 1);
        lists_finding(&c->lists, period, p, s, &f[period]);
        checks_finding(&c->checks, period, s, &f[period], ticket, p);
    }
}

static const char *
count_alone(struct count *c, struct slice line, bool *other_kind, struct tally *notes)
{
    struct subject s;
    const char *why = subject_read(&s, &c->reader, line, other_kind);
    if (why || *other_kind)
        return why;
    struct contribution x = contribution_of_finding(&s, &c->reader.pool);
    bool others = count_judge(c, &s, line, notes);
    x.unmatched = s.unmatched;
    count_record(c, KIND_FINDING, &x, s.id);
    count_time(&c->results, s.first_seen);
    scans_of_finding(&c->scans, &s);
    releases_see(&c->releases, c->waiting_releases, &s);
    struct exception *own = exceptions_find(&c->exceptions, s.exception), *exception = own;
    const struct ticket *ticket = count_ticket(c, &s, &exception);
    struct look look = looks_take(c->looks, &s, line, &x, notes);
    count_rows(c, &s, look.facts, ticket, exception);
    if (c->alikes && others)
        alikes_learn(c->alikes, line, &s, &x, &look, own);
    return NULL;
}

static void
add_up(struct count *c)
{
    if (c->alikes)
        alikes_add_up(c->alikes);
    looks_add_up(c->looks);
}

const char *
count_finding(struct count *c, struct slice line, bool *other_kind, struct tally *notes)
{
    *other_kind = false;
    if (looks_are_full(c->looks) || (c->alikes && alikes_are_full(c->alikes)))
        add_up(c);
    if (c->alikes && alikes_take(c->alikes, line, notes))
        return NULL;
    return count_alone(c, line, other_kind, notes);
}

void
count_findings_end(struct count *c)
{
    add_up(c);
}

void
count_past(struct count *c, struct slice line)
{
    struct subject s;
    bool other_kind;
    if (subject_read(&s, &c->reader, line, &other_kind) || other_kind)
        return; /* rejected when it was counted */
    for (size_t i = 0; i < c->periods->n; i++)
        if (checks_found(&c->checks, CHECK_PUBLISHED_OPENING, i))
            past_finding(&c->movement, &s, &c->checks, i, &c->periods->at[i]);
}
