/* What writing needs of the findings of each part, put by in memory part after part (parcels.h: in a file).
 */
#ifndef DEDUP_HEAPS_H
#define DEDUP_HEAPS_H

#include "keys.h"
#include "paged.h"

struct found { /* a group of the part at hand */
    struct hash128 id;
    const void *what; /* the text of one that is written as it was kept (intact.h); of another copies of its
                         entries, or NULL: they are looked up in the index */
    uint32_t length, form; /* of the text */
    uint32_t root, n, rank;
    bool as_kept, blocks;
};

#define HEAP_BLOCK 31 /* findings */

struct heap_block { /* of one heap */
    struct found at[HEAP_BLOCK];
    uint32_t n, next; /* next: the heap's; 0: no more */
};

struct heap {
    uint32_t first, last; /* blocks; 0: none */
};

struct heaps { /* zeroed before first use */
    struct heap_block *block;
    size_t blocks, cap;
    struct paged file;
    struct heap *at;
};

void heaps_open(struct heaps *h, size_t heaps, size_t finds); /* finds: in all of them together, at most */
void heaps_free(struct heaps *h);
void heaps_begin_block(struct heaps *h, struct heap *heap);

static inline void
heaps_add(struct heaps *h, size_t heap, const struct found *f)
{
    struct heap *to = &h->at[heap];
    if (!to->last || h->block[to->last].n == HEAP_BLOCK)
        heaps_begin_block(h, to);
    struct heap_block *b = &h->block[to->last];
    b->at[b->n++] = *f;
}

#endif
