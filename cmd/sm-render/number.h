/* Numbers as people read them (report.md 5). Digits are grouped by U+202F, a unit follows U+00A0, minus is
 * U+2212: writers whose medium wants plain blanks change them. Nothing here knows a locale. */
#ifndef RENDER_NUMBER_H
#define RENDER_NUMBER_H

#include "buf.h"

#define NBSP "\xc2\xa0"
#define THIN "\xe2\x80\xaf"
#define MINUS "\xe2\x88\x92"

enum unit { UNIT_COUNT, UNIT_RATIO, UNIT_DAYS };

struct number { /* a number of a record */
    bool has;
    double v;
    struct slice text; /* as it was written */
};

struct percent {
    int whole;  /* 0 to 100, or above */
    char bound; /* '<' under 1 %, '>' above 99 %, else 0 */
};

struct percent number_percent(double a, double b); /* b > 0; half up, in integers while they are exact */
void number_write_percent(struct buf *b, struct percent p); /* 82 %, > 99 % */
void number_write_count(struct buf *b, struct number n);    /* 12 345; not whole: one decimal under 10 */
void number_write_whole(struct buf *b, int64_t v);          /* 12 345 */
double number_rounded(double v);                    /* as shown: integer from 10 up, else one decimal */
void number_write_rounded(struct buf *b, double v); /* 26, 4.5, −3 */
void number_write_exact(struct buf *b, double v);   /* up to three decimals: 99.5 */
void number_write_days(struct buf *b, double v, bool words); /* 26 d; in words 26 days, 1 day */
void number_write_date(struct buf *b,
                       struct slice text); /* 2026-10-31, 2026-10-31 14:05 UTC; other text as it is */

#endif
