/* Which findings each part has, put by in memory part after part. */
#ifndef DEDUP_HEAPS_H
#define DEDUP_HEAPS_H

#include "paged.h"
#include "sort.h"

#define HEAP_BLOCK 31 /* findings */

struct heap_block { /* of one heap */
    struct sort_item at[HEAP_BLOCK];
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

void heaps_open(struct heaps *h, size_t heaps, size_t items); /* items: in all of them together, at most */
void heaps_take(const struct heaps *h, size_t heap, struct sort_list *to); /* appends them, in their order */
void heaps_free(struct heaps *h);
void heaps_begin_block(struct heaps *h, struct heap *heap);

static inline void
heaps_add(struct heaps *h, size_t heap, struct sort_item item)
{
    struct heap *to = &h->at[heap];
    if (!to->last || h->block[to->last].n == HEAP_BLOCK)
        heaps_begin_block(h, to);
    struct heap_block *b = &h->block[to->last];
    b->at[b->n++] = item;
}

#endif
