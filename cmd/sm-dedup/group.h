/* Findings after merging: which entries each has, and its id. */
#ifndef DEDUP_GROUP_H
#define DEDUP_GROUP_H

#include "run.h"

struct group {
    struct hash128 id;
    uint32_t service; /* name, as written; NO_NAME: none */
    uint32_t scope;
    uint32_t first; /* its entries are member[first … first + n) */
    uint32_t n;
};

struct groups {
    struct group *at; /* by service, then id */
    size_t n;
    uint32_t *member;
};

/* Joins entries that are the same finding (keys, times and scopes are settled), and gives each finding its
 * id: the one that it has had longest, else the hash of scope, key and ordinal. */
void groups_find(struct run *run, struct groups *g);
void groups_free(struct groups *g);

#endif
