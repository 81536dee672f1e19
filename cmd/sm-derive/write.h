/* The records that sm-derive writes: definitions and metrics (checks and lists write themselves). */
#ifndef DERIVE_WRITE_H
#define DERIVE_WRITE_H

#include "results.h"
#include "stage.h"

/* Of each metric its series in order, found once for all periods. */
struct shelf {
    struct series ****lists; /* for each metric one array for each of its breakdowns */
    size_t **n;
    const struct metrics *metrics;
};

void shelf_fill(struct shelf *s, const struct results *r);
void shelf_free(struct shelf *s);

void write_definitions(struct buf *b, const struct dictionary *d, const struct metrics *m,
                       const struct period *p);
/* All metrics of a period: in order of id, the whole first, then the breakdowns by key and value. */
struct samm { /* shares from which on it is half, and most, of the applications */
    double half, most;
};
void write_metrics(struct stage *s, struct results *r, const struct shelf *shelf, const struct samm *samm,
                   size_t period);
/* The row of scorecard_tally: of the dashboard's metrics, against the period before where it is in the run.
 */
struct lists;
void write_scorecard(struct results *r, json_val *dashboard, const struct dictionary *d, size_t period,
                     struct lists *l);

#endif
