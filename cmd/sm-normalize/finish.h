/* What a record gets after its program, its tags and -m have spoken: defaults, times, timeline, report. */
#ifndef NORMALIZE_FINISH_H
#define NORMALIZE_FINISH_H

#include "build.h"
#include "reports.h"

/* Before -m: what every record of the kind has when nothing else says it. */
void finish_defaults(struct built *b, const struct format *f, const struct report *r, struct pool *pool);

/* The fields of a finding that defaults stand in for. */
#define FINISH_DEFAULTED 9
extern const enum finding_field finish_defaulted[FINISH_DEFAULTED];

/* After -m. What it gives lives until the next finding is finished. `at` is the report's time, `decided` when
 * an exception of the same entry was granted (both DATE_NONE where not known). */
void finish_finding(struct built *b, int64_t at, int64_t decided, struct pool *pool);
/* The fields that it goes by, beside those times, and that it gives. */
#define FINISH_GOES_BY 7
#define FINISH_GIVES 5
extern const enum finding_field finish_goes_by[FINISH_GOES_BY], finish_gives[FINISH_GIVES];

/* NULL, or the name of the field without which the record can't be. *guessed: the report's time had to stand
 * in. */
const char *finish_other(struct built *b, int64_t at, bool *guessed, struct pool *pool);
bool
finish_out_of_order(const struct built *b); /* an incident that was resolved before it began, or the like */

#endif
