/* From what was added up to values: of a metric, of a cell of its breakdowns, in a period. */
#ifndef DERIVE_RESULTS_H
#define DERIVE_RESULTS_H

#include "runner.h"

struct population { /* all records of one kind */
    uint64_t records;
    struct evidence evidence;
};

struct result {
    bool known; /* false: no data, never 0 */
    double value;
    uint64_t numerator, denominator; /* ratios */
    uint64_t n;                      /* records the value rests on */
    uint64_t beside;
    struct evidence evidence;
    const struct cell *cell; /* NULL: nothing was counted, or a formula */
    const char *why;         /* known is false because of an error, or NULL */
};

struct results {
    struct cells *cells;
    struct runner *runner;
    const struct metrics *metrics;
    const struct periods *periods;
    struct population of[KIND_COUNT];
    bool any_time;       /* there is a finding or an activity with a time … */
    int64_t earliest;    /* … and the first: before it nothing was measured */
    bool *reconciled;    /* one for each period: open(A) and the changes give open(B) */
    double manual_share; /* of the dictionary */
};

void results_prepare(struct results *r); /* gives formulas their series; after everything is counted */
bool results_measured(const struct results *r, unsigned kinds,
                      size_t period); /* is 0 of them a number, or no data */
void results_get(struct results *r, size_t metric, size_t by, const struct slice values[2], size_t period,
                 struct result *out);
unsigned results_kinds(const struct results *r, size_t metric); /* that it or what it reads counts */
char results_confidence(const struct results *r, size_t metric, const struct result *value, size_t period);
void results_free(struct results *r);

#endif
