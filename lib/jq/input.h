/* A record's text as a tree that programs read in place. */
#ifndef SM_JQ_INPUT_H
#define SM_JQ_INPUT_H

#include <string.h>
#include <yyjson.h>

#include "../record.h"

struct input {  /* zeroed before first use; its memory is used again */
    bool plain; /* set before reading: no tables, for what lives longer than a record */
    struct buf text;
    void *memory;
    size_t cap;
    uint32_t *keys; /* tables of objects: see input_member */
    size_t keys_cap, used;
    struct { /* the values of a head, those of raw behind them */
        uint64_t id; /* of the head that was read; 0: none */
        struct buf text;
        yyjson_val *vals;
        size_t n, entry, cap, used; /* values but raw, place of source.entry among them, of tables */
        char digits[24];
    } head;
    uint64_t same; /* what is not .raw or .source is as it was for the last record with this number; 0: it is not */
};

/* Of the length and at most the first and the last eight bytes; eight can be read from key in any case. */
static inline uint64_t
input_hash(const char *key, size_t n)
{
    uint64_t first, last = 0;
    memcpy(&first, key, 8);
    if (n < 8)
        first &= ((uint64_t)1 << (8 * n)) - 1;
    else
        memcpy(&last, key + n - 8, 8);
    return ((first ^ last * 0xC2B2AE3D27D4EB4Fu) * 0x9E3779B97F4A7C15u ^ n) * 0x9E3779B97F4A7C15u;
}

struct input_key { /* a key that is looked up in many records */
    const char *text;
    uint64_t n, hash, head, mask; /* its first eight bytes, and which of them count */
};
struct input_key input_key_of(struct slice key); /* text is not copied */

static inline bool
input_key_is(const yyjson_val *at, const struct input_key *key)
{
    uint64_t text;
    if (at->tag >> YYJSON_TAG_BIT != key->n)
        return false;
    memcpy(&text, at->uni.str, sizeof text);
    return ((text ^ key->head) & key->mask) == 0 &&
           (key->n <= 8 || memcmp(at->uni.str + 8, key->text + 8, key->n - 8) == 0);
}

/* The value of a member, or NULL; for an object that is not marked as one with a key twice. */
static inline yyjson_val *
input_member(const uint32_t *keys, yyjson_val *object, const struct input_key *key)
{
    uint32_t id = (uint32_t)(object->tag >> 32);
    if (id) {
        const uint32_t *table = keys + id + 1;
        uint32_t bits = keys[id], mask = ((uint32_t)1 << bits) - 1;
        for (uint32_t slot = (uint32_t)(key->hash >> (64 - bits)); table[slot]; slot = (slot + 1) & mask)
            if (input_key_is(object + table[slot], key))
                return object + table[slot] + 1;
        return NULL;
    }
    yyjson_val *at = object + 1;
    for (size_t i = object->tag >> YYJSON_TAG_BIT; i; i--, at = unsafe_yyjson_get_next(at + 1))
        if (input_key_is(at, key))
            return at + 1;
    return NULL;
}

/* NULL: *why says what is wrong and where, until the next read. Numbers keep their text; a string with
 * nothing to escape when it is printed is marked so. The tree lives until the next read. */
yyjson_val *input_read(struct input *r, struct slice json, const char **why);
/* The same for a line with a head: of it only raw is parsed. NULL: it is to be read whole. */
yyjson_val *input_read_headed(struct input *r, const struct record *line, struct slice raw);
void input_free(struct input *r);

#endif
