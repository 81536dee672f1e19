#include "value.h"

#include <string.h>

#define EXACT_DIGITS 15    /* integers with more are ids: strings */
#define NUMBER_TEXT_MAX 63 /* longer numbers are strings too */

struct room {
    uint32_t used, cap;
    uint64_t pad;
};

static bool
is_id(const char *s, size_t n)
{
    if (n - (*s == '-') <= EXACT_DIGITS)
        return false;
    return n > NUMBER_TEXT_MAX || (!memchr(s, '.', n) && !memchr(s, 'e', n) && !memchr(s, 'E', n));
}

struct val
val_tree_slowly(yyjson_val *y)
{
    size_t n = unsafe_yyjson_get_len(y);
    switch (unsafe_yyjson_get_tag(y) & YYJSON_TAG_MASK) {
    case YYJSON_TYPE_STR | YYJSON_SUBTYPE_NOESC:
        return (struct val){.kind = K_STRING, .form = CLEAN, .n = (uint32_t)n, .text = y->uni.str};
    case YYJSON_TYPE_STR:
        return val_string(y->uni.str, n);
    case YYJSON_TYPE_ARR:
        return (struct val){.kind = K_ARRAY, .form = TREE, .n = (uint32_t)n, .tree = y};
    case YYJSON_TYPE_OBJ: /* above the count stands where its table is */
        return (struct val){.kind = K_OBJECT, .form = TREE, .n = (uint32_t)n & 0xffffff, .tree = y};
    case YYJSON_TYPE_OBJ | SUBTYPE_REPEATS:
        return (struct val){.kind = K_OBJECT, .form = REPEATS, .n = (uint32_t)n & 0xffffff, .tree = y};
    case YYJSON_TYPE_BOOL | YYJSON_SUBTYPE_TRUE:
        return val_of(K_TRUE);
    case YYJSON_TYPE_BOOL:
        return val_of(K_FALSE);
    case YYJSON_TYPE_RAW:
        if (is_id(y->uni.str, n))
            return (struct val){.kind = K_STRING, .form = CLEAN, .n = (uint32_t)n, .text = y->uni.str};
        return (struct val){.kind = K_NUMBER, .form = TEXT, .n = (uint32_t)n, .text = y->uni.str};
    default:
        return val_of(K_NULL);
    }
}

double
val_double(struct val v)
{
    return v.form == TEXT ? val_number_read(v.text, v.n) : v.number;
}

bool
val_same_text(struct val a, struct val b)
{
    return a.n == b.n && (a.text == b.text || !a.n || memcmp(a.text, b.text, a.n) == 0);
}

static void *
room(struct memory *m, size_t used, size_t cap, size_t size)
{
    if (cap > ARENA_MAX / size)
        memory_out(m);
    struct room *r = memory_take(m, sizeof *r + cap * size);
    r->used = (uint32_t)used;
    r->cap = (uint32_t)cap;
    return r + 1;
}

static struct room *
room_of(struct val v)
{
    return (struct room *)(uintptr_t)v.text - 1;
}

/* n more may be written behind v, which nobody has added to before. */
static bool
has_room(struct val v, size_t n)
{
    return v.form == ROOMY && room_of(v)->used == v.n && room_of(v)->cap - v.n >= n;
}

char *
val_room(struct memory *m, size_t n, struct val *string)
{
    if (n > ARENA_MAX)
        memory_out(m);
    char *p = memory_take(m, n);
    *string = val_string(p, n);
    return p;
}

struct val
val_copy(struct memory *m, const char *s, size_t n)
{
    struct val v;
    char *p = val_room(m, n, &v);
    if (n)
        memcpy(p, s, n);
    return v;
}

static uint16_t
deeper(struct memory *m, unsigned depth)
{
    if (depth >= STACK_DEPTH_MAX)
        memory_out(m);
    return (uint16_t)(depth + 1);
}

struct val
val_items(struct memory *m, const struct val *v, size_t n)
{
    unsigned depth = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].depth > depth)
            depth = v[i].depth;
    return (struct val){.kind = K_ARRAY, .depth = deeper(m, depth), .n = (uint32_t)n, .items = v};
}

struct val
val_array(struct memory *m, const struct val *v, size_t n)
{
    struct val *copy = memory_take(m, n * sizeof *copy);
    if (n)
        memcpy(copy, v, n * sizeof *copy);
    return val_items(m, copy, n);
}

struct val
val_members(struct memory *m, const struct member *v, size_t n)
{
    unsigned depth = 0;
    for (size_t i = 0; i < n; i++)
        if (v[i].val.depth > depth)
            depth = v[i].val.depth;
    return (struct val){.kind = K_OBJECT, .depth = deeper(m, depth), .n = (uint32_t)n, .members = v};
}

static uint32_t
hash(const char *s, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

/* The first position of each key; values of later ones put there. */
static struct val
unique_members(struct memory *m, struct val v)
{
    size_t size = 32, n = 0;
    while (size < 2 * (size_t)v.n)
        size *= 2;
    uint32_t *table = memory_take(m, size * sizeof *table);
    struct member *out = memory_take(m, v.n * sizeof *out);
    yyjson_val *at = unsafe_yyjson_get_first(v.tree);
    memset(table, 0, size * sizeof *table);
    for (size_t i = 0; i < v.n; i++) {
        struct val key = val_tree(at);
        size_t slot = hash(key.text, key.n) & (size - 1);
        while (table[slot] && !val_same_text(out[table[slot] - 1].key, key))
            slot = (slot + 1) & (size - 1);
        if (!table[slot]) {
            out[n++].key = key;
            table[slot] = (uint32_t)n;
        }
        out[table[slot] - 1].val = val_tree(at + 1);
        at = unsafe_yyjson_get_next(at + 1);
    }
    return val_members(m, out, n);
}

struct val
val_unique(struct memory *m, struct val v)
{
    return v.form == REPEATS ? unique_members(m, v) : v;
}

size_t
val_count(struct memory *m, struct val v)
{
    return v.kind == K_OBJECT ? val_unique(m, v).n : v.n;
}

struct val
val_get_slowly(struct val object, struct val key)
{
    if (object.form == REPEATS) {
        yyjson_val *found = NULL, *at = object.tree + 1;
        for (size_t i = object.n; i; i--) {
            if (unsafe_yyjson_get_len(at) == key.n && memcmp(at->uni.str, key.text, key.n) == 0)
                found = at + 1;
            at = unsafe_yyjson_get_next(at + 1);
        }
        return found ? val_tree(found) : val_of(NONE);
    }
    for (size_t i = 0; i < object.n; i++)
        if (val_same_text(object.members[i].key, key))
            return object.members[i].val;
    return val_of(NONE);
}

struct val
val_at(struct val array, size_t i)
{
    if (array.form != TREE)
        return array.items[i];
    yyjson_val *at = unsafe_yyjson_get_first(array.tree);
    if (unsafe_yyjson_arr_is_flat(array.tree))
        return val_tree(at + i);
    while (i--)
        at = unsafe_yyjson_get_next(at);
    return val_tree(at);
}

/* The members of an object in an array with spare room behind. */
static struct member *
members_of(struct memory *m, struct val object, size_t spare, uint32_t *n)
{
    struct val key, v;
    struct each e = val_each(m, object);
    struct member *out = room(m, 0, e.left + spare, sizeof *out);
    *n = 0;
    while (val_next(&e, &key, &v))
        out[(*n)++] = (struct member){key, v};
    return out;
}

static struct val
roomy(struct memory *m, const void *at, struct val like, uint32_t n, unsigned depth)
{
    struct val v = {.kind = like.kind, .form = ROOMY, .depth = deeper(m, depth), .n = n, .text = at};
    room_of(v)->used = n;
    return v;
}

static unsigned
deepest(struct val a, struct val b, unsigned more)
{
    unsigned depth = a.depth > b.depth + more ? a.depth : b.depth + more;
    return depth ? depth - 1 : 0;
}

struct val
val_put(struct memory *m, struct val object, struct val key, struct val v)
{
    uint32_t n, i;
    if (has_room(object, 1) && val_get(object, key).kind == NONE) {
        struct member *at = (struct member *)(uintptr_t)(object.members + object.n);
        *at = (struct member){key, v};
        return roomy(m, object.members, object, object.n + 1, deepest(object, v, 1));
    }
    struct member *out = members_of(m, object, 2 + object.n / 2, &n);
    for (i = 0; i < n && !val_same_text(out[i].key, key); i++)
        ;
    if (i == n)
        out[n++].key = key;
    out[i].val = v;
    return roomy(m, out, object, n, deepest(object, v, 1));
}

struct val
val_join(struct memory *m, struct val a, struct val b)
{
    size_t size = a.kind == K_STRING ? 1 : sizeof(struct val), n = (size_t)a.n + b.n;
    if (!b.n || !a.n)
        return b.n ? b : a;
    if (n > UINT32_MAX / 2)
        memory_out(m);
    char *out = (char *)(uintptr_t)a.text;
    if (!has_room(a, b.n)) {
        out = room(m, 0, n + n / 2, size);
        if (a.form == TREE) {
            struct each e = val_each(m, a);
            for (struct val *v = (struct val *)(void *)out; val_next(&e, NULL, v); v++)
                ;
        } else {
            memcpy(out, a.text, a.n * size);
        }
    }
    if (b.form == TREE) {
        struct each e = val_each(m, b);
        for (struct val *v = (struct val *)(void *)(out + a.n * size); val_next(&e, NULL, v); v++)
            ;
    } else {
        memcpy(out + a.n * size, b.text, b.n * size);
    }
    struct val r = roomy(m, out, a, (uint32_t)n, deepest(a, b, 0));
    if (a.kind == K_STRING)
        r.depth = 0;
    return r;
}

static struct val
merge(struct memory *m, struct val a, struct val b, bool deep)
{
    struct val key, v, old;
    struct each e = val_each(m, b);
    while (val_next(&e, &key, &v)) {
        if (deep && v.kind == K_OBJECT && (old = val_get(a, key)).kind == K_OBJECT)
            v = merge(m, old, v, true);
        a = val_put(m, a, key, v);
    }
    return a;
}

/* Members of b that a has not yet go behind; the others keep a's place. */
struct val
val_merge(struct memory *m, struct val a, struct val b)
{
    if (!b.n)
        return a;
    if (!a.n)
        return b;
    if (b.n < 8)
        return merge(m, a, b, false);
    struct val key, v;
    uint32_t n, from;
    struct member *out = members_of(m, a, b.n, &n);
    struct each e = val_each(m, b);
    from = n;
    while (val_next(&e, &key, &v)) {
        uint32_t i = 0;
        while (i < from && !val_same_text(out[i].key, key))
            i++;
        if (i == from)
            i = n++;
        out[i] = (struct member){key, v};
    }
    return roomy(m, out, a, n, deepest(a, b, 0));
}

struct val
val_deep_merge(struct memory *m, struct val a, struct val b)
{
    return merge(m, a, b, true);
}

const char *
val_kind(struct val v)
{
    static const char *const names[] = {"<invalid>", "null",   "boolean", "boolean",
                                        "number",    "string", "array",   "object"};
    return names[v.kind];
}

size_t
val_length(struct val s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.text[i] & 0xC0) != 0x80;
    return n;
}
