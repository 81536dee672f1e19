/* Months, quarters and years by name. No clock: a period is what the record says. */
#ifndef RENDER_PERIOD_H
#define RENDER_PERIOD_H

#include "buf.h"

enum grain { GRAIN_MONTH, GRAIN_QUARTER, GRAIN_YEAR };
#define GRAINS 3

struct period {
    enum grain grain;
    int64_t number; /* months, quarters or years since year 0: the one before is number − 1 */
};

bool period_read(struct slice text, struct period *p); /* 2026-10, 2026-Q4, 2026 */
void period_write(struct buf *b, struct period p);     /* as it is written in a record */
void period_name(struct buf *b, struct period p);      /* October 2026, Q4 2026, 2026 */
void period_short(struct buf *b, struct period p);     /* Oct 2026, Q4 2026, 2026 */
void period_said(struct buf *b, struct period p);      /* in a sentence: October, Q4, 2026 */
struct period period_last_month(struct period p);      /* 2026-Q3 → 2026-09 */
int64_t months_in(enum grain g);                       /* 1, 3, 12 */
int64_t period_last_day(struct period p);              /* civil day number */
const char *grain_word(enum grain g);                  /* month, quarter, year */

#endif
