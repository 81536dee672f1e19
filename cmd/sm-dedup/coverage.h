/* Which successful verification activities looked at a finding's place, and when. */
#ifndef DEDUP_COVERAGE_H
#define DEDUP_COVERAGE_H

#include "date.h"
#include "names.h"

/* What an activity covered, or where a finding was found: names, NO_NAME where not known. Services are
 * folded. */
struct place {
    uint32_t tool, category, target, service;
};

struct coverage_time {
    uint64_t place;
    int64_t at;
};

struct coverage { /* zeroed before first use */
    struct coverage_time *times;
    size_t n, cap;
};

void coverage_add(struct coverage *c, struct place p, int64_t at);
void coverage_sort(struct coverage *c); /* after the last coverage_add, before the first question */
/* The first activity later than t that covers the place, or DATE_NONE. An activity covers where tool and
 * category are equal and, where both have a target, the targets are; only where one has none, the services.
 */
int64_t coverage_after(const struct coverage *c, struct place p, int64_t t);
void coverage_free(struct coverage *c);

#endif
