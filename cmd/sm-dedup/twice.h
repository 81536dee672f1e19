/* Which of many numbers come up more than once: those that do not are nearly always told, and nothing more
 * need be done for them. Numbers are hashes: their low bits are evenly spread. */
#ifndef DEDUP_TWICE_H
#define DEDUP_TWICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct twice {
    uint64_t *at; /* two bits for each place: seen, seen again */
    size_t places;
};

void twice_start(struct twice *t, size_t n, size_t memory); /* for n numbers; bytes at most */
void twice_free(struct twice *t);

static inline void
twice_see(struct twice *t, uint64_t number)
{
    size_t place = (size_t)number & (t->places - 1);
    uint64_t seen = UINT64_C(1) << 2 * (place & 31), *word = &t->at[place >> 5];
    *word |= *word & seen ? seen << 1 : seen;
}

static inline bool /* false: it was seen once at most */
twice_maybe(const struct twice *t, uint64_t number)
{
    size_t place = (size_t)number & (t->places - 1);
    return t->at[place >> 5] >> (2 * (place & 31) + 1) & 1;
}

#endif
