#include "pairs.h"

#include <stdlib.h>

#include "mem.h"

void
pairs_grow(struct pairs *p)
{
    struct pairs old = *p;
    p->places = old.places ? 2 * old.places : 64;
    p->at = xcalloc(p->places, sizeof *p->at);
    for (size_t i = 0; i < old.places; i++)
        if (old.at[i].a)
            *pairs_place(p, old.at[i].a, old.at[i].b) = old.at[i];
    free(old.at);
}

size_t
pairs_memory(const struct pairs *p)
{
    return p->places * sizeof *p->at;
}

void
pairs_free(struct pairs *p)
{
    free(p->at);
    *p = (struct pairs){0};
}
