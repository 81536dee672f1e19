/* Times as the stream has them: RFC 3339 in UTC, whole seconds, and civil days. No clock, no time zone. Other
 * notations are read in sm-normalize only. */
#ifndef SM_DATE_H
#define SM_DATE_H

#include "buf.h"

#define DATE_NONE INT64_MIN /* no time */
#define DAY 86400

int64_t date_days(int64_t year, int month, int day);                      /* days from 1970-01-01, proleptic Gregorian */
void date_civil(int64_t days, int64_t *year, int *month, int *day);       /* and back */
int date_month_days(int64_t year, int month);
int64_t date_day(int64_t seconds);                                        /* civil day (UTC) of an instant */
int64_t date_parse(struct slice s);   /* seconds of `2026-10-31T14:05:00[.5](Z|±hh:mm)` or of midnight of `2026-10-31`;
                                         DATE_NONE for anything else */
int date_digits(struct slice s, size_t at, size_t n); /* n digits at s.p[at] as a number, or -1 */
bool date_is_day(struct slice s);     /* is it `YYYY-MM-DD`, a real date */
int64_t date_end_of(struct slice s);  /* what --as-of means: the last second of a day or of a month (`2026-10`), else
                                         the instant; DATE_NONE as above */
void date_write(struct buf *b, int64_t seconds);      /* 2026-10-31T14:05:00Z, no quotes */
void date_write_json(struct buf *b, int64_t seconds); /* quoted; DATE_NONE: null */
void date_write_day(struct buf *b, int64_t days);     /* 2026-10-31, no quotes */

#endif
