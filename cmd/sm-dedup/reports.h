/* When the reports were made in which findings stood. */
#ifndef DEDUP_REPORTS_H
#define DEDUP_REPORTS_H

#include "run.h"

struct reports {        /* zeroed before first use */
    struct map numbers; /* report → place in at */
    struct made *at;
    size_t n, cap;
    uint64_t last; /* asked for last, with its place: most rows come with others of their report */
    size_t place;
};

void reports_note(const struct run *run, struct reports *reports, const struct row *r); /* one of its rows */
/* When the row's report was made, once all its rows have been noted; DATE_NONE: nothing says it. */
int64_t reports_made(const struct run *run, struct reports *reports, const struct row *r);
/* Is it a live finding that was seen before its report was made? Then it was seen at that time. */
bool report_shows_later(const struct row *r, int64_t made);
void reports_free(struct reports *reports);

#endif
