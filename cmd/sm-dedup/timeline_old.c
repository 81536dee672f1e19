/* The part of a timeline that the records of a finding have already. */
#include <stdlib.h>
#include <string.h>

#include "timeline.h"

static int64_t
knows_until(const struct member *m)
{
    int64_t at = m->last_seen;
    return m->events && m->event[m->events - 1].at > at ? m->event[m->events - 1].at : at;
}

/* Of two records of one finding the one that knows more. */
static bool
knows_more(const struct member *x, const struct member *y)
{
    if (knows_until(x) != knows_until(y))
        return knows_until(x) > knows_until(y);
    if (x->events != y->events)
        return x->events > y->events;
    return slice_compare(x->text, y->text) < 0;
}

static int
by_id(const void *a, const void *b)
{
    const struct member *x = *(struct member *const *)a, *y = *(struct member *const *)b;
    int c = hash128_compare(x->entry->id, y->entry->id);
    return c ? c : knows_more(y, x) - knows_more(x, y);
}

/* The records that have an id, one for each id. */
static struct member **
known_members(struct members *m, size_t *n)
{
    struct member **known = pool_alloc(&m->pool, (m->n + 1) * sizeof *known);
    size_t kept = 0;
    *n = 0;
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i].entry->has_id)
            known[(*n)++] = &m->at[i];
    if (*n)
        qsort(known, *n, sizeof *known, by_id);
    for (size_t i = 0; i < *n; i++)
        if (!kept || hash128_compare(known[kept - 1]->entry->id, known[i]->entry->id) != 0)
            known[kept++] = known[i];
    *n = kept;
    return known;
}

/* A record that never had a timeline gets the one that its fields tell. */
static void
make_up(struct members *m, struct member *of)
{
    int64_t at = of->resolved != DATE_NONE ? of->resolved : of->last_seen;
    if (of->events || of->first_seen == DATE_NONE)
        return;
    of->event = pool_alloc(&m->pool, 2 * sizeof *of->event);
    of->event[of->events++] = (struct event){of->first_seen, STATE_OPEN, SLICE(WHY_FIRST)};
    if (of->state != STATE_OPEN)
        of->event[of->events++] =
            (struct event){at > of->first_seen ? at : of->first_seen, of->state, SLICE(WHY_EXPORT)};
    of->whole = false;
}

static void
take_one(struct timeline *t, const struct member *m)
{
    for (size_t i = 0; i < m->events; i++)
        timeline_event(t, m->event[i].at, m->event[i].state, m->event[i].why);
    if (m->whole && m->events)
        t->kept = m->f.f[F_TIMELINE];
}

struct past { /* an event of one of several records */
    struct event event;
    size_t record, number;
};

static int
by_past(const void *a, const void *b)
{
    const struct past *x = a, *y = b;
    if (x->event.at != y->event.at)
        return x->event.at < y->event.at ? -1 : 1;
    if (x->record != y->record)
        return x->record < y->record ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

/* The event whose state came to hold, of those that happened then. */
static struct slice
why_among(const struct past *p, size_t n, enum state state)
{
    for (size_t i = n; i-- > 0;)
        if (p[i].event.state == state)
            return p[i].event.why;
    return SLICE(WHY_EXPORT);
}

static void
take_merged(struct timeline *t, struct members *m, struct member **known, size_t n)
{
    size_t total = 0, k = 0;
    for (size_t i = 0; i < n; i++)
        total += known[i]->events;
    struct past *p = pool_alloc(&m->pool, (total + 1) * sizeof *p);
    enum state *now = pool_alloc(&m->pool, n * sizeof *now);
    for (size_t i = 0; i < n; i++) {
        now[i] = STATE_NONE;
        for (size_t j = 0; j < known[i]->events; j++)
            p[k++] = (struct past){known[i]->event[j], i, j};
    }
    if (total)
        qsort(p, total, sizeof *p, by_past);
    for (size_t i = 0, j; i < total; i = j) {
        enum state most = STATE_NONE;
        for (j = i; j < total && p[j].event.at == p[i].event.at; j++)
            now[p[j].record] = p[j].event.state;
        for (k = 0; k < n; k++)
            most = now[k] < most ? now[k] : most;
        if (!t->n && most != STATE_OPEN)
            timeline_event(t, p[i].event.at, STATE_OPEN, SLICE(WHY_FIRST));
        if (t->state != most)
            timeline_event(t, p[i].event.at, most, t->n ? why_among(p + i, j - i, most) : SLICE(WHY_FIRST));
        for (k = i; k < j; k++)
            if (slice_starts(p[k].event.why, WHY_MOVED))
                timeline_event(t, p[k].event.at, most, p[k].event.why);
    }
}

/* The exception of the last acceptance, unless the finding was open since, or has no exception any more (a
 * tool that sees it stands under none). */
static void
find_standing(struct timeline *t, struct member **known, size_t n, struct pool *pool)
{
    bool stated = false;
    size_t accepted = strlen(WHY_ACCEPTED);
    t->standing = (struct standing){0};
    for (size_t i = 0; i < t->n; i++) {
        struct slice why = t->event[i].why;
        if (slice_starts(why, WHY_ACCEPTED))
            t->standing =
                (struct standing){.id = {why.p + accepted, why.n - accepted}, .state = t->event[i].state};
        else if (state_is_open(t->event[i].state))
            t->standing = (struct standing){0};
    }
    for (size_t i = 0; i < n; i++)
        stated |= finding_has(&known[i]->f, F_EXCEPTION_ID);
    if (!stated)
        t->standing = (struct standing){0};
    if (!t->standing.id.p || n != 1 || t->state != t->standing.state)
        return;
    struct slice recorded = finding_str(&known[0]->f, F_EXCEPTION_ID, pool);
    t->standing.took_over = !slice_same(recorded, t->standing.id);
    t->standing.id = recorded;
}

struct standing
timeline_standing(const struct timeline *t, struct slice own)
{
    struct standing s = {.id = own, .state = STATE_ACCEPTED};
    size_t accepted = strlen(WHY_ACCEPTED);
    if (!own.p)
        return t->standing;
    for (size_t i = 0; i < t->old; i++) {
        struct slice why = t->event[i].why;
        if (slice_starts(why, WHY_ACCEPTED) &&
            slice_same((struct slice){why.p + accepted, why.n - accepted}, own))
            s.state = t->event[i].state;
    }
    return s;
}

void
timeline_start(struct timeline *t, struct members *m)
{
    size_t n;
    struct member **known = known_members(m, &n);
    t->n = 0;
    t->kept = (struct slice){0};
    t->state = STATE_NONE;
    t->closed = t->reopened = false;
    for (size_t i = 0; i < n; i++)
        make_up(m, known[i]);
    if (n == 1)
        take_one(t, known[0]);
    else if (n)
        take_merged(t, m, known, n);
    t->old = t->n;
    find_standing(t, known, n, &m->pool);
}
