#include "value.h"

#include <stdlib.h>

#include "../mem.h"

#define BLOCK (64u << 10)
#define FIRST_BLOCK (8u << 10) /* a small plan takes no more */
#define BLOCKS_KEPT (1u << 20)

struct memory_block {
    struct memory_block *next;
    size_t size;
    max_align_t bytes[];
};

void
memory_out(struct memory *m)
{
    longjmp(*m->out, 1);
}

void *
memory_more(struct memory *m, size_t n)
{
    struct memory_block *b = m->now ? m->now->next : m->first;
    while (b && b->size < n)
        b = b->next;
    if (!b) {
        size_t usual = m->first ? BLOCK : FIRST_BLOCK, size = n > usual ? n : usual;
        if (m->taken + size > m->most)
            memory_out(m);
        b = xmalloc(sizeof *b + size);
        *b = (struct memory_block){.size = size};
        m->taken += size;
        struct memory_block **end = m->now ? &m->now->next : &m->first;
        b->next = *end;
        *end = b;
    }
    m->now = b;
    m->p = (char *)b->bytes + n;
    m->end = (char *)b->bytes + b->size;
    return b->bytes;
}

/* One huge record must not hold its memory for the rest of the run. */
void
memory_reset(struct memory *m)
{
    if (m->taken > BLOCKS_KEPT)
        memory_free(m);
    m->now = NULL;
    m->p = m->end = NULL;
}

void
memory_free(struct memory *m)
{
    while (m->first) {
        struct memory_block *b = m->first;
        m->first = b->next;
        free(b);
    }
    m->now = NULL;
    m->p = m->end = NULL;
    m->taken = 0;
}
