/* The lists of what has no other side: findings that no asset of the inventory owns, assets that no scan has
 * looked at, exceptions and tickets that are about nothing found. */
#ifndef DERIVE_UNMATCHED_H
#define DERIVE_UNMATCHED_H

#include "lists.h"
#include "tickets.h"

/* An open finding whose service is not in the inventory. */
void unmatched_finding(struct lists *l, size_t period, const struct subject *s, const struct facts *f);
void unmatched_asset(struct lists *l, size_t period, const struct asset *a, const struct judge *j);
void unmatched_exception(struct lists *l, size_t period, const struct exception *x,
                         const struct exception_facts *f, struct record *r);
/* One that was there before B: those that name a finding or a CVE first. */
void unmatched_ticket(struct lists *l, size_t period, const struct ticket *t, const struct period *p);

#endif
