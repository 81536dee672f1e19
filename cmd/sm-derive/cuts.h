/* Lines that are cut alike: they have one key (line_key.h). What is the same in all of them is read once, and
 * the findings of the others are filled from it and from their holes. */
#ifndef DERIVE_CUTS_H
#define DERIVE_CUTS_H

#include "filling.h"
#include "line_key.h"

struct cut {
    struct alike *alike; /* the caller's; NULL: a new one */
    uint32_t form;       /* of thin.h, the caller's; 0: none yet */
    struct filling filling;
    size_t n_key;
    uint32_t key[];
};

struct cuts { /* zeroed before first use, but for keys.holes.bound */
    struct line_keys keys;
    struct cut_place { /* found by the hash of the key; cut: NULL: it is free */
        uint64_t hash;
        struct cut *cut;
    } * at;
    size_t n, places; /* places: a power of two */
    struct pool pool;
    size_t memory, memory_of_keys; /* of table and pool; of the latter */
};

struct cut *cuts_find(struct cuts *c, struct slice line); /* NULL: it is cut as none before */
/* A cut for a valid line that has none; NULL: it is not that simple. keys.holes is the line's. All others may
 * be gone by then. */
struct cut *cuts_learn(struct cuts *c, struct slice line);
void cuts_narrow(struct cuts *c); /* there are too many, for nothing: fewer are to be made. All are gone */
/* The finding of the line that was asked about last. false: it is no valid text. */
bool cuts_fill(const struct cuts *c, struct cut *cut, struct slice line, struct subject_reader *reader);
void cuts_forget(struct cuts *c); /* all of them */
void cuts_free(struct cuts *c);

#endif
