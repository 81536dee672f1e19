/* The run: records are taken in any order; findings wait until everything else is known, then all is counted
 * and said. */
#ifndef DERIVE_DERIVE_H
#define DERIVE_DERIVE_H

#include "period.h"
#include "stage.h"

struct derive_options { /* as given on the command line; NULL: not given */
    const char *period, *as_of, *dictionary, *previous_metrics;
    struct buf metrics, by; /* empty: not given; must outlive the run */
    bool partial, merge;    /* not both */
    const char **fail_on;
    size_t n_fail_on;
};

struct derive;

/* Loads dictionary and metrics and compiles every program; what is wrong with them is exit 2. */
struct derive *derive_new(struct derive_options *o);
/* Instead of a run: one line for each metric with id, title, owner, unit, direction and the best confidence
 * it can have, tabs between. The exit status. */
enum exit_code derive_list(struct derive_options *o, struct stage *s);
void derive_begin(struct derive *d, struct stage *s);                  /* notes on what was loaded */
bool derive_take(struct derive *d, struct stage *s, struct record *r); /* false: not a kind that is counted */
void derive_finish(struct derive *d, struct stage *s);                 /* counts, writes, judges --fail-on */
void derive_free(struct derive *d);

#endif
