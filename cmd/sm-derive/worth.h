/* The annual review of the metrics themselves: what each costs to collect, how far it moved, and how many
 * actions cite it. One that costs and that nobody acts on is a candidate for removal. */
#ifndef DERIVE_WORTH_H
#define DERIVE_WORTH_H

#include "actions.h"
#include "lists.h"
#include "results.h"

/* Of the periods from the run's first one to this one. */
void worth_list(struct results *r, const struct actions *a, struct lists *l, size_t period);

#endif
