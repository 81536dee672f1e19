/* One report's locations of a rule against the occurrences that are known: which is which. */
#ifndef DEDUP_PAIRING_H
#define DEDUP_PAIRING_H

#include "run.h"

struct item {       /* an occurrence that is known */
    uint64_t place; /* rule and file */
    uint64_t native, told;
    int64_t seen;
    struct place covered; /* for coverage */
    uint32_t entry, line, base;
    uint32_t number; /* in order of first appearance, for ties */
    bool closed, used, gone;
};

struct spot { /* a location in the report at hand */
    uint64_t place, native, told;
    int64_t seen;
    uint32_t row, line; /* row: its place in pairing.at */
    bool used, live;
};

struct evidence { /* an id that an item or a spot has */
    uint64_t id;
    size_t at;
};

struct occurrence { /* a row, copied: those of one rule stand anywhere in the index */
    struct row row;
    struct hash128 id; /* of its entry */
};

struct pairing { /* memory of one run, used again by every partition */
    struct run *run;
    struct occurrence *at; /* those of some partitions */
    size_t at_cap;
    struct item *item;
    size_t items, item_cap;
    struct spot *spot;
    size_t spots, spot_cap;
    struct evidence *a, *b;
    size_t a_cap, b_cap;
    uint32_t *old, *new, *row;
    size_t *old_item, *new_spot, *to;
    size_t old_cap, new_cap, old_item_cap, new_spot_cap, to_cap, row_cap;
    int64_t made; /* of the report at hand */
    bool known;   /* last month's output has findings of this partition */
};

int pairing_by_evidence(const void *a, const void *b); /* for qsort: by id, then by place in the list */
/* Items [i, ie) and spots [s, se) are of one rule and file; items stand by line, live ones first, spots by
 * line. */
void pairing_file(struct pairing *p, size_t i, size_t ie, size_t s, size_t se);
void pairing_renamed(struct pairing *p); /* what is left of all items and spots */
void pairing_free(struct pairing *p);

#endif
