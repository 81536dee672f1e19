/* Comparing short texts, and keys of several values for a map: each with its length in front, so that no two
 * lists of values give one key. */
#ifndef DERIVE_KEY_H
#define DERIVE_KEY_H

#include <string.h>

#include "hash.h"

#define KEY_ABSENT UINT32_MAX

/* As slice_same, of slices that are short. */
static inline bool
key_same(struct slice a, struct slice b)
{
    uint64_t x, y;
    size_t i = 0;
    if (a.n != b.n || !a.p != !b.p)
        return false;
    for (; i + 8 <= a.n; i += 8) {
        memcpy(&x, a.p + i, 8);
        memcpy(&y, b.p + i, 8);
        if (x != y)
            return false;
    }
    if (i < a.n && a.n >= 8) {
        memcpy(&x, a.p + a.n - 8, 8);
        memcpy(&y, b.p + a.n - 8, 8);
        return x == y;
    }
    if (a.n >= 4) {
        uint32_t first[2], last[2];
        memcpy(&first[0], a.p, 4);
        memcpy(&first[1], b.p, 4);
        memcpy(&last[0], a.p + a.n - 4, 4);
        memcpy(&last[1], b.p + a.n - 4, 4);
        return first[0] == first[1] && last[0] == last[1];
    }
    for (; i < a.n; i++)
        if (a.p[i] != b.p[i])
            return false;
    return true;
}

#define KEY_SLOTS                                                                             \
    32 /* of a small table in front of a map: what came last for each slot is looked at first \
        */

static inline size_t
key_slot(struct slice s)
{
    if (!s.n)
        return 0;
    const unsigned char *p = (const unsigned char *)s.p;
    return (size_t)(p[s.n - 1] * 5u + p[s.n / 2] * 3u + p[0] + s.n) % KEY_SLOTS;
}

static inline void
key_part(struct buf *key, struct slice value)
{
    uint32_t n = value.p ? (uint32_t)value.n : KEY_ABSENT;
    buf_room(key, sizeof n + value.n);
    memcpy(key->p + key->n, &n, sizeof n);
    if (value.n)
        memcpy(key->p + key->n + sizeof n, value.p, value.n);
    key->n += sizeof n + value.n;
}

/* The value at *p of such a key; *p goes behind it. */
static inline struct slice
key_read(const char **p)
{
    uint32_t n;
    memcpy(&n, *p, sizeof n);
    *p += sizeof n;
    if (n == KEY_ABSENT)
        return (struct slice){0};
    struct slice s = {*p, n};
    *p += n;
    return s;
}

#endif
