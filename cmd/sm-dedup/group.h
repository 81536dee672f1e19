/* Findings after merging: which entries each has, and its id. */
#ifndef DEDUP_GROUP_H
#define DEDUP_GROUP_H

#include "heaps.h"
#include "order_parts.h"
#include "parcels.h"
#include "run.h"
#include "sort.h"
#include "twice.h"

struct copy { /* of an entry, with its first row (of an entry without `has_id` its only one) */
    struct entry entry;
    struct row row;
    uint32_t number;
};

struct group {
    struct hash128 id;
    uint32_t service; /* name, as written; NO_NAME: none */
    uint32_t scope;
    uint32_t root;             /* the entry that stands for all of them */
    uint32_t n;                /* entries */
    const struct copy *member; /* the root's first; valid until the next group */
};

struct groups {
    struct sort_list list; /* of one part, by service, then id; value: where it is found (groups_at) */
    char *base;            /* the part's found things: among the heaps, or in its parcel */
    struct heaps heaps;
    struct parcels parcels; /* where memory does not hold everything */
    struct copy *copy;
    size_t copies, copy_cap;
    struct order_parts parts;
    size_t done;        /* parts */
    uint32_t *rank;     /* of services, by name */
    struct twice twice; /* ids of new findings */
};

/* Joins entries that are the same finding (keys, times and scopes are settled), and gives each finding its
 * id: the one that it has had longest, else the hash of scope, key and ordinal. */
void groups_find(struct run *run, struct groups *g);
void groups_order(struct run *run, struct groups *g); /* the last step of it: group_order.c */
/* Does a group stand at that entry, and which? Its members are not filled in. */
bool group_is_at(const struct index *x, uint32_t entry);
void group_fill(const struct index *x, uint32_t root, struct group *g);
bool groups_next(struct run *run, struct groups *g); /* the next part; false: no more */
void groups_prefetch(const struct run *run, const struct groups *g,
                     size_t i); /* what will be loaded soon after i */
const struct found *groups_at(const struct groups *g, size_t i);
void groups_load(struct run *run, struct groups *g, const struct found *f, struct group *group);
void groups_free(struct groups *g);

#endif
