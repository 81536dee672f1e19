/* The inventory of systems: which controls apply to an asset, and which of them cover it in a period. */
#ifndef DERIVE_ASSETS_H
#define DERIVE_ASSETS_H

#include "judge.h"
#include "period.h"
#include "scans.h"

struct covered {
    bool yes;
    struct scan last; /* the last scan of the control before B, also one outside the window */
};

struct asset {
    struct slice text; /* the record; the inventory's */
    struct slice folded_product;
    struct slice name, service, product, owner, tier; /* service: the name where it has none */
    struct slice *services;                           /* folded: what an activity or a finding may call it */
    size_t n_services;
    struct slice *targets; /* folded */
    size_t n_targets;
    bool has_service;
    bool application, *applies; /* one for each control */
    bool has_repo;
    bool
        first; /* of all assets with a repo that have its service, the one by which that service is counted */
};

struct assets { /* zeroed before first use */
    struct asset *at;
    size_t n, cap;
    struct map services; /* folded names of all */
    struct pool pool;    /* texts for the run */
    struct buf scratch;
};

/* The record's text stays the caller's. judge has been asked about it. */
void assets_take(struct assets *a, struct record *r, const struct judge *j);
bool assets_have(struct assets *a, struct slice service); /* is a service in the inventory */
/* One struct for each control of the judge. */
void assets_coverage(const struct asset *a, const struct judge *j, struct scans *scans,
                     const struct period *p, struct covered *out);
void assets_ready(struct assets *a); /* after the last assets_take */
/* Is there a gate of the asset's service, or its name or an alias, in the period. gates: by folded service.
 */
bool assets_gated(const struct asset *a, const struct instants *gates, const struct period *p);
void assets_free(struct assets *a);

#endif
