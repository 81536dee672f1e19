#include "input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../limits.h"
#include "../mem.h"
#include "value.h"

#define KEEP_MAX (64u << 20)
#define SMALL (1u << 20)
#define SPARE_BYTES                                                                                     \
    16             /* zeros behind the text: yyjson wants four, and keys are read eight bytes at a time \
                    */
#define FEW_KEYS 3 /* so many are compared each with each */
#define TABLE_KEYS_MAX 65536 /* an object with more has no table */

static char parse_error[160];

static bool
too_deep(const yyjson_doc *doc)
{
    yyjson_val *end[DEPTH_MAX], *at = doc->root;
    size_t depth = 0;
    if (doc->val_read <= DEPTH_MAX)
        return false;
    for (size_t i = 0; i < doc->val_read; i++, at++) {
        while (depth && at >= end[depth - 1])
            depth--;
        if (!unsafe_yyjson_is_ctn(at))
            continue;
        if (depth == DEPTH_MAX)
            return true;
        end[depth++] = unsafe_yyjson_get_next(at);
    }
    return false;
}

static bool
same_key(const yyjson_val *a, const yyjson_val *b)
{
    return a->tag >> YYJSON_TAG_BIT == b->tag >> YYJSON_TAG_BIT &&
           memcmp(a->uni.str, b->uni.str, (size_t)(a->tag >> YYJSON_TAG_BIT)) == 0;
}

static bool
repeats_few(yyjson_val *object, size_t n)
{
    yyjson_val *at = unsafe_yyjson_get_next(object + 2);
    for (size_t i = 1; i < n; i++, at = unsafe_yyjson_get_next(at + 1)) {
        yyjson_val *before = object + 1;
        for (size_t k = 0; k < i; k++, before = unsafe_yyjson_get_next(before + 1))
            if (same_key(before, at))
                return true;
    }
    return false;
}

/* Where each key stands, counted from the object, in a table twice as large as needed; 0: a key twice. The
 * table's first number says how many bits of the hash lead to a place. */
static uint32_t
table_of(struct input *r, yyjson_val *object, size_t n)
{
    uint32_t bits = 3;
    while ((size_t)1 << bits < 2 * n)
        bits++;
    size_t mask = ((size_t)1 << bits) - 1, id = r->used;
    r->keys = xgrow(r->keys, &r->keys_cap, id + mask + 2, sizeof *r->keys);
    uint32_t *table = r->keys + id;
    *table++ = bits;
    memset(table, 0, (mask + 1) * sizeof *table);
    yyjson_val *at = object + 1;
    for (size_t i = 0; i < n; i++, at = unsafe_yyjson_get_next(at + 1)) {
        size_t slot = input_hash(at->uni.str, unsafe_yyjson_get_len(at)) >> (64 - bits);
        for (; table[slot]; slot = (slot + 1) & mask)
            if (same_key(object + table[slot], at))
                return 0;
        table[slot] = (uint32_t)(at - object);
    }
    r->used += mask + 2;
    return (uint32_t)id;
}

/* An object's tag gets room for its table: the count keeps 24 bits, which a line of 64 MiB can't exceed. One
 * with a key twice is marked, as is one without a table, so that whoever walks it looks. */
static void
index_objects(struct input *r, yyjson_doc *doc)
{
    yyjson_val *at = doc->root;
    r->used = 1;
    for (size_t i = 0; i < doc->val_read; i++, at++) {
        size_t n = unsafe_yyjson_get_len(at);
        uint64_t id = 0;
        if (!unsafe_yyjson_is_obj(at) || n < 2)
            continue;
        if (n <= FEW_KEYS)
            at->tag |= repeats_few(at, n) ? SUBTYPE_REPEATS : 0;
        else if (n > TABLE_KEYS_MAX || r->plain || !(id = table_of(r, at, n)))
            at->tag |= SUBTYPE_REPEATS;
        at->tag |= id << 32;
    }
}

/* jq escapes DEL; yyjson does not know. */
static void
unmark_strings(yyjson_doc *doc)
{
    yyjson_val *at = doc->root;
    for (size_t i = 0; i < doc->val_read; i++, at++)
        if (unsafe_yyjson_is_str(at))
            at->tag &= ~(uint64_t)YYJSON_SUBTYPE_NOESC;
}

static void
room(struct input *r, size_t need)
{
    if (need <= r->cap && (r->cap <= KEEP_MAX || need >= SMALL))
        return;
    free(r->memory);
    r->cap = need < 65536 ? 65536 : need;
    r->memory = xmalloc(r->cap);
}

yyjson_val *
input_read(struct input *r, struct slice json, const char **why)
{
    yyjson_read_err err;
    yyjson_alc alc;
    yyjson_read_flag flags = YYJSON_READ_NUMBER_AS_RAW | YYJSON_READ_INSITU;
    room(r, yyjson_read_max_memory_usage(json.n, flags));
    yyjson_alc_pool_init(&alc, r->memory, r->cap);
    buf_reset(&r->text);
    buf_room(&r->text, json.n + SPARE_BYTES);
    if (json.n)
        memcpy(r->text.p, json.p, json.n);
    memset(r->text.p + json.n, 0, SPARE_BYTES);
    yyjson_doc *doc = yyjson_read_opts(r->text.p, json.n, flags, &alc, &err);
    *why = parse_error;
    if (!doc) {
        snprintf(parse_error, sizeof parse_error, "byte %zu: %s", err.pos + 1, err.msg);
        return NULL;
    }
    if (too_deep(doc)) {
        snprintf(parse_error, sizeof parse_error, "nested deeper than %d levels", DEPTH_MAX);
        return NULL;
    }
    index_objects(r, doc);
    if (json.n && memchr(json.p, 0x7f, json.n))
        unmark_strings(doc);
    return doc->root;
}

void
input_free(struct input *r)
{
    buf_free(&r->text);
    free(r->memory);
    free(r->keys);
    *r = (struct input){0};
}

struct input_key
input_key_of(struct slice key)
{
    char text[8] = {0};
    struct input_key k = {.text = key.p, .n = key.n};
    memcpy(text, key.p, key.n < 8 ? key.n : 8);
    memset(&k.mask, 0xff, key.n < 8 ? key.n : 8);
    memcpy(&k.head, text, 8);
    k.hash = input_hash(key.n < 8 ? text : key.p, key.n);
    return k;
}
