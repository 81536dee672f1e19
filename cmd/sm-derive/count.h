/* Counting: every record is looked at once for each period, and what its metrics, the checks and the lists
 * want to know of it is added up. References first, then findings, then the records that findings have
 * something to say about. */
#ifndef DERIVE_COUNT_H
#define DERIVE_COUNT_H

#include "checks.h"
#include "inventory.h"
#include "releases.h"
#include "results.h"
#include "sla.h"

struct count {
    const struct periods *periods;
    struct runner *runner;
    struct judge judge;
    struct sla sla;
    struct scans scans;
    struct assets assets;
    struct exceptions exceptions;
    struct releases releases;
    struct cells cells;
    struct results results;
    struct movement movement;
    struct noise noise;
    struct lists lists;
    struct checks checks;
    struct subject_reader reader;
    struct covered *covered; /* one for each control */
    int64_t stale;           /* seconds after which a finding is unverified */
    double epss_bound;
    struct buf text; /* scratch */
};

void count_init(struct count *c, const struct dictionary *d, const struct periods *p, const struct metrics *m,
                struct runner *r);
void count_references(struct count *c, struct inventory *v,
                      struct tally *notes); /* assets, exceptions, scans, gates, releases */
void count_finding(struct count *c, struct record *r, struct tally *notes);
void count_items(struct count *c, struct inventory *v,
                 struct tally *notes); /* all other kinds, after the last finding */
void count_end(struct count *c,
               struct tally *notes); /* what is known only at the end: movement, noise, formulas */
void count_free(struct count *c);

#endif
