/* What a value is against the calendar period before it (report.md 5): a difference of the two shown values,
 * and the flat rule. A reading aid, not a significance test. Also how a single value is shown. */
#ifndef RENDER_CHANGE_H
#define RENDER_CHANGE_H

#include "model.h"

enum change_kind {
    CHANGE_UNKNOWN, /* no value now, or none in the period before, or too few cases for a percentage */
    CHANGE_HIDDEN,  /* the period is not over */
    CHANGE_FIRST,   /* no earlier value at all */
    CHANGE_SAME,    /* the shown values are equal */
    CHANGE_FLAT,    /* about the same */
    CHANGE_MOVED
};

struct change {
    enum change_kind kind;
    double delta; /* of the shown values; ratios in points */
    int better;   /* 1 better, -1 worse, 0 no direction */
};

struct change change_of(const struct model *m, const struct series *s);
void change_write(struct buf *b, enum unit unit, struct change c); /* +2, −6 pt, =, ≈, first, n/a */
const char *change_word(struct change c);                          /* better, worse, or "" */

bool value_is(const struct metric *v); /* there is a number: not null, no record missing */
bool value_is_few(const struct model *m,
                  const struct metric *v); /* rests on fewer than `few`; counts never */
bool value_is_tiny(const struct model *m, const struct metric *v); /* … on fewer than `none` */
double value_shown(const struct metric *v); /* the number that is shown: percent, rounded days, count */
/* 6, 82 %, 15 of 18, 26 d, n/a. whole: a small ratio's percentage too, "15 of 18 (83 %)". */
void value_write(struct buf *b, const struct model *m, const struct metric *v, bool whole);
/* The number alone, in full for sentences: 82 %, 26 days, 6. */
void value_write_number(struct buf *b, const struct metric *v, bool words);
void value_write_target(struct buf *b, const struct metric *v); /* ≤ 0, ≥ 90 %; nothing without a target */
void value_write_goal(struct buf *b, const struct metric *v,
                      bool words);                         /* the target's number: 90 %, 30 days */
void value_write_n(struct buf *b, const struct metric *v); /* n, grouped, or nothing */

#endif
