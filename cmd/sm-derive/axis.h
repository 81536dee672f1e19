/* One axis: what it is along, what is counted there, and where that stands until it is added up. */
#ifndef DERIVE_AXIS_H
#define DERIVE_AXIS_H

#include "axes.h"
#include "effect.h"
#include "spread.h"
#include "table.h"

#define NOT_BY (-2)
#define IN_WHOLE (-1)
#define NO_GROUP SIZE_MAX

enum row_sort { ROWS_WHOLE, ROWS_FIELD, ROWS_PAIR, ROWS_SUPPLIER, ROWS_SERVICE, ROWS_RULE };

struct axis {
    enum row_sort rows;
    size_t fields[2]; /* of the cells */
    size_t group;     /* of the cells, or NO_GROUP */
    int *by;          /* for each metric: which of its breakdowns this is; or IN_WHOLE, NOT_BY */
    int part;         /* of movement, or -1 */
    bool owner;
    int topic;        /* of feedback, or -1 */
    struct map pairs; /* ROWS_PAIR: numbers of two texts → row */
    uint32_t (*texts)[2];
    size_t n_texts, cap_texts;
    struct map known; /* contents of views → number */
    const struct class **views;
    size_t n_views, cap_views; /* number 0 is none */
    struct table table;
    bool bound;
    bool rare;        /* along a member that hardly any finding has */
    uint32_t *absent; /* findings without it, by their views; not yet in the table */
    size_t cap_absent;
    /* where its rows have become too many for a table: they are not numbered, and what is counted of them
     * stands in the spread under their text, as numbers of effects */
    bool crowded; /* it gets a spread when everything is added up */
    struct spread *spread;
    struct effects effects;
    uint32_t *of_view; /* numbers of the views' effects, + 1; 0: not known yet; or EFFECT_NONE */
    size_t cap_of_view;
    struct effect shown; /* of the view looked at */
};

static inline size_t /* how many of `fields` it is along */
axis_fields(const struct axis *x)
{
    return x->rows == ROWS_FIELD ? 1 : x->rows == ROWS_PAIR ? 2 : 0;
}

void axes_sort_out(struct axes *a); /* which are bound and which are not */
#define LOOK_EVERY 1024             /* findings, for fields that are full */

#define EFFECT_NONE UINT32_MAX /* what the view counts can't stand in the spread */

#endif
