/* Issue-tracker items about findings: which one tracks a finding. */
#ifndef SM_JOIN_TICKETS_H
#define SM_JOIN_TICKETS_H

#include "../finding.h"
#include "chains.h"

struct ticket;

struct tickets { /* zeroed before first use */
    struct ticket *at;
    size_t n, cap;
    struct map by_key;
    struct chains keys; /* finding ids; CVE and service */
    struct pool *kept;
    struct buf key, folded;
};

void tickets_take(struct tickets *t, json_val *root);
void tickets_fill(struct tickets *t, struct finding *f, struct pool *pool, bool *by_hand);
void tickets_free(struct tickets *t);

#endif
