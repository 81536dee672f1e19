/* Programs that the native engine does not run, in libjq, in a process of their own: libjq 1.6 aborts, reads
 * beyond its strings or takes all memory on some values. There it ends that process and the record fails, not
 * the run. */
#ifndef SM_JQ_SANDBOX_H
#define SM_JQ_SANDBOX_H

#include "libjq.h"

struct sandbox; /* owned by the caller; the sources and variables it was started with live longer */

/* NULL: why says what is wrong with the first program that does not compile. */
struct sandbox *sandbox_start(const struct program_source *src, size_t n, const struct plan_constant *vars,
                              size_t nvars, struct buf *why);
void sandbox_free(struct sandbox *b);

/* Runs them on one value; program i has its results at s->of[which[i]]. false: libjq ended on it, and no
 * program has a result; the next value starts it anew. */
bool sandbox_run(struct sandbox *b, struct slice json, struct outcomes *s, const size_t *which);

#endif
