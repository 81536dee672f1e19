#include "source.h"

#include <stdlib.h>
#include <string.h>

/* What a report says at a time: that the finding began, that its state changed, that it was seen. */
enum point_kind { POINT_START, POINT_CHANGE, POINT_SEEN };

struct point {
    int64_t at;
    enum point_kind kind;
    enum state state;
};

int
severity_rank(struct slice json)
{
    static const char *const words[] = {"\"info\"", "\"low\"", "\"medium\"", "\"high\"", "\"critical\""};
    for (int i = 0; i < 5; i++)
        if (slice_is(json, words[i]))
            return i;
    return -1;
}

static int
by_source(const void *a, const void *b)
{
    const struct sighting *x = a, *y = b;
    int c = slice_compare(x->tool, y->tool);
    c = c ? c : slice_compare(x->category, y->category);
    c = c ? c : slice_compare(x->target, y->target);
    if (!c)
        c = (int)y->known - (int)x->known;
    if (!c)
        c = (x->report > y->report) - (x->report < y->report);
    return c ? c : (int)x->state - (int)y->state;
}

static bool
same_source(const struct sighting *x, const struct sighting *y)
{
    return slice_same(x->tool, y->tool) && slice_same(x->category, y->category) &&
           slice_same(x->target, y->target);
}

void
sources_step(struct sources *s, struct step step)
{
    s->step = xgrow(s->step, &s->step_cap, s->steps + 1, sizeof *s->step);
    step.number = (uint32_t)s->steps;
    s->step[s->steps++] = step;
}

static void
add_point(struct sources *s, int64_t at, enum point_kind kind, enum state state)
{
    if (at == DATE_NONE)
        return;
    s->point = xgrow(s->point, &s->point_cap, s->points + 1, sizeof *s->point);
    s->point[s->points++] = (struct point){at, kind, state};
}

static int64_t
later(int64_t a, int64_t b)
{
    return a > b ? a : b; /* DATE_NONE is the earliest */
}

static int64_t
earlier(int64_t a, int64_t b)
{
    return a == DATE_NONE || (b != DATE_NONE && b < a) ? b : a;
}

/* Until when last month's record knows the source. */
static int64_t
known_until(const struct sighting *s)
{
    return s->state == STATE_RESOLVED ? later(s->resolved, s->last) : s->last;
}

static void
add_points(struct sources *s, const struct sighting *o, int64_t horizon)
{
    enum state last = STATE_OPEN;
    bool begun = o->first != DATE_NONE;
    if (o->first > horizon)
        add_point(s, o->first, POINT_START, STATE_OPEN);
    for (size_t i = 0; i < o->events; i++) {
        const struct event *e = &o->event[i];
        if (!history_is_tool(e))
            continue;
        last = e->state;
        if (e->at > horizon && (i || !begun || e->state != STATE_OPEN))
            add_point(s, e->at, i || begun ? POINT_CHANGE : POINT_START, e->state);
    }
    if (state_is_live(o->state)) {
        if (o->last > horizon)
            add_point(s, o->last, POINT_SEEN, o->state);
        return;
    }
    int64_t at = o->resolved != DATE_NONE ? o->resolved : o->last;
    for (size_t i = 0; i < o->events; i++)
        if (o->event[i].state == STATE_RESOLVED)
            at = o->event[i].at;
    if (last != STATE_RESOLVED && at > horizon)
        add_point(s, at, POINT_CHANGE, STATE_RESOLVED);
    else if (at <= horizon && o->made > horizon)
        add_point(s, horizon, POINT_CHANGE, STATE_RESOLVED); /* a newer report corrects what was known */
}

/* Of what is said for one time the most open comes last, so that it holds. */
static int
by_time(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->kind != y->kind ? (int)x->kind - (int)y->kind : (int)y->state - (int)x->state;
}

/* A newer sighting of the same source, of equal ones the smallest bytes. */
static bool
is_newer(const struct sighting *x, const struct sighting *y)
{
    if (x->last != y->last)
        return x->last > y->last;
    int c = slice_compare(x->location, y->location);
    c = c ? c : slice_compare(x->version, y->version);
    c = c ? c : slice_compare(x->native, y->native);
    c = c ? c : slice_compare(x->rule, y->rule);
    return c < 0;
}

struct list { /* distinct JSON texts, in order */
    struct slice *at;
    size_t n, cap;
};

static int
by_bytes(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void
list_add(struct list *l, struct slice s)
{
    if (!s.p)
        return;
    l->at = xgrow(l->at, &l->cap, l->n + 1, sizeof *l->at);
    l->at[l->n++] = s;
}

/* The elements of an array's text (compact, as this program wrote it). */
static void
list_add_all(struct list *l, struct slice array)
{
    const char *p = array.p + 1, *end = array.p + array.n, *q, *why;
    if (!array.p || *array.p != '[')
        return;
    while (p < end && *p != ']' && (q = json_skip(p, end, &why))) {
        list_add(l, (struct slice){p, (size_t)(q - p)});
        p = q + (q < end && *q == ',');
    }
}

static struct slice *
list_keep(struct list *l, struct pool *pool, size_t *n)
{
    size_t kept = 0;
    if (l->n)
        qsort(l->at, l->n, sizeof *l->at, by_bytes);
    for (size_t i = 0; i < l->n; i++)
        if (!kept || !slice_same(l->at[kept - 1], l->at[i]))
            l->at[kept++] = l->at[i];
    struct slice *list = pool_alloc(pool, (kept + 1) * sizeof *list);
    if (kept)
        memcpy(list, l->at, kept * sizeof *list);
    *n = kept;
    return list;
}

static void
take_smaller(struct slice *to, struct slice s)
{
    if (s.p && (!to->p || slice_compare(s, *to) < 0))
        *to = s;
}

/* Rule, place, version and severity as the newest report has them. */
static void
take_newest(struct source *to, const struct sighting *o, size_t n, struct pool *pool)
{
    static struct list locations, versions, cwes; /* memory used again */
    const struct sighting *best = &o[0];
    locations.n = versions.n = cwes.n = 0;
    for (size_t i = 1; i < n; i++)
        if (is_newer(&o[i], best))
            best = &o[i];
    to->rule = best->rule;
    to->native = best->native;
    to->location = best->location;
    to->version = best->version;
    for (size_t i = 0; i < n; i++)
        to->seen_now |= !o[i].known && o[i].last == best->last && state_is_live(o[i].state);
    for (size_t i = 0; i < n; i++) {
        if (o[i].last != best->last)
            continue;
        if (severity_rank(o[i].severity) > severity_rank(to->severity))
            to->severity = o[i].severity;
        take_smaller(&to->exception, o[i].exception);
        list_add(&locations, o[i].location);
        list_add(&versions, o[i].version);
        list_add_all(&cwes, o[i].cwe);
        list_add_all(&locations, o[i].locations);
        list_add_all(&versions, o[i].versions);
    }
    to->locations = list_keep(&locations, pool, &to->nlocations);
    to->versions = list_keep(&versions, pool, &to->nversions);
    to->cwes = list_keep(&cwes, pool, &to->ncwes);
}

/* Last month's record of the source: of several the one that knows most. */
static void
take_known(struct source *to, const struct sighting *o, size_t n)
{
    const struct sighting *best = NULL;
    for (size_t i = 0; i < n && o[i].known; i++) {
        to->first = earlier(to->first, o[i].first);
        to->last = later(to->last, o[i].last);
        if (!best || known_until(&o[i]) > known_until(best) ||
            (known_until(&o[i]) == known_until(best) && o[i].state < best->state))
            best = &o[i];
    }
    if (!best)
        return;
    for (size_t i = 0; i < n && o[i].known; i++) {
        if (known_until(&o[i]) != known_until(best) || o[i].state != best->state)
            continue;
        take_smaller(&to->own_exception, o[i].own_exception);
        take_smaller(&to->recorded, o[i].exception);
    }
    to->known = true;
    to->start = to->state = best->state;
    to->resolved = best->resolved;
    to->until = known_until(best);
}

/* Of the records of one report only the most open ones speak: a merge never hides a live finding. */
static void
collect_points(struct sources *s, struct source *to, const struct sighting *o, size_t n, int64_t horizon)
{
    s->points = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && !o[i].known && o[j].report == o[i].report; j++) {
            to->first = earlier(to->first, o[j].first);
            to->last = later(to->last, o[j].last);
            if (o[j].state == o[i].state)
                add_points(s, &o[j], horizon);
        }
        if (o[i].known)
            j = i + 1;
    }
    if (s->points)
        qsort(s->point, s->points, sizeof *s->point, by_time);
}

struct walk { /* through the points of a source */
    struct run *run;
    struct sources *s;
    struct source *to;
    uint32_t number;
    int64_t seen; /* the last time that it was there; DATE_NONE: only its beginning is known */
};

static void
change(struct walk *w, int64_t at, enum state state, enum cause cause)
{
    w->to->state = state;
    w->to->resolved = state == STATE_RESOLVED ? at : DATE_NONE;
    sources_step(w->s, (struct step){.at = at, .source = w->number, .state = state, .cause = cause});
}

/* A successful activity that covers the source, later than it was seen, before `until`: it is gone. */
static void
look_for_absence(struct walk *w, int64_t until)
{
    if (!state_is_live(w->to->state) || w->seen == DATE_NONE)
        return;
    int64_t at = coverage_after(&w->run->coverage, w->to->place, w->seen);
    if (at != DATE_NONE && at < until)
        change(w, at, STATE_RESOLVED, CAUSE_ABSENT);
}

static void
walk_point(struct walk *w, const struct point *p)
{
    look_for_absence(w, p->at);
    enum state now = w->to->state;
    if (now == STATE_NONE) {
        change(w, p->at, p->state, CAUSE_START);
    } else if (now == STATE_RESOLVED && state_is_live(p->state)) {
        change(w, p->at, p->state, CAUSE_SEEN);
        w->seen = p->at;
    } else if (p->kind != POINT_START && p->state != now) {
        change(w, p->at, p->state, CAUSE_EXPORT);
    }
    if (p->kind == POINT_SEEN)
        w->seen = later(w->seen, p->at);
}

static void
follow(struct run *run, struct sources *s, struct source *to, const struct sighting *o, size_t n)
{
    struct walk w = {run, s, to, (uint32_t)(to - s->at), DATE_NONE};
    take_known(to, o, n);
    w.seen = to->known && state_is_live(to->start) ? to->until
                                                   : DATE_NONE; /* of a live one: when it was seen last */
    collect_points(s, to, o, n, to->until);
    for (size_t i = 0; i < s->points; i++)
        walk_point(&w, &s->point[i]);
    look_for_absence(&w, INT64_MAX);
    if (to->state != STATE_NONE)
        return;
    to->start = to->state = o[0].state; /* nothing says when */
    for (size_t i = 1; i < n; i++)
        to->start = to->state = o[i].state < to->state ? o[i].state : to->state;
}

static void
add_source(struct run *run, struct sources *s, struct members *m, const struct sighting *o, size_t n,
           uint32_t service)
{
    s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    struct source *to = &s->at[s->n++];
    *to = (struct source){.tool = o->tool, .category = o->category, .target = o->target};
    to->first = to->last = to->resolved = to->until = DATE_NONE;
    to->start = to->state = STATE_NONE;
    to->place = (struct place){names_put(&run->names, o->tool), names_put(&run->names, o->category),
                               names_put(&run->names, o->target), service};
    take_newest(to, o, n, &m->pool);
    follow(run, s, to, o, n);
}

void
sources_find(struct run *run, struct sources *s, struct members *m, uint32_t service)
{
    s->n = s->steps = 0;
    if (m->sightings)
        qsort(m->sighting, m->sightings, sizeof *m->sighting, by_source);
    for (size_t i = 0, j; i < m->sightings; i = j) {
        for (j = i; j < m->sightings && same_source(&m->sighting[j], &m->sighting[i]); j++)
            continue;
        add_source(run, s, m, m->sighting + i, j - i, service);
    }
}

void
sources_free(struct sources *s)
{
    free(s->at);
    free(s->step);
    free(s->point);
}
