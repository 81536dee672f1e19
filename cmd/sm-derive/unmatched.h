/* The lists of what has no other side: assets that no scan has looked at, exceptions and tickets that are
 * about nothing found. (Findings that no asset owns: listed.h.) */
#ifndef DERIVE_UNMATCHED_H
#define DERIVE_UNMATCHED_H

#include "lists.h"
#include "tickets.h"

void unmatched_asset(struct lists *l, size_t period, const struct asset *a, const struct judge *j);
void unmatched_exception(struct lists *l, size_t period, const struct exception *x,
                         const struct exception_facts *f, struct record *r);
/* One that was there before B: those that name a finding or a CVE first. */
void unmatched_ticket(struct lists *l, size_t period, const struct ticket *t, const struct period *p);

#endif
