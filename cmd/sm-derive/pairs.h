/* A table keyed by two words: how often each pair of them occurred. */
#ifndef DERIVE_PAIRS_H
#define DERIVE_PAIRS_H

#include <stddef.h>
#include <stdint.h>

struct pair {
    uint64_t a, b; /* a: never 0, which is a free place */
    uint32_t times;
    uint32_t with; /* the caller's: what else is known of it */
};

struct pairs { /* zeroed before first use */
    struct pair *at;
    size_t n, places; /* places: a power of two, or 0 */
};

void pairs_grow(struct pairs *p);
size_t pairs_memory(const struct pairs *p);
void pairs_free(struct pairs *p);

/* Where it is or belongs; there are places. */
static inline struct pair *
pairs_place(const struct pairs *p, uint64_t a, uint64_t b)
{
    uint64_t hash = (a + b * 0xa0761d6478bd642fu) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 32) & (p->places - 1);
    while (p->at[i].a && (p->at[i].a != a || p->at[i].b != b))
        i = (i + 1) & (p->places - 1);
    return &p->at[i];
}

static inline struct pair * /* NULL: there is none */
pairs_find(const struct pairs *p, uint64_t a, uint64_t b)
{
    struct pair *x = p->places ? pairs_place(p, a, b) : NULL;
    return x && x->a ? x : NULL;
}

static inline struct pair * /* made where there is none; valid until the next is */
pairs_put(struct pairs *p, uint64_t a, uint64_t b)
{
    if (2 * p->n >= p->places)
        pairs_grow(p);
    struct pair *x = pairs_place(p, a, b);
    p->n += !x->a;
    x->a = a;
    x->b = b;
    return x;
}

#endif
