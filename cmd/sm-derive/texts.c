#include "texts.h"

#include <stdlib.h>

#include "mem.h"

uint32_t
texts_learn(struct texts *t, struct slice s, struct text_recent *recent)
{
    size_t next = t->known.n, at = t->known.keys.n, number = *map_put(&t->known, s, next);
    if (number == next) {
        t->at = xgrow(t->at, &t->cap, next + 1, sizeof *t->at);
        t->at[next] = at;
    }
    *recent = (struct text_recent){t->at[number], s.n, (uint32_t)number + 1};
    return (uint32_t)number;
}

size_t
texts_memory(const struct texts *t)
{
    return t->known.keys.n + t->known.places * 32 + t->cap * sizeof *t->at;
}

void
texts_free(struct texts *t)
{
    map_free(&t->known);
    free(t->at);
    *t = (struct texts){0};
}
