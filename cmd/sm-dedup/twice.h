/* Which of many numbers come up more than once: those that do not are nearly always told, and nothing more
 * need be done for them. Numbers are hashes: their low bits are evenly spread. */
#ifndef DEDUP_TWICE_H
#define DEDUP_TWICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TWICE_WAIT 16 /* numbers: memory is asked for theirs so long before it is needed */

struct twice {
    uint64_t *at; /* two bits for each place: seen, seen again */
    size_t places;
    uint64_t waiting[TWICE_WAIT]; /* seen last */
    size_t seen;
};

void twice_start(struct twice *t, size_t n, size_t memory); /* for n numbers; bytes at most */
void twice_settle(struct twice *t);                         /* when all have been seen */
void twice_free(struct twice *t);

static inline uint64_t *
twice_word(const struct twice *t, uint64_t number)
{
    return &t->at[((size_t)number & (t->places - 1)) >> 5];
}

static inline void
twice_note(struct twice *t, uint64_t number)
{
    uint64_t seen = UINT64_C(1) << 2 * (number & 31), *word = twice_word(t, number);
    *word |= *word & seen ? seen << 1 : seen;
}

static inline void
twice_see(struct twice *t, uint64_t number)
{
    uint64_t *waiting = &t->waiting[t->seen % TWICE_WAIT];
    if (t->seen++ >= TWICE_WAIT)
        twice_note(t, *waiting);
    *waiting = number;
    __builtin_prefetch(twice_word(t, number), 1);
}

static inline bool /* false: it was seen once at most */
twice_maybe(const struct twice *t, uint64_t number)
{
    return *twice_word(t, number) >> (2 * (number & 31) + 1) & 1;
}

#endif
