/* One cell: all that is counted of a metric's value in a period, and the outputs that are counted there. */
#ifndef DERIVE_CELL_H
#define DERIVE_CELL_H

#include "hash.h"
#include "histogram.h"
#include "metric.h"
#include "scans.h"

struct evidence {        /* of the records that contributed; changes from the period before wrap around */
    uint32_t by[3];      /* enum provenance */
    uint32_t unreviewed; /* typed by a person, checked by nobody */
    uint32_t unmatched;  /* that a join should have met and did not */
};

struct contribution { /* what is known of the record being counted */
    enum provenance provenance;
    bool unreviewed, unmatched;
};

struct noted { /* a value of `note_by`, and how often */
    struct slice text;
    uint64_t count;
};

struct detail {                      /* what only some aggregates need */
    struct histogram values, others; /* others: of what has not come to its end (censored) */
    struct map distinct;
    struct noted *noted;
    size_t n_noted, cap_noted;
};

struct cell {
    uint32_t outputs, yes; /* yes: true ones, of a ratio */
    uint32_t beside, needs;
    struct evidence evidence;
    struct detail *more; /* NULL: nothing */
};

enum side { SIDE_VALUE, SIDE_BESIDE, SIDE_NEEDS, SIDE_NOTE };

#define OWN_MAX 4 /* dimensions that a program sets itself for one output */
struct given {    /* one output of a metric's program, ready to be counted */
    size_t metric;
    enum side side;
    bool yes;          /* true, of a ratio; it has come to its end, of km_median and restricted_mean */
    double number;     /* sum, mean, median, … */
    struct slice text; /* distinct, note */
    size_t n_own;
    struct own {
        size_t field; /* number among c->fields */
        uint32_t value;
    } own[OWN_MAX];
};

/* What of an output is more than numbers: a value, a text, a note. Texts lie in pool. */
void cell_add_detail(struct cell *cell, const struct given *o, enum aggregate aggregate, uint64_t times,
                     struct pool *pool);
void cell_free(struct cell *cell); /* its details */
void evidence_add(struct evidence *e, const struct contribution *c, uint32_t times);
void evidence_sum(struct evidence *e, const struct evidence *other);

#endif
