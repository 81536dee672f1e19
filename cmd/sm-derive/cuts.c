#include "cuts.h"

#include <stdlib.h>

static struct cut_place *
place_of(const struct cuts *c, uint64_t hash)
{
    size_t i = (size_t)hash & (c->places - 1);
    while (c->at[i].cut && c->at[i].hash != hash)
        i = (i + 1) & (c->places - 1);
    return &c->at[i];
}

static void
grow(struct cuts *c)
{
    struct cut_place *old = c->at;
    size_t n = c->places;
    c->places = n ? 2 * n : 64;
    c->at = xcalloc(c->places, sizeof *c->at);
    c->memory += (c->places - n) * sizeof *c->at;
    for (size_t i = 0; i < n; i++)
        if (old[i].cut)
            *place_of(c, old[i].hash) = old[i];
    free(old);
}

static bool
has_key(const struct cut *cut, const struct line_keys *k)
{
    return cut->n_key == k->n && memcmp(cut->key, k->key, k->n * sizeof *k->key) == 0;
}

struct cut *
cuts_find(struct cuts *c, struct slice line)
{
    if (!c->places || !line_keys_find(&c->keys, line))
        return NULL;
    struct cut *cut = place_of(c, c->keys.hash)->cut;
    return cut && has_key(cut, &c->keys) ? cut : NULL;
}

static void
forget_table(struct cuts *c)
{
    free(c->at);
    pool_free(&c->pool);
    c->at = NULL;
    c->pool = (struct pool){0};
    c->n = c->places = c->memory = c->memory_of_keys = 0;
}

struct cut *
cuts_learn(struct cuts *c, struct slice line)
{
    const struct line_keys *k = &c->keys;
    bool anew, learned = line_keys_learn(&c->keys, line, &anew);
    if (anew)
        forget_table(c);
    if (!learned)
        return NULL;
    if (2 * c->n >= c->places)
        grow(c);
    struct cut_place *place = place_of(c, k->hash);
    if (place->cut)
        return has_key(place->cut, k) ? place->cut : NULL; /* another key with the same hash */
    struct cut *cut = pool_alloc(&c->pool, sizeof *cut + k->n * sizeof *k->key);
    cut->alike = NULL;
    cut->form = 0;
    cut->n_key = k->n;
    memcpy(cut->key, k->key, k->n * sizeof *k->key);
    size_t filled = filling_make(&cut->filling, &k->stencils, &k->line, line, &c->pool);
    c->memory += sizeof *cut + k->n * sizeof *k->key + filled;
    c->memory_of_keys = line_keys_memory(k);
    *place = (struct cut_place){k->hash, cut};
    c->n++;
    return cut;
}

void
cuts_narrow(struct cuts *c)
{
    line_keys_narrow(&c->keys);
    forget_table(c);
}

bool
cuts_fill(const struct cuts *c, struct cut *cut, struct slice line, struct subject_reader *reader)
{
    return filling_fill(&cut->filling, &c->keys.line, line, reader);
}

void
cuts_forget(struct cuts *c)
{
    line_keys_forget(&c->keys);
    forget_table(c);
}

void
cuts_free(struct cuts *c)
{
    forget_table(c);
    line_keys_free(&c->keys);
}
