#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yyjson.h>

#include "jq/value.h"
#include "limits.h"

#define NUMBERS_MADE 16 /* texts of numbers that live at a time */

static char parse_error[160];

static void
drop(struct json_doc *d)
{
    if (d->doc)
        yyjson_doc_free(d->doc);
    d->doc = NULL;
}

void
json_free(struct json_doc *d)
{
    drop(d);
    free(d->memory);
    *d = (struct json_doc){0};
}

/* Nesting of text, strings skipped; the text need not be valid. */
static size_t
depth_of(const char *p, size_t n)
{
    size_t depth = 0, most = 0;
    bool string = false;
    for (size_t i = 0; i < n; i++) {
        char c = p[i];
        if (string) {
            const char *quote = memchr(p + i, '"', n - i);
            if (!quote)
                break;
            size_t marks = 0; /* an odd number of them: the quote is part of the string */
            while (quote - marks > p + i && quote[-1 - (ptrdiff_t)marks] == '\\')
                marks++;
            i = (size_t)(quote - p);
            string = marks & 1;
        } else if (c == '"') {
            string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > most)
                most = depth;
        } else if ((c == '}' || c == ']') && depth) {
            depth--;
        }
    }
    return most;
}

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* Is text one string of plain ASCII, without escapes? */
static bool
is_plain_string(const char *text, size_t n)
{
    size_t i = 1;
    if (n < 2 || *text != '"' || text[n - 1] != '"')
        return false;
    for (; i + 9 <= n; i += 8) {
        uint64_t w, quote, back;
        memcpy(&w, text + i, 8);
        quote = w ^ ONES * '"';
        back = w ^ ONES * '\\';
        if ((w | (w - ONES * 0x20) | (quote - ONES) | (back - ONES)) & HIGHS)
            return false;
    }
    for (; i < n - 1; i++)
        if ((unsigned char)text[i] < 0x20 || (unsigned char)text[i] >= 0x80 || text[i] == '"' ||
            text[i] == '\\')
            return false;
    return true;
}

/* The value that yyjson would make of it. */
static json_val *
plain_string(struct json_doc *d, const char *text, size_t n)
{
    yyjson_val *v = d->memory;
    char *copy = (char *)(v + 1);
    memcpy(copy, text + 1, n - 2);
    copy[n - 2] = 0;
    v->tag = (uint64_t)(n - 2) << YYJSON_TAG_BIT | YYJSON_TYPE_STR;
    v->uni.str = copy;
    return v;
}

json_val *
json_parse(struct json_doc *d, const char *text, size_t n, const char **why)
{
    yyjson_read_err err;
    yyjson_alc alc;
    yyjson_read_flag flags = YYJSON_READ_NUMBER_AS_RAW;
    drop(d);
    if (n < d->cap / 2 && is_plain_string(text, n))
        return plain_string(d, text, n);
    if (n > DEPTH_MAX && *text != '"' && depth_of(text, n) > DEPTH_MAX) {
        snprintf(parse_error, sizeof parse_error, "nested deeper than %d levels", DEPTH_MAX);
        *why = parse_error;
        return NULL;
    }
    size_t need = yyjson_read_max_memory_usage(n, flags);
    if (need > d->cap || (d->cap > (64u << 20) && need < (1u << 20))) {
        free(d->memory);
        d->cap = need < 65536 ? 65536 : need;
        d->memory = xmalloc(d->cap);
    }
    yyjson_alc_pool_init(&alc, d->memory, d->cap);
    yyjson_doc *doc = yyjson_read_opts((char *)(uintptr_t)text, n, flags, &alc, &err);
    if (!doc) {
        snprintf(parse_error, sizeof parse_error, "byte %zu: %s", err.pos + 1, err.msg);
        *why = parse_error;
        return NULL;
    }
    d->doc = doc;
    return yyjson_doc_get_root(doc);
}

/* A json_val is one of yyjson's values, or one of a program's: the first byte tells. */
static inline bool
is_own(json_val *v)
{
    return v && (*(const unsigned char *)v & KIND_BIT);
}

static inline const struct val *
own(json_val *v)
{
    return (const struct val *)(const void *)v;
}

const unsigned char json_types[256] = {
    [K_NULL] = JSON_NULL,
    [K_FALSE] = JSON_BOOL,
    [K_TRUE] = JSON_BOOL,
    [K_NUMBER] = JSON_NUMBER,
    [K_STRING] = JSON_STRING,
    [K_ARRAY] = JSON_ARRAY,
    [K_OBJECT] = JSON_OBJECT,
    [YYJSON_TYPE_NULL] = JSON_NULL,
    [YYJSON_TYPE_BOOL | YYJSON_SUBTYPE_FALSE] = JSON_BOOL,
    [YYJSON_TYPE_BOOL | YYJSON_SUBTYPE_TRUE] = JSON_BOOL,
    [YYJSON_TYPE_RAW] = JSON_NUMBER, /* numbers are read no other way */
    [YYJSON_TYPE_STR] = JSON_STRING,
    [YYJSON_TYPE_STR | YYJSON_SUBTYPE_NOESC] = JSON_STRING,
    [YYJSON_TYPE_ARR] = JSON_ARRAY,
    [YYJSON_TYPE_OBJ] = JSON_OBJECT,
};

json_val *
json_get_slice(json_val *object, struct slice key)
{
    if (is_own(object)) {
        if (own(object)->kind != K_OBJECT)
            return NULL;
        const struct member *m = own(object)->members;
        for (uint32_t i = own(object)->n; i; i--, m++) /* no key is there twice */
            if (m->key.n == key.n && memcmp(m->key.text, key.p, key.n) == 0)
                return (json_val *)(uintptr_t)&m->val;
        return NULL;
    }
    struct json_iter it = json_each(object);
    struct slice k;
    json_val *v, *found = NULL;
    if (!it.object)
        return NULL;
    while (json_next(&it, &k, &v))
        if (k.n == key.n && memcmp(k.p, key.p, k.n) == 0)
            found = v;
    return found;
}

struct json_likeness
json_like(json_val *object)
{
    if (!is_own(object) || own(object)->kind != K_OBJECT || own(object)->form != MADE)
        return (struct json_likeness){0};
    const struct made *made = (const struct made *)(const void *)own(object)->members - 1;
    const struct names *n = made->names;
    return (struct json_likeness){n->number, made->same, n->constant | (made->same ? n->kept : 0)};
}

json_val *
json_nth(json_val *object, size_t i)
{
    return (json_val *)(uintptr_t)&own(object)->members[i].val;
}

json_val *
json_get(json_val *object, const char *key)
{
    return json_get_slice(object, slice_of(key));
}

json_val *
json_path(json_val *v, const char *dotted)
{
    while (v && *dotted) {
        size_t n = strcspn(dotted, ".");
        v = json_get_slice(v, (struct slice){dotted, n});
        dotted += n + (dotted[n] == '.');
    }
    return v;
}

struct slice
json_document_str(json_val *v)
{
    if (!yyjson_is_str(v))
        return (struct slice){0};
    return (struct slice){unsafe_yyjson_get_str(v), unsafe_yyjson_get_len(v)};
}

struct slice
json_get_str(json_val *object, const char *key)
{
    return json_str(json_get(object, key));
}

bool
json_bool(json_val *v)
{
    return is_own(v) ? own(v)->kind == K_TRUE : yyjson_is_true(v);
}

/* What a program worked out has no text yet. */
static struct slice
own_number_text(struct val v)
{
    static char made[NUMBERS_MADE][40]; /* room for any double */
    static size_t last;
    if (v.form == TEXT && val_number_plain(v.text, v.n))
        return (struct slice){v.text, v.n};
    last = (last + 1) % NUMBERS_MADE;
    struct buf b = {made[last], 0, sizeof made[last]};
    val_number_print(&b, val_double(v));
    return buf_as_slice(&b);
}

struct slice
json_number_text(json_val *v)
{
    if (is_own(v))
        return own(v)->kind == K_NUMBER ? own_number_text(*own(v)) : (struct slice){0};
    if (!yyjson_is_raw(v))
        return (struct slice){0};
    return (struct slice){yyjson_get_raw(v), yyjson_get_len(v)};
}

bool
json_number(json_val *v, double *out)
{
    struct slice t = json_number_text(v);
    char copy[64];
    if (!t.p || t.n >= sizeof copy)
        return false;
    memcpy(copy, t.p, t.n);
    copy[t.n] = 0;
    *out = strtod(copy, NULL);
    return true;
}

size_t
json_count(json_val *v)
{
    if (is_own(v))
        return own(v)->kind >= K_ARRAY ? own(v)->n : 0;
    return yyjson_is_ctn(v) ? yyjson_get_len(v) : 0;
}

struct json_iter
json_document_each(json_val *v)
{
    struct json_iter it = {.left = json_count(v), .object = yyjson_is_obj(v)};
    if (it.left)
        it.at = unsafe_yyjson_get_first(v);
    return it;
}

bool
json_document_next(struct json_iter *it, struct slice *key, json_val **val)
{
    if (!it->left)
        return false;
    it->left--;
    json_val *v = it->at;
    if (key)
        *key = it->object ? json_str(v) : (struct slice){0};
    v += it->object;
    *val = v;
    it->at = unsafe_yyjson_get_next(v);
    return true;
}

_Static_assert(sizeof(struct val) == sizeof(struct json_made) && KIND_BIT == 0x80 &&
                   sizeof(struct member) == 2 * sizeof(struct val) &&
                   offsetof(struct val, n) == offsetof(struct json_made, n) &&
                   offsetof(struct val, text) == offsetof(struct json_made, text) && JSON_LINE == LINE,
               "lib/json.h reads a program's values in place");

/* Types, lengths and texts one behind the other. */
static void
tell_own(struct buf *b, const struct val *v, size_t n)
{
    for (; n; n--, v++) {
        bool text = v->kind == K_STRING || (v->kind == K_NUMBER && v->form == TEXT);
        struct told {
            uint8_t kind, form;
            uint32_t n;
        } told = {v->kind, v->kind == K_NUMBER ? v->form : 0, v->n};
        struct slice s = {text ? v->text : (const char *)&v->number, text                  ? v->n
                                                                     : v->kind == K_NUMBER ? sizeof v->number
                                                                                           : 0};
        buf_room(b, sizeof told + s.n);
        memcpy(b->p + b->n, &told, sizeof told);
        b->n += sizeof told;
        buf_slice(b, s);
        if (v->kind >= K_ARRAY)
            tell_own(b, v->items, v->kind == K_OBJECT ? 2 * (size_t)v->n : v->n);
    }
}

void
json_tell(struct buf *b, json_val *v)
{
    if (is_own(v))
        tell_own(b, own(v), 1);
    else
        json_write(b, v);
}

struct sorted_member {
    struct slice key;
    json_val *val;
    size_t order;
};

static int
by_key(const void *a, const void *b)
{
    const struct sorted_member *x = a, *y = b;
    int c = slice_compare(x->key, y->key);
    return c ? c : (x->order > y->order) - (x->order < y->order);
}

static void write_value(struct buf *b, json_val *v, bool sorted);

static void
write_sorted_members(struct buf *b, json_val *v)
{
    struct json_iter it = json_each(v);
    size_t n = it.left, i = 0;
    struct sorted_member *m = xmalloc(n * sizeof *m);
    while (json_next(&it, &m[i].key, &m[i].val)) {
        m[i].order = i;
        i++;
    }
    qsort(m, n, sizeof *m, by_key);
    bool first = true;
    for (i = 0; i < n; i++) {
        if (i + 1 < n && slice_same(m[i].key, m[i + 1].key))
            continue;
        if (!first)
            buf_byte(b, ',');
        first = false;
        buf_json_slice(b, m[i].key);
        buf_byte(b, ':');
        write_value(b, m[i].val, true);
    }
    free(m);
}

static void
write_members(struct buf *b, json_val *v, bool sorted)
{
    struct json_iter it = json_each(v);
    struct slice key;
    bool first = true;
    while (json_next(&it, &key, &v)) {
        if (!first)
            buf_byte(b, ',');
        first = false;
        if (it.object) {
            buf_json_slice(b, key);
            buf_byte(b, ':');
        }
        write_value(b, v, sorted);
    }
}

static void
write_value(struct buf *b, json_val *v, bool sorted)
{
    switch (json_type(v)) {
    case JSON_ABSENT:
    case JSON_NULL:
        buf_text(b, "null");
        break;
    case JSON_BOOL:
        buf_text(b, json_bool(v) ? "true" : "false");
        break;
    case JSON_NUMBER:
        buf_slice(b, json_number_text(v));
        break;
    case JSON_STRING:
        buf_json_slice(b, json_str(v));
        break;
    case JSON_ARRAY:
        buf_byte(b, '[');
        write_members(b, v, sorted);
        buf_byte(b, ']');
        break;
    case JSON_OBJECT:
        buf_byte(b, '{');
        if (sorted)
            write_sorted_members(b, v);
        else
            write_members(b, v, false);
        buf_byte(b, '}');
        break;
    }
}

void
json_write(struct buf *b, json_val *v)
{
    write_value(b, v, false);
}

void
json_write_sorted(struct buf *b, json_val *v)
{
    write_value(b, v, true);
}
