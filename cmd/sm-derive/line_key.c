#include "line_key.h"

#include <stdlib.h>

#include "mem.h"

/* Of numbers that are small and mostly the same: cheap, and the table asks for the key itself. */
static uint64_t
hash_of(const uint32_t *key, size_t n)
{
    uint64_t h = n, two;
    for (size_t i = 0; i + 2 <= n; i += 2) {
        memcpy(&two, key + i, sizeof two);
        h = (h ^ two) * 0x9e3779b97f4a7c15u;
    }
    if (n % 2)
        h = (h ^ key[n - 1]) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

static struct texts *
texts_of(struct line_keys *k, int what)
{
    struct texts **texts = &k->texts[what - HOLE_LEAST];
    if (!*texts)
        *texts = xcalloc(1, sizeof **texts);
    return *texts;
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
        key[i] = texts_number(texts_of(k, what), l->values[hole]);
    }
    k->n = l->n + 1 + l->n_keyed;
    k->hash = hash_of(k->key, k->n);
}

static bool
match(struct line_keys *k, struct slice line)
{
    return stencils_match(&k->stencils, line, &k->room, &k->line);
}

/* What was found in the line before says the same as matching it now, unless all stencils are new. */
static bool
take_found(struct line_keys *k)
{
    const struct stencil_found *found = k->found;
    if (!found || found->age != k->stencils.age)
        return false;
    k->line = found->line;
    return true;
}

bool
line_keys_find(struct line_keys *k, struct slice line)
{
    if (!take_found(k) && !match(k, line))
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
    if (!match(k, line) &&
        (!find_holes(k, line, anew) ||
         !stencils_learn(&k->stencils, line, h->at, h->n, h->marks, h->n_marks) || !match(k, line)))
        return false;
    holes_same(&k->holes, &k->stencils, &k->line, line);
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
    for (size_t i = 0; i < KEYED_MOST; i++)
        n += k->texts[i] ? texts_memory(k->texts[i]) : 0;
    return n;
}

void
line_keys_forget(struct line_keys *k)
{
    stencils_free(&k->stencils);
    for (size_t i = 0; i < KEYED_MOST; i++)
        if (k->texts[i])
            texts_free(k->texts[i]);
}

void
line_keys_free(struct line_keys *k)
{
    line_keys_forget(k);
    holes_free(&k->holes);
    for (size_t i = 0; i < KEYED_MOST; i++)
        free(k->texts[i]);
}
