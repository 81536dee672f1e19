/* What the files of assets share: an asset, and the index in which it is found. */
#ifndef SM_JOIN_ASSET_H
#define SM_JOIN_ASSET_H

#include "assets.h"

#define SEVERAL (SIZE_MAX - 1) /* more than one asset fits */
#define NO_ASSET SIZE_MAX

enum asset_field { A_PRODUCT, A_SERVICE, A_OWNER, A_TIER, A_ENVIRONMENT, A_FIELDS };

struct asset {
    struct slice name;            /* as written, JSON text */
    struct slice field[A_FIELDS]; /* JSON text of a string; absent: not known */
    bool by_hand[A_FIELDS];       /* the field came from a list that people keep */
    bool name_by_hand;
    bool listing; /* a repository or account that is only listed: named after itself, of no service */
};

struct slice asset_folded(struct assets *a, struct slice s); /* valid until the next one */

/* asset_index.c: files it under its name and service and the lists of its record. */
void asset_file(struct assets *a, size_t asset, struct slice name, json_val *root);
/* The asset of a finding with this service or target, absent where it has none; SEVERAL; NO_ASSET. */
size_t asset_find(struct assets *a, struct slice service, struct slice target, struct tally *notes);
/* One with the field's value where all assets of the service agree on it; or NULL. */
const struct asset *asset_agreed(struct assets *a, struct slice service, enum asset_field field);

#endif
