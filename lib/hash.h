/* Hashes (xxHash) and a table from bytes to numbers. */
#ifndef SM_HASH_H
#define SM_HASH_H

#include "buf.h"

#define HASH_HEX 32 /* digits of a 128-bit hash */

uint64_t hash_64(const void *p, size_t n);
void hash_128(const void *p, size_t n, uint64_t *high, uint64_t *low);
void hash_hex(const void *p, size_t n, char out[HASH_HEX + 1]); /* 128 bits as 32 lower-case hex digits, NUL-ended */
void hash_part(struct buf *key, struct slice value); /* appends a length-prefixed value to a key; absent differs from "" */

/* For a small table in front of what takes longer. They are good in their upper bits, and never written: with
 * another order of bytes they are others. */
static inline uint64_t
hash_number(uint64_t number)
{
    return number * 0x9E3779B97F4A7C15u; /* 2^64 by the golden ratio (Knuth, 6.4) */
}

/* Of a text's middle and end. */
static inline uint64_t
hash_sample(struct slice s)
{
    uint64_t first = s.n, last = 0;
    if (s.n >= 8) {
        memcpy(&first, s.p + s.n / 2 - 4, 8);
        memcpy(&last, s.p + s.n - 8, 8);
    } else if (s.n >= 4) {
        memcpy(&first, s.p, 4);
        memcpy(&last, s.p + s.n - 4, 4);
    } else if (s.n) {
        last = (uint64_t)(unsigned char)s.p[0] << 16 | (uint64_t)(unsigned char)s.p[s.n / 2] << 8 |
               (unsigned char)s.p[s.n - 1];
    }
    return hash_number(first ^ (last << 7 | last >> 57));
}

struct map { /* zeroed before first use; keys are copied */
    struct map_entry *at;  /* open addressing, a power of two of places */
    size_t n, places;
    struct buf keys;       /* bytes of all keys */
};
#define MAP_NONE SIZE_MAX

size_t map_get(const struct map *m, struct slice key);            /* value, or MAP_NONE */
size_t *map_put(struct map *m, struct slice key, size_t initial); /* place of the key's value, made with `initial` where
                                                                     missing; valid until the next map_put */
void map_free(struct map *m);

#endif
