#include "timeline.h"

#include <stdlib.h>
#include <string.h>

void
timeline_event(struct timeline *t, int64_t at, enum state state, struct slice why)
{
    t->event = xgrow(t->event, &t->cap, t->n + 1, sizeof *t->event);
    t->event[t->n++] = (struct event){at, state, why};
    t->state = state;
}

static struct slice
why_of(struct pool *pool, const char *before, struct slice name, const char *after)
{
    size_t n = strlen(before), m = strlen(after);
    char *p = pool_alloc(pool, n + name.n + m);
    memcpy(p, before, n);
    if (name.n)
        memcpy(p + n, name.p, name.n);
    memcpy(p + n + name.n, after, m);
    return (struct slice){p, n + name.n + m};
}

struct now { /* all sources at one time */
    struct sources *s;
    enum state *tool;  /* what each says */
    enum state *shown; /* and what exceptions make of it */
    size_t count[STATE_NONE + 1];
};

static void
show(struct now *now, size_t i, int64_t at)
{
    const struct source *s = &now->s->at[i];
    const struct cover *c = state_is_open(now->tool[i]) ? cover_at(s->cover, s->covers, at) : NULL;
    now->count[now->shown[i]]--;
    now->shown[i] = c ? c->state : now->tool[i];
    now->count[now->shown[i]]++;
}

static enum state
most_open(const struct now *now)
{
    for (int i = STATE_OPEN; i < STATE_NONE; i++)
        if (now->count[i])
            return (enum state)i;
    return STATE_NONE;
}

/* The exception that a source stands under at that time, with the state shown. */
static const struct cover *
cover_behind(const struct now *now, int64_t at, enum state shown)
{
    for (size_t i = 0; i < now->s->n; i++) {
        const struct source *s = &now->s->at[i];
        if (now->shown[i] != shown || now->tool[i] == shown)
            continue;
        const struct cover *c = cover_at(s->cover, s->covers, at);
        if (c)
            return c;
    }
    return NULL;
}

/* The exception that ended last among those that no longer hold. */
static const struct cover *
cover_ended(const struct now *now, int64_t at)
{
    const struct cover *last = NULL;
    for (size_t i = 0; i < now->s->n; i++) {
        const struct source *s = &now->s->at[i];
        if (!state_is_open(now->tool[i]) || now->shown[i] != now->tool[i])
            continue;
        for (size_t k = 0; k < s->covers; k++)
            if (s->cover[k].to <= at && (!last || s->cover[k].to > last->to))
                last = &s->cover[k];
    }
    return last;
}

static struct slice
why_shown(const struct now *now, enum state before, enum state shown, int64_t at, bool absent,
          struct pool *pool)
{
    const struct cover *c;
    if (shown == STATE_RESOLVED)
        return absent ? SLICE(WHY_GONE) : SLICE(WHY_EXPORT);
    if (!state_is_open(shown)) {
        c = cover_behind(now, at, shown);
        return c ? why_of(pool, WHY_ACCEPTED, c->id, "") : SLICE(WHY_EXPORT);
    }
    if (before == STATE_RESOLVED)
        return SLICE(WHY_AGAIN);
    c = state_is_open(before) ? NULL : cover_ended(now, at);
    return c ? why_of(pool, WHY_EXCEPTION, c->id, c->revoked ? " revoked" : " expired") : SLICE(WHY_EXPORT);
}

static void
say(struct timeline *t, const struct now *now, int64_t at, bool absent, struct pool *pool)
{
    enum state shown = most_open(now), before = t->state;
    if (before == STATE_NONE && shown != STATE_NONE) {
        timeline_event(t, at, STATE_OPEN, SLICE(WHY_FIRST));
        before = STATE_OPEN;
    }
    if (shown == before || shown == STATE_NONE)
        return;
    t->closed |= shown == STATE_RESOLVED;
    t->reopened |= before == STATE_RESOLVED;
    timeline_event(t, at, shown, why_shown(now, before, shown, at, absent, pool));
}

static void
add_cover_steps(struct sources *s, int64_t until)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct source *of = &s->at[i];
        for (size_t k = 0; k < of->covers; k++) {
            struct step step = {.source = (uint32_t)i, .cause = CAUSE_COVER};
            step.at = of->cover[k].from;
            if (step.at != INT64_MIN && step.at <= until)
                sources_step(s, step);
            step.at = of->cover[k].to;
            if (step.at != INT64_MAX && step.at <= until)
                sources_step(s, step);
        }
    }
}

/* Does an exception make the state? */
static bool
is_excepted(const struct timeline *t)
{
    size_t i = t->n;
    while (i && slice_starts(t->event[i - 1].why, WHY_MOVED))
        i--;
    return i && !state_is_open(t->state) && slice_starts(t->event[i - 1].why, WHY_ACCEPTED);
}

/* What a known source says now it says since some time between the last event and the time until which it is
 * known; what it said before made no other event. So until then it says what the finding said. What is open
 * in a finding that is not stood under an exception, and says so on. */
static void
add_known_steps(const struct timeline *t, struct sources *s, int64_t past)
{
    for (size_t i = 0; i < s->n; i++) {
        struct source *of = &s->at[i];
        if (!of->known || of->until <= past || !t->n || !state_is_live(t->state) ||
            (state_is_open(of->start) && is_excepted(t)))
            continue;
        sources_step(s, (struct step){.at = of->until, .source = (uint32_t)i, .state = of->start});
        s->step[s->steps - 1].number = 0; /* before what is new */
        of->start = t->state;
    }
}

static int
by_step(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void
begin(struct now *now, struct sources *s, int64_t at, struct pool *pool)
{
    *now = (struct now){.s = s};
    now->tool = pool_alloc(pool, (s->n + 1) * sizeof *now->tool);
    now->shown = pool_alloc(pool, (s->n + 1) * sizeof *now->shown);
    for (size_t i = 0; i < s->n; i++) {
        now->tool[i] = now->shown[i] = s->at[i].start;
        now->count[now->shown[i]]++;
        show(now, i, at);
    }
}

void
timeline_add(struct timeline *t, struct sources *s, int64_t first_seen, int64_t until, struct pool *pool)
{
    struct now now;
    int64_t past = t->n ? t->event[t->n - 1].at : INT64_MIN; /* what happened until then is not told again */
    bool absent = false, told = !t->n, new;
    add_cover_steps(s, until > past ? until : past);
    add_known_steps(t, s, past);
    if (s->steps)
        qsort(s->step, s->steps, sizeof *s->step, by_step);
    begin(&now, s, t->n ? past : first_seen, pool);
    for (size_t i = 0, j; i < s->steps; i = j) {
        int64_t at = s->step[i].at;
        if (at > past && !told) {
            say(t, &now, past, absent, pool);
            told = true;
        }
        absent = at > past ? false : absent;
        new = false;
        for (j = i; j < s->steps && s->step[j].at == at; j++) {
            const struct step *step = &s->step[j];
            absent |= step->cause == CAUSE_ABSENT;
            new |= step->cause != CAUSE_KNOWN;
            if (step->cause != CAUSE_COVER)
                now.tool[step->source] = step->state;
            show(&now, step->source, at > past ? at : past);
        }
        if (at > past && new)
            say(t, &now, at, absent, pool);
    }
    if (!told)
        say(t, &now, past, absent, pool);
    if (t->state == STATE_NONE)
        t->state = most_open(&now);
}

void
timeline_moved(struct timeline *t, struct slice from, int64_t at, struct pool *pool)
{
    if (!t->n)
        return;
    int64_t last = t->event[t->n - 1].at;
    timeline_event(t, at > last ? at : last, t->state, why_of(pool, WHY_MOVED, from, ""));
}

static void
write_event(struct buf *b, const struct event *e)
{
    buf_text(b, "{\"at\":");
    date_write_json(b, e->at);
    buf_format(b, ",\"state\":\"%s\",\"why\":", state_word(e->state));
    buf_json_slice(b, e->why);
    buf_byte(b, '}');
}

void
timeline_write(struct buf *b, const struct timeline *t)
{
    size_t from = 0;
    if (t->kept.n > 2 && t->old) {
        buf_add(b, t->kept.p, t->kept.n - 1);
        from = t->old;
    } else {
        buf_byte(b, '[');
    }
    for (size_t i = from; i < t->n; i++) {
        if (i)
            buf_byte(b, ',');
        write_event(b, &t->event[i]);
    }
    buf_byte(b, ']');
}

void
timeline_free(struct timeline *t)
{
    free(t->event);
}
