#include "line_key.h"

#include <stdlib.h>

#include "mem.h"

#define TEXTS (size_t)(F_COUNT - HOLE_LEAST)

/* Of numbers that are small and mostly the same: cheap, and the table asks for the key itself. */
static uint64_t
hash_of(const uint32_t *key, size_t n)
{
    uint64_t h = n;
    for (size_t i = 0; i < n; i++)
        h = (h ^ h >> 29 ^ key[i]) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

static void
make_key(struct line_keys *k)
{
    const struct stencil_line *l = &k->line;
    uint32_t *key = k->key + l->n + 1;
    memcpy(k->key, l->pieces, (l->n + 1) * sizeof *l->pieces);
    for (size_t i = 0; i < l->n_keyed; i++) {
        size_t hole = l->keyed[i];
        int what = stencils_what(&k->stencils, l->pieces[hole]);
        key[i] = texts_number(&k->texts[what - HOLE_LEAST], l->values[hole]);
    }
    k->n = l->n + 1 + l->n_keyed;
    k->hash = hash_of(k->key, k->n);
}

bool
line_keys_find(struct line_keys *k, struct slice line)
{
    if (!stencils_match(&k->stencils, line, &k->line))
        return false;
    make_key(k);
    return true;
}

/* The holes of a line, once it is settled what a hole is. */
static bool
find_holes(struct line_keys *k, struct slice line, bool *anew)
{
    for (;;) {
        bool found = holes_find(&k->holes, line);
        if (!k->holes.steady.changed)
            return found;
        k->holes.steady.changed = false;
        stencils_free(&k->stencils);
        *anew = true;
    }
}

bool
line_keys_learn(struct line_keys *k, struct slice line, bool *anew)
{
    const struct holes *h = &k->holes;
    *anew = false;
    if (!k->texts)
        k->texts = xcalloc(TEXTS, sizeof *k->texts);
    if (!find_holes(k, line, anew))
        return false;
    if (!stencils_match(&k->stencils, line, &k->line) &&
        (!stencils_learn(&k->stencils, line, h->at, h->n, h->marks, h->n_marks) ||
         !stencils_match(&k->stencils, line, &k->line)))
        return false;
    make_key(k);
    return true;
}

void
line_keys_narrow(struct line_keys *k)
{
    k->holes.narrow = true;
    stencils_free(&k->stencils);
}

size_t
line_keys_memory(const struct line_keys *k)
{
    size_t n = stencils_memory(&k->stencils);
    for (size_t i = 0; k->texts && i < TEXTS; i++)
        n += texts_memory(&k->texts[i]);
    return n;
}

void
line_keys_forget(struct line_keys *k)
{
    stencils_free(&k->stencils);
    for (size_t i = 0; k->texts && i < TEXTS; i++)
        texts_free(&k->texts[i]);
}

void
line_keys_free(struct line_keys *k)
{
    line_keys_forget(k);
    holes_free(&k->holes);
    free(k->texts);
}
