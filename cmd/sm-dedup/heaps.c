#include "heaps.h"

#include <stdlib.h>

#include "mem.h"

void
heaps_open(struct heaps *h, size_t heaps, size_t items)
{
    size_t most = items / HEAP_BLOCK + heaps + 1;
    h->at = xcalloc(heaps + 1, sizeof *h->at);
    h->block = paged_grow(&h->file, NULL, &h->cap, most, sizeof *h->block, most * sizeof *h->block);
    h->blocks = 1;
}

void
heaps_begin_block(struct heaps *h, struct heap *heap)
{
    uint32_t block = (uint32_t)h->blocks++;
    h->block[block].n = h->block[block].next = 0;
    if (heap->last)
        h->block[heap->last].next = block;
    else
        heap->first = block;
    heap->last = block;
}

void
heaps_take(const struct heaps *h, size_t heap, struct sort_list *to)
{
    for (uint32_t b = h->at[heap].first; b; b = h->block[b].next)
        for (size_t i = 0; i < h->block[b].n; i++)
            sort_add(to, h->block[b].at[i]);
}

void
heaps_free(struct heaps *h)
{
    paged_free(&h->file, h->block);
    free(h->at);
    *h = (struct heaps){0};
}
