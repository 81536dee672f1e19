/* One-to-one pairs between two sides, as many as there can be, where only what is beyond doubt counts. */
#ifndef DEDUP_MATCHING_H
#define DEDUP_MATCHING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct matching_edge {    /* a pair that may be one */
    uint32_t left, right; /* any numbers; those of the two sides are told apart */
    bool sure;            /* given back: the pair is in every largest set of pairs */
};

/* Sets `sure`. Sets of pairs that hang together and are larger than MATCHING_MAX edges are never sure.
 * Returns how many edges are not. The edges come back in another order. */
size_t matching_find(struct matching_edge *edge, size_t n);

#endif
