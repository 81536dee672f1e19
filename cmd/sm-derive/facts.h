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
    bool closed_in_year;  /* a change to resolved in the 12 months before B */
    bool excused;         /* accepted or called a false positive on its due day */
    bool known_exploited; /* KEV entry made before B */
    bool due_next;        /* open, and due in the calendar period that follows */
    bool kev_overdue;     /* open, and D is later than the KEV due date */
    bool unverified;      /* the caller's: no activity covers it of late */
    enum answer in_time;  /* NONE: not due in the period, excused, or a false positive at B */
    int64_t age_days, time_to_resolve_days, time_to_detect_days,
        exposure_days;         /* NO_DAYS: none; exposure: the caller's */
    const char *detected_from; /* what time_to_detect_days starts at, or NULL */
    int64_t resolved; /* instant of the last resolution before B, where it still holds; else DATE_NONE */
    struct moves moves;
    int64_t
        survival_days;   /* from the clock's start to the last resolution, the acceptance, or the last day */
    bool survival_ended; /* … to a resolution; NO_DAYS: a false positive, or no clock */
    uint64_t flags;      /* all that is true or false, and what else has few values: facts_flags */
};

/* The facts that programs may read as numbers. */
enum number {
    NUMBER_AGE,
    NUMBER_SLA,
    NUMBER_DUE,
    NUMBER_RESOLVE,
    NUMBER_DETECT,
    NUMBER_EXPOSURE,
    NUMBER_SURVIVAL,
    NUMBER_SOURCES,
    NUMBER_PERIOD,
    NUMBER_COUNT
};

/* A member of a finding in its period, by what decides it. */
enum fact_sort {
    FACT_NONE,   /* no fact: the record's own member */
    FACT_FIXED,  /* the same for every finding */
    FACT_YES_NO, /* a bit of the flags */
    FACT_FLAGS,  /* no truth value, but the flags decide it */
    FACT_NUMBER  /* one of enum number */
};
enum fact_sort facts_sort(struct slice name, unsigned *which);  /* which: the bit, or the number */
uint64_t facts_mask(struct slice name);                         /* of the flags that decide it */
void facts_set_flags(struct facts *f, const struct subject *s); /* after all else is known */
int64_t facts_number(const struct facts *f, const struct subject *s, size_t period, enum number n);

int64_t facts_detect_days(const struct subject *s); /* time_to_detect_days, the same in every period */
void facts_find(struct facts *f, const struct subject *s, const struct period *p);
/* Appends the fields as JSON members, each with a comma in front. */
void facts_write(struct buf *b, const struct facts *f, const struct subject *s, const struct period *p);
void facts_write_period(struct buf *b,
                        const struct period *p); /* the two that every kind gets: period, as_of */

void write_bool(struct buf *b, const char *name, bool v);    /* ,"name":true */
void write_days(struct buf *b, const char *name, int64_t v); /* ,"name":12; NO_DAYS: null */

#endif
