/* What reports over time: a source is a tool, a category and a target (or service). A source is stale when
 * its last successful activity is too long ago; a tool's entries may be far more than its findings. */
#ifndef DERIVE_SOURCES_H
#define DERIVE_SOURCES_H

#include "checks.h"
#include "noise.h"

struct sources { /* zeroed before first use */
    struct source_of_reports *at;
    size_t n, cap;
    struct map known;
    struct pool pool;
    struct buf key;
};

void sources_take(struct sources *s, struct record *activity);
/* stale: seconds; events: a tool's last reports have that many times as many entries as it has findings;
 * minimum: of entries. */
void sources_check(struct sources *s, struct checks *c, const struct noise *noise,
                   const struct periods *periods, int64_t stale, double events, double minimum);
bool sources_any(const struct sources *s, const struct period *p); /* was there an activity in the period */
void sources_free(struct sources *s);

#endif
