/* Words in dates: months, days of the week, zones, in the languages that tools have been seen to write. */
#ifndef NORMALIZE_CALENDAR_H
#define NORMALIZE_CALENDAR_H

#include "buf.h"

int calendar_month(struct slice folded); /* 1 to 12, or 0 */
bool calendar_is_weekday(struct slice folded);
bool calendar_is_filler(struct slice folded);       /* `de`, `at`, `um`: says nothing */
bool calendar_zone(struct slice folded, int *east); /* a zone's minutes east of UTC */

#endif
