/* Threat intelligence about vulnerabilities: KEV, EPSS, publication. */
#ifndef SM_JOIN_INTEL_H
#define SM_JOIN_INTEL_H

#include "../join.h"
#include "chains.h"

struct intel;

struct intels { /* zeroed before first use */
    struct intel *at;
    size_t n, cap;
    struct map by_cve;     /* → number */
    struct chains aliases; /* → numbers; a map of its own, as most records of 300,000 have none */
    struct pool *kept;
    struct slice last_date; /* EPSS rows share one date */
};

void intels_take(struct intels *t, json_val *root);
void intels_take_said(struct intels *t, const struct intel_said *said);
void intels_fill(struct intels *t, struct finding *f, bool *by_hand);
void intels_free(struct intels *t);

#endif
