/* How often findings that are alike got a class from what varies among them: counted along what is bound when
 * all are added up. */
#ifndef DERIVE_VARIED_H
#define DERIVE_VARIED_H

#include <stddef.h>
#include <stdint.h>

struct alike;
struct class;

struct varied { /* zeroed before first use */
    struct varied_count {
        const struct alike *alike; /* NULL: free */
        const struct class *class;
        uint32_t times;
    } * at;
    size_t n, places; /* places: a power of two */
};

void varied_grow(struct varied *v);

static inline size_t
varied_place(const struct varied *v, const struct alike *alike, const struct class *class)
{
    uint64_t hash = ((uint64_t)(uintptr_t) class ^ (uint64_t)(uintptr_t)alike << 16) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 32) & (v->places - 1);
    while (v->at[i].alike && (v->at[i].alike != alike || v->at[i].class != class))
        i = (i + 1) & (v->places - 1);
    return i;
}

static inline void
varied_add(struct varied *v, const struct alike *alike, const struct class *class)
{
    if (2 * v->n >= v->places)
        varied_grow(v);
    struct varied_count *x = &v->at[varied_place(v, alike, class)];
    v->n += !x->alike;
    *x = (struct varied_count){alike, class, x->times + 1};
}

void varied_forget(struct varied *v);

#endif
