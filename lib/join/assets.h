/* The inventory: which asset a finding belongs to, and what the asset says about it. */
#ifndef SM_JOIN_ASSETS_H
#define SM_JOIN_ASSETS_H

#include "../finding.h"
#include "../tally.h"
#include "chains.h"

struct asset;

struct assets { /* zeroed before first use */
    struct asset *at;
    size_t n, cap;
    struct map by_name;     /* folded name → number */
    struct chains keys;     /* repos, images, hosts, accounts, names, services → numbers */
    struct pool *kept;      /* strings for the run */
    struct buf key, folded; /* scratch */
    struct buf asked, last; /* service and target looked up last … */
    size_t last_asset;      /* … and the answer */
    bool last_known;
};

/* root: a record of kind asset. Assets with one name are one: lists united, first value of a field, a
 * conflict is a note. */
void assets_take(struct assets *a, json_val *root, struct tally *notes);
/* Fills what is empty; *by_hand becomes true when a value came from a list that people keep. */
void assets_fill(struct assets *a, struct finding *f, struct pool *pool, struct tally *notes, bool *by_hand);
void assets_free(struct assets *a);

#endif
