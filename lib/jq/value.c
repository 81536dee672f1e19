#define _GNU_SOURCE /* memmem */
#include "value.h"

#include <string.h>

#define FEW 4 /* bytes that are mostly not there when their first one is looked for */

struct room {
    uint32_t used, cap;
    uint64_t pad;
};

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

const char *
val_find(const char *in, size_t n, const char *bytes, size_t k)
{
    if (n < k)
        return NULL;
    if (k > FEW)
        return memmem(in, n, bytes, k);
    const char *last = in + (n - k); /* it starts here at the latest */
    for (const char *p = in; p <= last; p++) {
        p = memchr(p, *bytes, (size_t)(last - p) + 1);
        if (!p || memcmp(p, bytes, k) == 0)
            return p;
    }
    return NULL;
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

struct val
val_made(struct memory *m, const struct made *made, size_t n, unsigned depth)
{
    return (struct val){.kind = K_OBJECT,
                        .form = MADE,
                        .depth = deeper(m, depth),
                        .n = (uint32_t)n,
                        .members = (const struct member *)(const void *)(made + 1)};
}

static uint32_t
hash(const char *s, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h;
}

size_t
val_drop_repeated(struct memory *m, struct member *members, size_t n)
{
    size_t size = 32, kept = 0;
    while (size < 2 * n)
        size *= 2;
    uint32_t *table = memory_take(m, size * sizeof *table);
    memset(table, 0, size * sizeof *table);
    for (size_t i = 0; i < n; i++) {
        struct val key = members[i].key;
        size_t slot = hash(key.text, key.n) & (size - 1);
        while (table[slot] && !val_same_text(members[table[slot] - 1].key, key))
            slot = (slot + 1) & (size - 1);
        if (!table[slot]) {
            members[kept++].key = key;
            table[slot] = (uint32_t)kept;
        }
        members[table[slot] - 1].val = members[i].val;
    }
    return kept;
}

struct val
val_get(struct val object, struct val key)
{
    for (size_t i = 0; i < object.n; i++)
        if (val_same_text(object.members[i].key, key))
            return object.members[i].val;
    return val_of(NONE);
}

struct val
val_at(struct val array, size_t i)
{
    return array.items[i];
}

/* The members of an object in an array with spare room behind. */
static struct member *
members_of(struct memory *m, struct val object, size_t spare, uint32_t *n)
{
    struct val key, v;
    struct each e = val_each(object);
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
        memcpy(out, a.text, a.n * size);
    }
    memcpy(out + a.n * size, b.text, b.n * size);
    struct val r = roomy(m, out, a, (uint32_t)n, deepest(a, b, 0));
    if (a.kind == K_STRING)
        r.depth = 0;
    return r;
}

static struct val
merge(struct memory *m, struct val a, struct val b, bool deep)
{
    struct val key, v, old;
    struct each e = val_each(b);
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
    struct each e = val_each(b);
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
    return names[v.kind & ~KIND_BIT];
}

size_t
val_length(struct val s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.text[i] & 0xC0) != 0x80;
    return n;
}
