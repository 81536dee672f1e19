/* An axis that has too many rows for a table, at the end: every row comes once, with all that is counted of
 * it. What is kept of it is added to what is there already of the same value; of all others only what is
 * written: the first rows of lists and breakdowns, totals, checks. */
#ifndef DERIVE_CROWD_H
#define DERIVE_CROWD_H

#include "axis.h"

/* previous, keep: as of axes_count_crowds. The axis's spread is gone. */
void crowd_count(struct axes *a, struct axis *x, const struct previous *previous, bool keep);

#endif
