/* The periods of a run: `2026-10`, `2026-Q4`, `2026`, or a range of one sort, `2025-11..2026-10`. */
#ifndef DERIVE_PERIOD_H
#define DERIVE_PERIOD_H

#include "date.h"

struct period {
    char previous[24];  /* name of the period before */
    char name[24];      /* 2026-10, 2026-Q4, 2026 */
    char as_of[40];     /* end of the last day, RFC 3339 */
    int64_t start;      /* A: first instant */
    int64_t end;        /* B: the instant after the last one; early where --as-of says so */
    int64_t first_day;  /* day of A */
    int64_t last_day;   /* D: the last calendar day before B */
    int64_t year_start; /* the instant 12 months before B (of 29 February: 28 February) */
    int64_t next_last;  /* last day of the calendar period after this one */
};

struct periods {
    struct period *at; /* owned */
    size_t n;
    size_t left_out; /* periods of the range that begin after --as-of */
};

/* as_of: an instant, or DATE_NONE. NULL, or why not (valid until the next call). */
const char *periods_parse(struct periods *p, const char *text, int64_t as_of);
void periods_free(struct periods *p);

#endif
