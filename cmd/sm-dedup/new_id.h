/* Ids of new findings, and what of their rows' keys they are made of. */
#ifndef DEDUP_NEW_ID_H
#define DEDUP_NEW_ID_H

#include "keys.h"

/* Where a new finding has its id from; names. */
struct id_parts {
    uint32_t scope, type, variant;
    uint64_t ordinal; /* among the new findings of the same scope, key and type, from 1 */
};

/* A key with its vulnerability under the aliases (alias.h). */
struct grouped_key {
    struct hash128 key;
    uint64_t group;
};

struct hash128 key_of_group(const struct grouped_key *k);
struct hash128 new_id(const struct names *names, struct hash128 key, const struct id_parts *parts);

#endif
