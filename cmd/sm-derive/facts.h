/* What holds of a finding in one period: the fields that are computed before a metric's program runs. */
#ifndef DERIVE_FACTS_H
#define DERIVE_FACTS_H

#include "period.h"
#include "subject.h"

#define NO_DAYS INT64_MIN /* a number of days that does not exist */

struct moves { /* changes dated in the period: open(B) = open(A) + first - resolved + reopened - accepted +
                  returned */
    int64_t first, resolved, reopened, accepted, returned;
};

enum answer { ANSWER_NONE = -1, ANSWER_NO, ANSWER_YES };

struct facts {
    enum state at_start, at_end; /* last event before A, before B */
    bool open, open_at_start, is_new, closed, reopened, accepted, overdue, due_in_period, seen;
    bool excused;         /* accepted or called a false positive on its due day */
    bool known_exploited; /* KEV entry made before B */
    bool kev_overdue;     /* open, and D is later than the KEV due date */
    bool unverified;      /* the caller's: no activity covers it of late */
    enum answer in_time;  /* NONE: not due in the period, excused, or a false positive at B */
    int64_t age_days, time_to_resolve_days, time_to_detect_days,
        exposure_days;         /* NO_DAYS: none; exposure: the caller's */
    const char *detected_from; /* what time_to_detect_days starts at, or NULL */
    int64_t resolved; /* instant of the last resolution before B, where it still holds; else DATE_NONE */
    struct moves moves;
};

void facts_find(struct facts *f, const struct subject *s, const struct period *p);
/* Appends the fields as JSON members, each with a comma in front. */
void facts_write(struct buf *b, const struct facts *f, const struct subject *s, const struct period *p);
void facts_write_period(struct buf *b,
                        const struct period *p); /* the two that every kind gets: period, as_of */

void write_bool(struct buf *b, const char *name, bool v);    /* ,"name":true */
void write_days(struct buf *b, const char *name, int64_t v); /* ,"name":12; NO_DAYS: null */

#endif
