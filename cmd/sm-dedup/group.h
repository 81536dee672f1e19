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

struct found { /* a group of the part at hand */
    struct hash128 id;
    const void *what; /* the text of one that is written as it was kept (intact.h); of another copies of its
                         entries, or NULL: they are looked up in the index */
    uint32_t length, form; /* of the text */
    uint32_t root, n, rank;
    bool as_kept, blocks;
    bool copied; /* a copy of its entry stands behind it (group_early.c) */
};

#define FOUND_BYTES \
    (2 * sizeof(struct sort_item) + sizeof(struct found) + PARCEL_STEP) /* while its part is written */
#define FOUND_STEPS (sizeof(struct found) / PARCEL_STEP)

struct groups {
    struct sort_list list; /* of one part, by service, then id; value: where it is found (groups_at) */
    char *base;            /* the part's found things: in `found`, in `now` or in its parcel */
    struct found *found;   /* of all parts */
    struct paged found_file;
    size_t founds;
    struct found *now; /* of the part, where ids were known early (early.h) */
    size_t now_cap;
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
bool groups_in_parcels(const struct run *run); /* has memory no room for everything? */
struct found group_found(struct run *run, uint32_t root, struct hash128 id, uint32_t rank,
                         bool as_kept); /* of one entry */
void groups_load(struct run *run, struct groups *g, const struct found *f, struct group *group);
void groups_free(struct groups *g);

#endif
