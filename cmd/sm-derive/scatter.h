/* Findings along an axis that has too many rows for a table: what is counted of each goes into the axis's
 * spread, under every text that it is counted under. */
#ifndef DERIVE_SCATTER_H
#define DERIVE_SCATTER_H

#include "axis.h"

/* A number in the spread: what is counted under the key, and of which effect. */
enum scatter_to { TO_CELLS = 1, TO_PLACE = 2, TO_OWNER = 4, TO_TOPIC = 8, TO_RULE = 8 };
#define TO_BITS 4

/* Of two fields, the values as parts of a key (key_part); of a rule, its tool's number and its text: */
struct slice scatter_rule_of(struct slice key, uint32_t *tool);

void scatter_begin(struct axes *a, struct axis *x);
/* false: it has to stand in the table, as if the axis were not spread. */
bool scatter(struct axes *a, struct axis *x, uint32_t view, const struct subject *s);
/* The same of what stands there already. */
bool scatter_row(struct axes *a, struct axis *x, const struct tabled *pair);

#endif
