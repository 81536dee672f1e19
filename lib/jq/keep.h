/* Lines of one report differ in .raw and .source; what depends on neither is the same for all of them. It is
 * worked out for the first and kept for the others: as long as run.same stays the same number. */
#ifndef SM_JQ_KEEP_H
#define SM_JQ_KEEP_H

#include "eval.h"

struct kept {
    uint64_t same; /* of the run that left it */
    struct val v;
};

/* Finds the largest parts of a plan that are the same from line to line; they look there first from now on.
 * Gives how many there are. */
uint32_t keep_plan(struct plan *p, size_t slots);
bool keep_is_same(const struct plan *p); /* found to be the same from line to line */
struct val keep_value(struct memory *m,
                      struct val v); /* a copy; containers that were read stay where they are */

#endif
