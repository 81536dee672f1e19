#include "past.h"

#include <math.h>

#include "rows.h"

double
past_compare_value(const struct previous *p, struct checks *c, size_t period, const struct period *of,
                   const char *dimension, struct slice value, const struct flow *f)
{
    bool early;
    double open = 0;
    const struct published *whole = previous_whole(p, of, &early);
    if (!whole || (dimension && !previous_part(p, of, dimension, value, &open)))
        return NAN;
    if (!dimension)
        open = whole->open;
    checks_of_more(c, CHECK_PUBLISHED_OPENING, period, 1);
    if (open != (double)f->open_at_start)
        checks_count(c, CHECK_PUBLISHED_OPENING, period);
    return open;
}

bool
past_compare(struct movement *m, const struct previous *p, struct checks *c, size_t period,
             const struct period *of)
{
    const char *dimension;
    struct slice value;
    for (size_t i = 0; i < p->n; i++) /* what was published has a place, also where nothing is left of it */
        if (slice_is(p->at[i].period, of->previous) && p->at[i].dimension.p)
            movement_make_place(m, p->at[i].dimension, p->at[i].value);
    for (size_t i = 0; i < m->n; i++) {
        const struct flow *f = movement_place(m, i, period, &dimension, &value);
        double open = past_compare_value(p, c, period, of, dimension, value, f);
        if (!isnan(open))
            movement_publish(m, i, period, open);
    }
    return checks_found(c, CHECK_PUBLISHED_OPENING, period) > 0;
}

/* It lies in a part that differs, of every dimension in which one does. */
static bool
is_suspect(struct movement *m, const struct subject *s, size_t period)
{
    movement_finding(m, s);
    for (int part = 0; part < MOVEMENT_SINGLE; part++) {
        const struct flow *f = &m->flows[m->now[part] * m->periods + period];
        double open;
        if (movement_differs(m, part, period) && movement_published(m, m->now[part], period, &open) &&
            open == (double)f->open_at_start)
            return false;
    }
    return true;
}

/* 0: told late; 1: merged; 2: neither. -1: nothing of it lies before A. */
static int
rank_of(const struct subject *s, int64_t a, int64_t *last)
{
    size_t first_after = SIZE_MAX;
    bool late = false;
    *last = DATE_NONE;
    for (size_t i = 0; i < s->n_events; i++) {
        if (s->events[i].at >= a && s->events[i].order < first_after)
            first_after = s->events[i].order;
        if (s->events[i].at < a)
            *last = s->events[i].at;
    }
    for (size_t i = 0; i < s->n_events && s->events[i].at < a; i++)
        late |= s->events[i].order > first_after;
    if (*last == DATE_NONE)
        return -1;
    return late ? 0 : finding_has(s->f, F_ALSO) && !slice_is(s->f->f[F_ALSO], "[]") ? 1 : 2;
}

void
past_finding(struct movement *m, const struct subject *s, struct checks *c, size_t period,
             const struct period *of)
{
    static const char *const words[] = {"history told late", "merged with another",
                                        "last change before the period"};
    struct buf key = {0}, text = {0};
    int64_t last;
    int rank = rank_of(s, of->start, &last);
    if (rank < 0 || !is_suspect(m, s, period))
        return;
    key_ascending(&key, rank);
    key_descending(&key, last);
    key_text(&key, s->id);
    buf_slice(&text, s->id.p ? s->id : SLICE("(no id)"));
    if (s->title.p) {
        buf_text(&text, ": ");
        buf_slice(&text, s->title);
    }
    buf_format(&text, ": %s, ", words[rank]);
    date_write_day(&text, date_day(last));
    checks_example(c, CHECK_PUBLISHED_OPENING, period, buf_as_slice(&key), buf_as_slice(&text));
    buf_free(&key);
    buf_free(&text);
}
