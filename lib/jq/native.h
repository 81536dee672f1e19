/* The native engine: a program of the subset that plan.h knows, compiled once and run on value after value.
 */
#ifndef SM_JQ_NATIVE_H
#define SM_JQ_NATIVE_H

#include "eval.h"
#include "outcome.h"

struct native {
    struct memory memory; /* the plan and its constants */
    struct plan *plan;    /* NULL: not native */
    size_t slots;
};

bool native_compile(struct native *n, struct slice program, const struct plan_constant *vars, size_t nvars,
                    struct buf *why);
void native_free(struct native *n);

/* The outputs and the error of one run. false: it took more than the native engine gives it; nothing was
 * noted. */
bool native_run(struct run *r, const struct native *n, yyjson_val *record, const uint32_t *keys,
                struct outcomes *s, struct outcome *result);

#endif
