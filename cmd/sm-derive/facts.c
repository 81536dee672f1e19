#include "facts.h"

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
    if (from == DATE_NONE || to == DATE_NONE || date_day(to) < date_day(from))
        return NO_DAYS;
    return date_day(to) - date_day(from);
}

static void
find_due(struct facts *f, const struct subject *s, const struct period *p)
{
    if (s->due == NO_DAYS)
        return;
    f->overdue = f->open && p->last_day > s->due;
    f->due_in_period = s->due >= p->first_day && s->due <= p->last_day && s->clock < p->end;
    if (!f->due_in_period)
        return;
    enum state on_due_day = subject_state(s, (s->due + 1) * DAY);
    f->excused = on_due_day == STATE_ACCEPTED || on_due_day == STATE_FALSE_POSITIVE;
    if (f->at_end != STATE_FALSE_POSITIVE && !f->excused)
        f->in_time = f->resolved != DATE_NONE && date_day(f->resolved) <= s->due ? ANSWER_YES : ANSWER_NO;
}

static void
find_days(struct facts *f, const struct subject *s, const struct period *p)
{
    f->age_days = days_between(s->clock, p->end - 1);
    f->time_to_resolve_days = days_between(s->clock, f->resolved);
    int64_t began = s->introduced != DATE_NONE ? s->introduced : s->published;
    f->time_to_detect_days = days_between(began, s->first_seen);
    if (f->time_to_detect_days != NO_DAYS)
        f->detected_from = s->introduced != DATE_NONE ? "since introduction" : "since publication";
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
}
