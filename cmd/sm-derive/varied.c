#include "varied.h"

#include <stdlib.h>

#include "mem.h"

void
varied_grow(struct varied *v)
{
    struct varied old = *v;
    v->places = old.places ? 2 * old.places : 1024;
    v->at = xcalloc(v->places, sizeof *v->at);
    for (size_t i = 0; i < old.places; i++)
        if (old.at[i].alike)
            v->at[varied_place(v, old.at[i].alike, old.at[i].class)] = old.at[i];
    free(old.at);
}

void
varied_forget(struct varied *v)
{
    free(v->at);
    *v = (struct varied){0};
}
