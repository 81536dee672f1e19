/* What the programs gave, added up: one series for each metric, breakdown and value, and in it one cell for
 * each period. Everything in a cell can be added to another run's: counts, histograms, sets. */
#ifndef DERIVE_CELLS_H
#define DERIVE_CELLS_H

#include "histogram.h"
#include "metric.h"
#include "record.h"
#include "scans.h"

struct evidence {        /* of the records that contributed */
    uint64_t by[3];      /* enum provenance */
    uint64_t unreviewed; /* typed by a person, checked by nobody */
    uint64_t unmatched;  /* that a join should have met and did not */
};

struct contribution { /* what is known of the record being counted */
    enum provenance provenance;
    bool unreviewed, unmatched;
};

struct noted { /* a value of `note_by`, and how often */
    struct slice text;
    uint64_t count;
};

struct cell {
    uint64_t outputs, yes; /* yes: true ones, of a ratio */
    uint64_t beside, needs;
    struct histogram values;
    struct map distinct;
    struct noted *noted;
    size_t n_noted, cap_noted;
    struct evidence evidence;
};

#define WHOLE SIZE_MAX /* in place of a breakdown */

struct series {
    size_t metric, by;      /* by: number of the metric's breakdown, or WHOLE */
    struct slice values[2]; /* absent: null; in the run's pool */
    uint64_t outputs;       /* over all periods */
    struct cell *at;        /* one for each period */
};

struct cells { /* zeroed before first use */
    const struct metrics *metrics;
    size_t periods;
    struct series *series;
    size_t n, cap;
    struct map places;
    struct pool pool;      /* for the run */
    struct fields *fields; /* one for each kind: what its metrics are broken down by */
    struct pool record;    /* for the record being counted */
    struct json_doc output, member;
    struct buf key;
    const struct contribution *now;
    enum kind kind;
};

void cells_init(struct cells *c, const struct metrics *m, size_t periods);
/* The record that the following calls are about: reads what its kind's metrics are broken down by. */
void cells_record(struct cells *c, enum kind kind, const struct record *r, const struct contribution *now);
/* An output of the metric's program. NULL, or why it can't be counted (static text). */
const char *cells_output(struct cells *c, size_t metric, size_t period, struct slice output);
enum side { SIDE_BESIDE, SIDE_NEEDS, SIDE_NOTE };
/* What stands beside: a predicate that held, or the value of `note_by`. */
void cells_side(struct cells *c, size_t metric, size_t period, enum side side, struct slice value);

struct series *cells_series(struct cells *c, size_t metric, size_t by, const struct slice values[2],
                            bool make); /* or NULL */
/* All series of a metric's breakdown in the order of their values: severities by rank, numbers in text as
 * numbers, null last. Allocated; *n long. */
struct series **cells_in_order(const struct cells *c, size_t metric, size_t by, size_t *n);
int cells_compare_values(struct slice key, struct slice a, struct slice b);
int severity_rank(struct slice severity); /* 0 is the highest */
void evidence_add(struct evidence *e, const struct contribution *c);
void evidence_sum(struct evidence *e, const struct evidence *other);
void cells_free(struct cells *c);

#endif
