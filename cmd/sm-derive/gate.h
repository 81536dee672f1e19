/* --fail-on: a condition over metric values that fails the run. Each metric's id is a function:
 * `open_findings` is the whole, `open_findings({severity: "high"})` a cell. No data raises an error, which
 * fails the gate too, unless the condition says what stands for it: `(x // 0)`. */
#ifndef DERIVE_GATE_H
#define DERIVE_GATE_H

#include "results.h"

struct gate {
    const char *text;    /* the condition */
    struct slice *terms; /* `id` and `id(…)` in it, for the message */
    size_t n_terms, cap_terms;
    bool cells;                /* it may look at any cell of a breakdown */
    struct programs *programs; /* the condition, then its terms */
};

/* Compiles the condition and marks the metrics that it names as needed. A bad one is exit 2. */
void gate_load(struct gate *g, const char *text, struct metrics *m);
/* Judges it over the last period: says on standard error that it held, and with which values; exit status 1.
 */
void gate_judge(struct gate *g, struct results *r);
void gate_free(struct gate *g);

#endif
