/* Does what a plan gives follow from the shape of its input alone? See programs_copies. */
#ifndef SM_JQ_COPIES_H
#define SM_JQ_COPIES_H

#include "eval.h"

/* known: members of the input whose strings may be compared all the same. */
bool copies_of(const struct plan *p, size_t slots, struct val input, bool (*known)(struct slice member));

#endif
