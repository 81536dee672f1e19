/* Programs that the native engine does not run, in libjq. */
#ifndef SM_JQ_LIBJQ_H
#define SM_JQ_LIBJQ_H

#include "plan.h"
#include "programs.h"
#include "outcome.h"

struct libjq; /* compiled programs; owned by the caller */

/* Must have been true before all else. false: *why (static text) says why it can't be used. */
bool libjq_load(const char **why);
/* NULL: why says what is wrong with the first that does not compile. */
struct libjq *libjq_compile(const struct program_source *src, size_t n, const struct plan_constant *vars,
                            size_t nvars, struct buf *why);
void libjq_free(struct libjq *set);
/* Runs them on one value; program i has its results at s->of[which[i]]. */
void libjq_run(struct libjq *set, struct val record, struct outcomes *s, const size_t *which);

#endif
