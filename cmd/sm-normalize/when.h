/* Every notation of a time that exports use. No zone means UTC; a day only means its midnight. */
#ifndef NORMALIZE_WHEN_H
#define NORMALIZE_WHEN_H

#include "date.h"

enum when {
    WHEN_NONE,      /* nothing, or what stands for nothing: 0001-01-01, 1970-01-01, 9999-12-31, "never",
                       placeholders */
    WHEN_TIME,      /* a time */
    WHEN_AMBIGUOUS, /* 03/04/2026: day or month first? */
    WHEN_UNKNOWN    /* not a time */
};

enum when when_read(struct slice s, int64_t *seconds); /* *seconds only for WHEN_TIME, else DATE_NONE */
enum when when_epoch(double value, int64_t *seconds);  /* seconds, milli-, micro- or nanoseconds, a
                                                          spreadsheet's or a Julian day, by size */

#endif
