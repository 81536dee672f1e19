#include "hash.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL /* compiled here: a library less to load at every start, and short keys need no call */
#include <xxhash.h>

#include "mem.h"

struct map_entry {
    uint64_t hash;
    size_t key, length; /* offset + 1 in `keys` (0: place is free), bytes */
    size_t value;
};

uint64_t
hash_64(const void *p, size_t n)
{
    return XXH3_64bits(p, n);
}

void
hash_128(const void *p, size_t n, uint64_t *high, uint64_t *low)
{
    XXH128_hash_t h = XXH3_128bits(p, n);
    *high = h.high64;
    *low = h.low64;
}

void
hash_hex(const void *p, size_t n, char out[HASH_HEX + 1])
{
    XXH128_hash_t h = XXH3_128bits(p, n);
    for (int i = 0; i < HASH_HEX; i++) {
        uint64_t half = i < HASH_HEX / 2 ? h.high64 : h.low64;
        out[i] = "0123456789abcdef"[half >> (60 - i % (HASH_HEX / 2) * 4) & 15];
    }
    out[HASH_HEX] = 0;
}

void
hash_part(struct buf *key, struct slice value)
{
    if (!value.p) {
        buf_text(key, "-;");
        return;
    }
    buf_room(key, value.n + 24);
    if (value.n < 100) { /* which most are */
        if (value.n >= 10)
            key->p[key->n++] = (char)('0' + value.n / 10);
        key->p[key->n++] = (char)('0' + value.n % 10);
    } else {
        buf_int(key, (int64_t)value.n);
    }
    key->p[key->n++] = ':';
    buf_slice(key, value);
    key->p[key->n++] = ';';
}

/* Of a key in a map. Short ones, which most are, need no call: two words that overlap, mixed as in wyhash. */
static uint64_t
key_hash(struct slice key)
{
    uint64_t a = 0, b = 0;
    if (key.n > 16)
        return XXH3_64bits(key.p, key.n);
    if (key.n >= 8) {
        memcpy(&a, key.p, 8);
        memcpy(&b, key.p + key.n - 8, 8);
    } else if (key.n >= 4) {
        memcpy(&a, key.p, 4);
        memcpy(&b, key.p + key.n - 4, 4);
    } else if (key.n) {
        a = (uint64_t)(unsigned char)key.p[0] << 16 | (uint64_t)(unsigned char)key.p[key.n / 2] << 8 |
            (unsigned char)key.p[key.n - 1];
    }
    a = (a ^ 0xa0761d6478bd642fu) * 0xe7037ed1a0b428dbu;
    b = (b ^ 0x8ebc6af09c88c6e3u ^ key.n) * 0x589965cc75374cc3u;
    a = (a ^ a >> 32 ^ b ^ b >> 32) * 0x9e3779b97f4a7c15u; /* names that differ at their end differ in high bits */
    return a ^ a >> 32;
}

static struct map_entry *
place_of(const struct map *m, struct slice key, uint64_t hash)
{
    size_t mask = m->places - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        struct map_entry *e = &m->at[i];
        if (!e->key)
            return e;
        if (e->hash == hash && e->length == key.n && memcmp(m->keys.p + e->key - 1, key.p, key.n) == 0)
            return e;
    }
}

size_t
map_get(const struct map *m, struct slice key)
{
    if (!m->places)
        return MAP_NONE;
    struct map_entry *e = place_of(m, key, key_hash(key));
    return e->key ? e->value : MAP_NONE;
}

static void
grow(struct map *m)
{
    struct map old = *m;
    m->places = old.places ? old.places * 2 : 16;
    m->at = xcalloc(m->places, sizeof *m->at);
    for (size_t i = 0; i < old.places; i++) {
        struct map_entry *e = &old.at[i];
        if (e->key)
            *place_of(m, (struct slice){m->keys.p + e->key - 1, e->length}, e->hash) = *e;
    }
    free(old.at);
}

size_t *
map_put(struct map *m, struct slice key, size_t initial)
{
    if (m->n * 3 >= m->places * 2)
        grow(m);
    uint64_t hash = key_hash(key);
    struct map_entry *e = place_of(m, key, hash);
    if (!e->key) {
        *e = (struct map_entry){hash, m->keys.n + 1, key.n, initial};
        buf_room(&m->keys, key.n + 1); /* an empty key has a place of its own too */
        buf_add(&m->keys, key.p, key.n);
        buf_byte(&m->keys, 0);
        m->n++;
    }
    return &e->value;
}

void
map_free(struct map *m)
{
    free(m->at);
    buf_free(&m->keys);
    *m = (struct map){0};
}
