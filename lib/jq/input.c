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
too_deep(yyjson_val *at, size_t n, size_t most)
{
    yyjson_val *end[DEPTH_MAX];
    size_t depth = 0;
    if (n <= most)
        return false;
    for (size_t i = 0; i < n; i++, at++) {
        while (depth && at >= end[depth - 1])
            depth--;
        if (!unsafe_yyjson_is_ctn(at))
            continue;
        if (depth == most)
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
index_objects(struct input *r, yyjson_val *at, size_t values)
{
    for (size_t i = 0; i < values; i++, at++) {
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
unmark_strings(yyjson_val *at, size_t values)
{
    for (size_t i = 0; i < values; i++, at++)
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

/* text is where the bytes are kept. */
static yyjson_doc *
parse(struct input *r, struct buf *text, struct slice json, yyjson_read_err *err)
{
    yyjson_alc alc;
    yyjson_read_flag flags = YYJSON_READ_NUMBER_AS_RAW | YYJSON_READ_INSITU;
    room(r, yyjson_read_max_memory_usage(json.n, flags));
    yyjson_alc_pool_init(&alc, r->memory, r->cap);
    buf_reset(text);
    buf_room(text, json.n + SPARE_BYTES);
    if (json.n)
        memcpy(text->p, json.p, json.n);
    memset(text->p + json.n, 0, SPARE_BYTES);
    return yyjson_read_opts(text->p, json.n, flags, &alc, err);
}

yyjson_val *
input_read(struct input *r, struct slice json, const char **why)
{
    yyjson_read_err err;
    yyjson_doc *doc = parse(r, &r->text, json, &err);
    r->head.id = r->same = 0;
    *why = parse_error;
    if (!doc) {
        snprintf(parse_error, sizeof parse_error, "byte %zu: %s", err.pos + 1, err.msg);
        return NULL;
    }
    if (too_deep(doc->root, doc->val_read, DEPTH_MAX)) {
        snprintf(parse_error, sizeof parse_error, "nested deeper than %d levels", DEPTH_MAX);
        return NULL;
    }
    r->used = 1;
    index_objects(r, doc->root, doc->val_read);
    if (json.n && memchr(json.p, 0x7f, json.n))
        unmark_strings(doc->root, doc->val_read);
    return doc->root;
}

static uint64_t
next_same(void)
{
    static uint64_t last;
    return ++last;
}

/* Reads the head: its last value, null for raw, is left out of head.n. */
static bool
read_head(struct input *r, const struct record_head *h)
{
    yyjson_read_err err;
    struct slice text = buf_as_slice(&h->text);
    yyjson_doc *doc = parse(r, &r->head.text, text, &err);
    r->head.id = 0;
    if (!doc || !unsafe_yyjson_is_obj(doc->root) || too_deep(doc->root, doc->val_read, DEPTH_MAX))
        return false;
    size_t n = doc->val_read - 1;
    yyjson_val *source = yyjson_obj_get(doc->root, "source"), *entry = yyjson_obj_get(source, "entry");
    if (!yyjson_is_null(doc->root + n) || !yyjson_is_raw(entry) || yyjson_obj_size(doc->root) != h->n)
        return false;
    r->head.entry = (size_t)(entry - doc->root);
    r->head.n = n;
    r->head.vals = xgrow(r->head.vals, &r->head.cap, n + 1, sizeof *r->head.vals);
    memcpy(r->head.vals, doc->root, (n + 1) * sizeof *r->head.vals);
    r->used = 1;
    index_objects(r, r->head.vals, n);
    if (memchr(text.p, 0x7f, text.n))
        unmark_strings(r->head.vals, n);
    if (r->head.vals->tag & SUBTYPE_REPEATS)
        return false;
    r->head.used = r->used;
    r->head.id = h->id;
    r->same = next_same();
    return true;
}

yyjson_val *
input_read_headed(struct input *r, const struct record *line, struct slice raw)
{
    yyjson_read_err err;
    if (r->plain || raw.n > SMALL || (r->head.id != line->head.id && !read_head(r, &line->head)))
        return NULL;
    yyjson_doc *doc = parse(r, &r->text, raw, &err);
    if (!doc || too_deep(doc->root, doc->val_read, DEPTH_MAX - 1))
        return NULL;
    size_t n = r->head.n, more = doc->val_read;
    if (n + more > r->head.cap) {
        r->head.vals = xgrow(r->head.vals, &r->head.cap, n + more, sizeof *r->head.vals);
        r->same = next_same(); /* the head's values have moved */
    }
    yyjson_val *root = r->head.vals, *entry = root + r->head.entry;
    memcpy(root + n, doc->root, more * sizeof *root);
    root->uni.ofs = (n + more) * sizeof *root;
    memcpy(r->head.digits, line->entry.p, line->entry.n);
    r->head.digits[line->entry.n] = 0;
    entry->uni.str = r->head.digits;
    entry->tag = (uint64_t)line->entry.n << YYJSON_TAG_BIT | YYJSON_TYPE_RAW;
    r->used = r->head.used;
    index_objects(r, root + n, more);
    if (memchr(raw.p, 0x7f, raw.n))
        unmark_strings(root + n, more);
    return root;
}

void
input_free(struct input *r)
{
    buf_free(&r->text);
    free(r->memory);
    free(r->keys);
    free(r->head.vals);
    buf_free(&r->head.text);
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
