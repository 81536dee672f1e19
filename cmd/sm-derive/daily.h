/* Findings of one shape that were detected after the same number of days: where programs look at nothing else
 * that differs among them, they give the same for all, and that is counted when all are added up. */
#ifndef DERIVE_DAILY_H
#define DERIVE_DAILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct alike;
struct class;
struct shape;

struct daily_count {
    const struct shape *shape; /* NULL: free */
    int64_t days;
    const struct alike *alike;
    const struct class **classes; /* the caller's; what the programs give that look at the days */
    size_t n;
    uint32_t times;
};

struct daily { /* zeroed before first use */
    struct daily_count *at;
    size_t n, places; /* places: a power of two, or 0 */
};

static inline size_t
daily_place(const struct daily *d, const struct shape *shape, int64_t days)
{
    uint64_t hash = ((uint64_t)(uintptr_t)shape + (uint64_t)days * 0xa0761d6478bd642fu) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 32) & (d->places - 1);
    while (d->at[i].shape && (d->at[i].shape != shape || d->at[i].days != days))
        i = (i + 1) & (d->places - 1);
    return i;
}

/* Counts one more; false: of no such finding is it known what they give. */
static inline bool
daily_take(struct daily *d, const struct shape *shape, int64_t days)
{
    if (!d->places)
        return false;
    struct daily_count *x = &d->at[daily_place(d, shape, days)];
    x->times += x->shape != NULL;
    return x->shape != NULL;
}

void daily_add(struct daily *d, const struct daily_count *count); /* of which there is none yet */
void daily_forget(struct daily *d);

#endif
