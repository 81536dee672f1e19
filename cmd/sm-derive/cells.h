/* What the programs gave, added up: one series for each metric, breakdown and value, and in it one cell for
 * each period. Everything in a cell can be added to another run's: counts, histograms, sets. Counts are kept
 * as changes from the period before, so that what holds for many periods costs as little as what holds for
 * one; cells_settle adds them up. */
#ifndef DERIVE_CELLS_H
#define DERIVE_CELLS_H

#include "cell.h"
#include "finding.h"
#include "metric.h"
#include "record.h"

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
    struct field *fields; /* all names that any metric is broken down by */
    size_t n_fields, cap_fields;
    struct group *groups; /* all breakdowns, each once */
    size_t n_groups, cap_groups;
    struct place **places; /* of each metric's breakdowns: group and slot */
    struct route *routes;  /* the same and more, for the way that every output takes */
    size_t *wholes;        /* the series of each metric's whole */
    struct map values;     /* text → number; 0 is null */
    struct slice *texts;
    size_t n_texts, cap_texts;
    struct pool pool;   /* for the run */
    struct pool record; /* for the record being counted */
    struct json_doc output, member;
    const struct contribution *now;
    enum kind kind;
};

void cells_init(struct cells *c, const struct metrics *m, size_t periods);
/* The record that the following calls are about: reads what its kind's metrics are broken down by. */
void cells_record(struct cells *c, enum kind kind, const struct record *r, const struct contribution *now);
/* component: JSON text that stands for it in breakdowns. */
void cells_finding(struct cells *c, const struct finding *f, struct slice component,
                   const struct contribution *now);
/* JSON text of an output as an output to be counted; its text lies in pool. *skip: it is null. NULL, or why
 * it can't be counted (static text). */
const char *cells_read_output(struct cells *c, size_t metric, struct slice json, struct pool *pool,
                              struct given *out, bool *skip);
/* What stands beside: a predicate that held, or the value of `note_by`. */
struct given cells_side(size_t metric, enum side side, struct slice text);
void cells_add(struct cells *c, const struct given *o, size_t from,
               size_t below); /* in periods from … below - 1 */
/* The same in one breakdown only, or WHOLE, for `times` records; of the values that their fields show
 * (field_show), or of the row that is shown. */
void cells_add_many(struct cells *c, const struct given *o, size_t by, size_t from, size_t below,
                    uint64_t times);
/* The breakdowns there are: groups of metrics that are broken down by the same fields. */
size_t cells_groups(const struct cells *c);
size_t cells_group_fields(const struct cells *c, size_t group, size_t fields[2]); /* how many: 1 or 2 */
size_t cells_group_of(const struct cells *c, size_t metric, size_t by);
size_t cells_rows(const struct cells *c, size_t group);
/* A row of a breakdown, the values of its fields. Counted of it is what follows until it is hidden, or a
 * field shows another value. */
bool cells_have_row(struct cells *c, size_t group, const struct slice values[2]);
void cells_show_row(struct cells *c, size_t group,
                    const struct slice values[2]); /* made where there is none */
void cells_hide_row(struct cells *c, size_t group);
/* So many more values of a metric's breakdown that have no series: they are not among the first CELLS_MAX. */
void cells_drop(struct cells *c, size_t metric, size_t by, size_t values);
void cells_settle(struct cells *c); /* after the last cells_add, before any question */

struct series *cells_series(struct cells *c, size_t metric, size_t by, const struct slice values[2],
                            bool make);                              /* or NULL */
size_t cells_count(const struct cells *c, size_t metric, size_t by); /* values that a breakdown has */
/* The order in which values are written, of a breakdown. */
int cells_compare(const struct breakdown *b, const struct slice x[2], const struct slice y[2]);
/* All series of a metric's breakdown in the order of their values: severities by rank, numbers in text as
 * numbers, null last. Allocated; *n long. */
struct series **cells_in_order(const struct cells *c, size_t metric, size_t by, size_t *n);
struct series **cells_first(const struct cells *c, size_t metric, size_t by,
                            size_t *n); /* the same in no order */
struct series **cells_of(const struct cells *c, size_t metric, size_t by,
                         size_t *n);        /* however many there are */
void cells_room(struct cells *c, size_t n); /* so many more can be made without moving those that there are */
void cells_free(struct cells *c);

#endif
