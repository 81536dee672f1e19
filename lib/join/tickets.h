/* Issue-tracker items about findings: which one tracks a finding. */
#ifndef SM_JOIN_TICKETS_H
#define SM_JOIN_TICKETS_H

#include "../finding.h"
#include "../tally.h"
#include "chains.h"

struct ticket;

struct tickets { /* zeroed before first use */
    struct ticket *at;
    size_t n, cap;
    struct map by_key;
    struct chains keys; /* finding ids; CVE and service; addresses */
    struct pool *kept;
    struct buf key, folded;
};

void tickets_take(struct tickets *t, json_val *root);
/* Fills the ticket's key and, where it is empty, the owner. A finding's own ticket is looked up by key or address. */
void tickets_fill(struct tickets *t, struct finding *f, struct pool *pool, bool *by_hand);
void tickets_report(const struct tickets *t, struct tally *notes); /* those that match nothing */
void tickets_free(struct tickets *t);

#endif
