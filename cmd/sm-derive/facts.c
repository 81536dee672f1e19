#include "facts.h"

#include <string.h>

static bool
within(int64_t at, const struct period *p)
{
    return at != DATE_NONE && at >= p->start && at < p->end;
}

static void
count_move(struct moves *m, enum state from, enum state to)
{
    bool was = state_is_open(from), is = state_is_open(to);
    if (from == STATE_NONE)
        m->first += is;
    else if (from == STATE_RESOLVED)
        m->reopened += is;
    else if (!was)
        m->returned += is;
    else if (to == STATE_RESOLVED)
        m->resolved++;
    else
        m->accepted += !is;
}

static void
find_history(struct facts *f, const struct subject *s, const struct period *p)
{
    enum state before = STATE_NONE;
    bool resolved = false;
    for (size_t i = 0; i < s->n_events && s->events[i].at < p->end; i++) {
        const struct event *e = &s->events[i];
        if (e->at >= p->year_start)
            f->closed_in_year |= e->state == STATE_RESOLVED && before != STATE_RESOLVED;
        if (e->at >= p->start) {
            resolved |= e->state == STATE_RESOLVED && before != STATE_RESOLVED;
            f->reopened |= before == STATE_RESOLVED && state_is_open(e->state);
            count_move(&f->moves, before, e->state);
        } else {
            f->at_start = e->state;
        }
        before = e->state;
    }
    f->at_end = before;
    f->open = state_is_open(f->at_end);
    f->open_at_start = state_is_open(f->at_start);
    f->closed = resolved && !f->open;
    f->accepted = f->at_end == STATE_ACCEPTED;
}

/* Days from one instant's date to another's; NO_DAYS where one is missing or the second is earlier. */
static int64_t
days_between(int64_t from, int64_t to)
{
    if (from == DATE_NONE || to == DATE_NONE)
        return NO_DAYS;
    int64_t days = date_day(to) - date_day(from);
    return days < 0 ? NO_DAYS : days;
}

static void
find_due(struct facts *f, const struct subject *s, const struct period *p)
{
    if (s->due == NO_DAYS)
        return;
    f->overdue = f->open && p->last_day > s->due;
    f->due_next = f->open && s->due > p->last_day && s->due <= p->next_last;
    f->due_in_period = s->due >= p->first_day && s->due <= p->last_day && s->clock < p->end;
    if (!f->due_in_period)
        return;
    enum state on_due_day = subject_state(s, (s->due + 1) * DAY);
    f->excused = on_due_day == STATE_ACCEPTED || on_due_day == STATE_FALSE_POSITIVE;
    if (f->at_end != STATE_FALSE_POSITIVE && !f->excused)
        f->in_time = f->resolved != DATE_NONE && date_day(f->resolved) <= s->due ? ANSWER_YES : ANSWER_NO;
}

int64_t
facts_detect_days(const struct subject *s)
{
    return days_between(s->introduced != DATE_NONE ? s->introduced : s->published, s->first_seen);
}

static void
find_days(struct facts *f, const struct subject *s, const struct period *p)
{
    f->age_days = days_between(s->clock, p->end - 1);
    f->time_to_resolve_days = days_between(s->clock, f->resolved);
    f->time_to_detect_days = facts_detect_days(s);
    if (f->time_to_detect_days != NO_DAYS)
        f->detected_from = s->introduced != DATE_NONE ? "since introduction" : "since publication";
}

/* Of the state that holds at B: when it began. */
static int64_t
state_since(const struct subject *s, const struct period *p)
{
    int64_t since = DATE_NONE;
    enum state before = STATE_NONE;
    for (size_t i = 0; i < s->n_events && s->events[i].at < p->end; i++) {
        if (s->events[i].state != before)
            since = s->events[i].at;
        before = s->events[i].state;
    }
    return since;
}

static void
find_survival(struct facts *f, const struct subject *s, const struct period *p)
{
    f->survival_ended = f->at_end == STATE_RESOLVED;
    f->survival_days = f->at_end == STATE_FALSE_POSITIVE ? NO_DAYS
                       : f->survival_ended               ? f->time_to_resolve_days
                       : f->at_end == STATE_ACCEPTED     ? days_between(s->clock, state_since(s, p))
                                                         : f->age_days;
    if (s->clock == DATE_NONE || s->clock >= p->end)
        f->survival_days = NO_DAYS;
}

void
facts_find(struct facts *f, const struct subject *s, const struct period *p)
{
    *f = (struct facts){.in_time = ANSWER_NONE, .exposure_days = NO_DAYS, .resolved = DATE_NONE};
    find_history(f, s, p);
    if (f->at_end == STATE_RESOLVED)
        f->resolved = subject_resolution(s, p->end)->at;
    f->is_new = within(s->first_seen, p);
    int64_t last = s->last_seen == DATE_NONE ? s->first_seen : s->last_seen;
    f->seen = s->first_seen < p->end && last != DATE_NONE && last >= p->start;
    find_due(f, s, p);
    find_days(f, s, p);
    find_survival(f, s, p);
    f->known_exploited = s->kev && (s->kev_added == DATE_NONE || s->kev_added < p->end);
    f->kev_overdue =
        f->open && f->known_exploited && s->kev_due != DATE_NONE && p->last_day > date_day(s->kev_due);
}

void
write_bool(struct buf *b, const char *name, bool v)
{
    buf_text(b, ",\"");
    buf_text(b, name);
    buf_text(b, v ? "\":true" : "\":false");
}

void
write_days(struct buf *b, const char *name, int64_t v)
{
    buf_text(b, ",\"");
    buf_text(b, name);
    buf_text(b, "\":");
    if (v == NO_DAYS)
        buf_text(b, "null");
    else
        buf_int(b, v);
}

static void
write_text(struct buf *b, const char *name, const char *v)
{
    buf_text(b, ",\"");
    buf_text(b, name);
    buf_text(b, v && *v ? "\":\"" : "\":null");
    if (v && *v) {
        buf_text(b, v);
        buf_byte(b, '"');
    }
}

void
facts_write_period(struct buf *b, const struct period *p)
{
    write_text(b, "period", p->name);
    write_text(b, "as_of", p->as_of);
}

void
facts_write(struct buf *b, const struct facts *f, const struct subject *s, const struct period *p)
{
    facts_write_period(b, p);
    write_bool(b, "open", f->open);
    write_bool(b, "open_at_start", f->open_at_start);
    write_bool(b, "new", f->is_new);
    write_bool(b, "closed", f->closed);
    write_bool(b, "reopened", f->reopened);
    write_bool(b, "accepted", f->accepted);
    write_bool(b, "critical", s->critical);
    write_bool(b, "infrastructure", s->infrastructure);
    write_bool(b, "overdue", f->overdue);
    buf_text(b, ",\"due\":");
    date_write_json(b, s->due == NO_DAYS ? DATE_NONE : s->due * DAY);
    write_bool(b, "due_in_period", f->due_in_period);
    if (f->in_time == ANSWER_NONE)
        buf_text(b, ",\"in_time\":null");
    else
        write_bool(b, "in_time", f->in_time == ANSWER_YES);
    write_bool(b, "excused", f->excused);
    write_days(b, "age_days", f->age_days);
    write_days(b, "sla_days", s->sla_days);
    write_days(b, "time_to_resolve_days", f->time_to_resolve_days);
    write_days(b, "time_to_detect_days", f->time_to_detect_days);
    write_text(b, "time_to_detect_from", f->detected_from);
    write_days(b, "exposure_days", f->exposure_days);
    write_bool(b, "unverified", f->unverified);
    write_bool(b, "mapped", s->mapped);
    write_bool(b, "seen", f->seen);
    write_bool(b, "known_exploited", f->known_exploited);
    write_bool(b, "kev_overdue", f->kev_overdue);
    write_bool(b, "likely_exploited", s->likely_exploited);
    write_text(b, "state_at_end", state_names[f->at_end]);
    write_days(b, "survival_days", f->survival_days);
    write_bool(b, "closed_in_year", f->closed_in_year);
    write_bool(b, "survival_ended", f->survival_ended);
    write_days(b, "source_count", (int64_t)s->n_sources);
}

/* ---- for programs that are not run again ---- */

enum { /* bits of the flags */
       B_OPEN,
       B_OPEN_AT_START,
       B_NEW,
       B_CLOSED,
       B_REOPENED,
       B_ACCEPTED,
       B_CRITICAL,
       B_INFRASTRUCTURE,
       B_OVERDUE,
       B_DUE_IN_PERIOD,
       B_EXCUSED,
       B_UNVERIFIED,
       B_MAPPED,
       B_SEEN,
       B_KNOWN_EXPLOITED,
       B_KEV_OVERDUE,
       B_LIKELY_EXPLOITED,
       B_SURVIVAL_ENDED,
       B_CLOSED_IN_YEAR,
       B_IN_TIME,                    /* two bits */
       B_STATE = B_IN_TIME + 2,      /* three */
       B_DETECTED_FROM = B_STATE + 3 /* two */
};

static const struct {
    const char *name;
    enum fact_sort sort;
    unsigned which, bits;
} facts[] = {
    {"kind", FACT_FIXED, 0, 0},
    {"open", FACT_YES_NO, B_OPEN, 1},
    {"open_at_start", FACT_YES_NO, B_OPEN_AT_START, 1},
    {"new", FACT_YES_NO, B_NEW, 1},
    {"closed", FACT_YES_NO, B_CLOSED, 1},
    {"reopened", FACT_YES_NO, B_REOPENED, 1},
    {"accepted", FACT_YES_NO, B_ACCEPTED, 1},
    {"critical", FACT_YES_NO, B_CRITICAL, 1},
    {"infrastructure", FACT_YES_NO, B_INFRASTRUCTURE, 1},
    {"overdue", FACT_YES_NO, B_OVERDUE, 1},
    {"due_in_period", FACT_YES_NO, B_DUE_IN_PERIOD, 1},
    {"excused", FACT_YES_NO, B_EXCUSED, 1},
    {"unverified", FACT_YES_NO, B_UNVERIFIED, 1},
    {"mapped", FACT_YES_NO, B_MAPPED, 1},
    {"seen", FACT_YES_NO, B_SEEN, 1},
    {"known_exploited", FACT_YES_NO, B_KNOWN_EXPLOITED, 1},
    {"kev_overdue", FACT_YES_NO, B_KEV_OVERDUE, 1},
    {"likely_exploited", FACT_YES_NO, B_LIKELY_EXPLOITED, 1},
    {"closed_in_year", FACT_YES_NO, B_CLOSED_IN_YEAR, 1},
    {"survival_ended", FACT_YES_NO, B_SURVIVAL_ENDED, 1},
    {"in_time", FACT_FLAGS, B_IN_TIME, 2},
    {"state_at_end", FACT_FLAGS, B_STATE, 3},
    {"time_to_detect_from", FACT_FLAGS, B_DETECTED_FROM, 2},
    {"age_days", FACT_NUMBER, NUMBER_AGE, 0},
    {"sla_days", FACT_NUMBER, NUMBER_SLA, 0},
    {"due", FACT_NUMBER, NUMBER_DUE, 0},
    {"time_to_resolve_days", FACT_NUMBER, NUMBER_RESOLVE, 0},
    {"time_to_detect_days", FACT_NUMBER, NUMBER_DETECT, 0},
    {"exposure_days", FACT_NUMBER, NUMBER_EXPOSURE, 0},
    {"survival_days", FACT_NUMBER, NUMBER_SURVIVAL, 0},
    {"source_count", FACT_NUMBER, NUMBER_SOURCES, 0},
    {"period", FACT_NUMBER, NUMBER_PERIOD, 0},
    {"as_of", FACT_NUMBER, NUMBER_PERIOD, 0},
};
#define FACTS (sizeof facts / sizeof *facts)

static size_t
fact_of(struct slice name)
{
    size_t i = 0;
    while (i < FACTS && !slice_is(name, facts[i].name))
        i++;
    return i;
}

enum fact_sort
facts_sort(struct slice name, unsigned *which)
{
    size_t i = fact_of(name);
    *which = i < FACTS ? facts[i].which : 0;
    return i < FACTS ? facts[i].sort : FACT_NONE;
}

uint64_t
facts_mask(struct slice name)
{
    size_t i = fact_of(name);
    return i < FACTS ? (((uint64_t)1 << facts[i].bits) - 1) << facts[i].which : 0;
}

void
facts_set_flags(struct facts *f, const struct subject *s)
{
    const bool bits[] = {
        f->open,        f->open_at_start,    f->is_new,         f->closed,        f->reopened,
        f->accepted,    s->critical,         s->infrastructure, f->overdue,       f->due_in_period,
        f->excused,     f->unverified,       s->mapped,         f->seen,          f->known_exploited,
        f->kev_overdue, s->likely_exploited, f->survival_ended, f->closed_in_year};
    uint64_t flags = 0;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        flags |= (uint64_t)bits[i] << i;
    flags |= (uint64_t)(f->in_time + 1) << B_IN_TIME;
    flags |= (uint64_t)f->at_end << B_STATE;
    unsigned from = !f->detected_from ? 0 : s->introduced != DATE_NONE ? 1 : 2;
    f->flags = flags | (uint64_t)from << B_DETECTED_FROM;
}

int64_t
facts_number(const struct facts *f, const struct subject *s, size_t period, enum number n)
{
    switch (n) {
    case NUMBER_AGE:
        return f->age_days;
    case NUMBER_SLA:
        return s->sla_days;
    case NUMBER_DUE:
        return s->due;
    case NUMBER_RESOLVE:
        return f->time_to_resolve_days;
    case NUMBER_DETECT:
        return f->time_to_detect_days;
    case NUMBER_EXPOSURE:
        return f->exposure_days;
    case NUMBER_SURVIVAL:
        return f->survival_days;
    case NUMBER_SOURCES:
        return (int64_t)s->n_sources;
    case NUMBER_PERIOD:
    case NUMBER_COUNT:
        break;
    }
    return (int64_t)period;
}
