/* The lists of findings: which of them a finding stands in, in which place, and what its row says. */
#ifndef DERIVE_LISTED_H
#define DERIVE_LISTED_H

#include "lists.h"

void lists_finding(struct lists *l, size_t period, const struct period *p, const struct subject *s,
                   const struct facts *f);
/* The lists that it stands in, as places to be taken (rows.h): all but the id is the same for all findings
 * that are like it. Gives how many; at most LISTED_MAX. Their texts lie in the pool. */
#define LISTED_MAX 5
size_t lists_places(struct lists *l, size_t period, const struct period *p, const struct subject *s,
                    const struct facts *f, struct place_in_rows *out, struct pool *pool);

#endif
