#include "walk.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "mem.h"
#include "skip.h"

#define KEY_TEXT_MAX 32 /* bytes of a key with its quotes and colon, that one foretells */
#define KIND (-2)
#define OTHER (-1)
#define MORE 2 /* keys that may follow one */

struct walk_key {
    char text[KEY_TEXT_MAX]; /* with its quotes and colon, then zeros */
    size_t n;
    uint32_t bits;             /* n of them */
    int field;                 /* of a finding, or KIND, OTHER */
    unsigned short next[MORE]; /* the keys that followed last; 0, which is none: not known */
};

/* What looks at many bytes at once. */
typedef bool same_key(const struct walk_key *k, const char *p); /* KEY_TEXT_MAX bytes at p can be read */
struct eyes {
    find_odd *find;
    same_key *same;
};

/* ---- what looks at many bytes ---- */

INLINE bool
same_key_plain(const struct walk_key *k, const char *p)
{
    return k->n && key_same((struct slice){k->text, k->n}, (struct slice){p, k->n});
}

#if defined(__x86_64__)
WIDE INLINE bool
same_key_avx2(const struct walk_key *k, const char *p)
{
    __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)k->text);
    __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)p);
    uint32_t same = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, b));
    return (same & k->bits) == k->bits;
}
#endif

INLINE bool
is_named(const char *key, const char *value, struct slice name)
{
    return key[1] == name.p[1] && (size_t)(value - key) > name.n && memcmp(key, name.p, name.n) == 0;
}

/* One object's members: the JSON text of those that are named (with quotes), the last of each. */
INLINE const char *
take_object(const char *p, const char *end, struct seen *seen, find_odd *find, const struct slice *names,
            size_t n, struct slice *values, bool *simple)
{
    p = skip_blanks(p + 1);
    if (*p == '}')
        return p + 1 < end ? p + 1 : NULL;
    for (;;) {
        struct seen in_key = {false, false};
        const char *key = p, *value = skip_key(p, end, &in_key, find);
        seen->escape |= in_key.escape;
        seen->high |= in_key.high;
        *simple &= !in_key.escape; /* one of the names, written in another way? */
        if (!value || !(p = skip_value(value, end, seen, find)))
            return NULL;
        for (size_t i = 0; i < n; i++)
            if (is_named(key, value, names[i]))
                values[i] = (struct slice){value, (size_t)(p - value)};
        p = skip_blanks(p);
        if (*p == '}')
            return p + 1 < end ? p + 1 : NULL;
        if (*p != ',')
            return NULL;
        p = skip_blanks(p + 1);
    }
}

INLINE const char *
take_component(struct walk *w, const char *p, const char *end, struct seen *seen, find_odd *find)
{
    static const struct slice names[] = {SLICE_INIT("\"name\""), SLICE_INIT("\"purl\""),
                                         SLICE_INIT("\"fixed_version\"")};
    memset(w->component, 0, sizeof w->component);
    w->component_known = true;
    return take_object(p, end, seen, find, names, WALK_COMPONENT_MEMBERS, w->component, &w->component_known);
}

static void
add_source(struct walk *w, const struct slice *values)
{
    w->sources = xgrow(w->sources, &w->cap_sources, w->n_sources + 1, sizeof *w->sources);
    w->sources[w->n_sources++] = (struct walk_source){values[0], values[1]};
}

/* An array of objects; of anything else `sources_known` becomes false. */
INLINE const char *
take_sources(struct walk *w, const char *p, const char *end, struct seen *seen, find_odd *find)
{
    static const struct slice names[] = {SLICE_INIT("\"source_tool\""), SLICE_INIT("\"target\"")};
    w->n_sources = 0;
    w->sources_known = true;
    p = skip_blanks(p + 1);
    if (*p == ']')
        return p + 1;
    for (;;) {
        struct slice values[2] = {{0}, {0}};
        if (*p == '{') {
            p = take_object(p, end, seen, find, names, 2, values, &w->sources_known);
            add_source(w, values);
        } else {
            w->sources_known = false;
            p = skip_value(p, end, seen, find);
        }
        if (!p)
            return NULL;
        p = skip_blanks(p);
        if (*p == ']')
            return p + 1;
        if (*p != ',')
            return NULL;
        p = skip_blanks(p + 1);
    }
}

/* ---- keys ---- */

#define FIRST_OTHER (F_COUNT + 2) /* number 0 is before all, then come the fields, then kind */

static void
set_text(struct walk_key *k, const char *text, size_t n)
{
    memset(k->text, 0, sizeof k->text);
    memcpy(k->text, text, n);
    k->n = n;
    k->bits = (uint32_t)(((uint64_t)1 << n) - 1);
}

static void
begin_keys(struct walk *w)
{
    w->keys = xcalloc(FIRST_OTHER + WALK_OTHERS + 1, sizeof *w->keys); /* the last one is never foretold */
    w->keys[0].bits = 1;                                               /* no text has a zero there */
    for (int i = 0; i <= F_COUNT; i++) {
        struct buf b = {0};
        buf_byte(&b, '"');
        buf_text(&b, i == F_COUNT ? "kind" : finding_names[i]);
        buf_text(&b, "\":");
        set_text(&w->keys[1 + i], b.p, b.n);
        w->keys[1 + i].field = i == F_COUNT ? KIND : i;
        buf_free(&b);
    }
    w->n_keys = FIRST_OTHER;
}

static struct walk_key *
other_key(struct walk *w, struct slice text)
{
    for (size_t i = FIRST_OTHER; i < w->n_keys; i++)
        if (key_same((struct slice){w->keys[i].text, w->keys[i].n}, text))
            return &w->keys[i];
    struct walk_key *k = &w->keys[w->n_keys];
    *k = (struct walk_key){.field = OTHER, .n = text.n};
    if (text.n <= KEY_TEXT_MAX && text.p[text.n - 1] == ':' && w->n_keys < FIRST_OTHER + WALK_OTHERS) {
        set_text(k, text.p, text.n);
        w->n_keys++;
    }
    return k;
}

/* A key that was not foretold; text: with one byte more, which is its colon if no blank is. */
static struct walk_key *
learn_key(struct walk *w, struct walk_key *before, struct slice text, struct slice name)
{
    int field = slice_is(name, "kind") ? KIND : finding_field(name);
    struct walk_key *k =
        field == OTHER ? other_key(w, text) : &w->keys[1 + (field == KIND ? F_COUNT : field)];
    if (k < w->keys + w->n_keys && before < w->keys + w->n_keys) {
        before->next[1] = before->next[0];
        before->next[0] = (unsigned short)(k - w->keys);
    }
    return k;
}

INLINE struct walk_key *
foretold(struct walk *w, const struct walk_key *before, const char *p, const char *end, const struct eyes *e)
{
    for (int i = 0; i < MORE; i++) {
        struct walk_key *k = &w->keys[before->next[i]];
        if (end - p > KEY_TEXT_MAX && e->same(k, p))
            return k;
    }
    return NULL;
}

/* The key that begins at p, and where its value does. NULL: none, or one with escapes. */
INLINE struct walk_key *
key_at(struct walk *w, struct walk_key *before, const char *p, const char *end, const char **value,
       const struct eyes *e)
{
    struct walk_key *k = foretold(w, before, p, end, e);
    struct seen seen = {false, false};
    if (__builtin_expect(k != NULL, 1)) {
        *value = skip_blanks(p + k->n);
        return k;
    }
    if (*p != '"')
        return NULL;
    const char *close = skip_text(p + 1, end, &seen, e->find);
    if (!close || seen.escape || seen.high)
        return NULL;
    const char *colon = skip_blanks(close);
    if (*colon != ':')
        return NULL;
    *value = skip_blanks(colon + 1);
    return learn_key(w, before, (struct slice){p, (size_t)(close + 1 - p)},
                     (struct slice){p + 1, (size_t)(close - p) - 2});
}

/* ---- the line ---- */

void
finding_take_other(struct finding *f, struct slice key, struct slice value, struct pool *pool)
{
    if (f->others % 16 == 0) {
        struct record_member *more = pool_alloc(pool, (f->others + 16) * sizeof *more);
        if (f->others)
            memcpy(more, f->other, f->others * sizeof *more);
        f->other = more;
    }
    f->other[f->others++] = (struct record_member){key, value};
}

INLINE const char *
take_value(struct walk *w, int field, const char *p, const char *end, struct seen *seen, find_odd *find)
{
    if (field == F_COMPONENT) {
        w->component_known = false;
        if (*p == '{')
            return take_component(w, p, end, seen, find);
    } else if (field == F_SOURCES) {
        w->sources_known = false;
        if (*p == '[')
            return take_sources(w, p, end, seen, find);
    }
    return skip_value(p, end, seen, find);
}

/* false: broken, another kind, or not this simple. */
INLINE bool
walk_line(struct finding *f, struct slice line, struct walk *w, struct pool *pool, struct seen *seen,
          const struct eyes *e)
{
    const char *p = line.p, *end = line.p + line.n, *value;
    struct walk_key *key = &w->keys[0]; /* before the first one */
    while (end > p && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
        end--;
    if (end == p || end[-1] != '}' || *(p = skip_blanks(p)) != '{')
        return false;
    p = skip_blanks(p + 1);
    for (size_t number = 1;; number++) {
        const char *name = p;
        if (!(key = key_at(w, key, p, end, &value, e)) ||
            !(p = take_value(w, key->field, value, end, seen, e->find)))
            return false;
        struct slice text = {value, (size_t)(p - value)};
        if (key->field >= 0)
            f->f[key->field] = text;
        else if (key->field == OTHER)
            finding_take_other(f, (struct slice){name + 1, key->n - 3}, text, pool);
        else if (!slice_is(text, "\"finding\""))
            return false;
        p = skip_blanks(p);
        if (*p == '}')
            return p + 1 == end;
        if (*p != ',' || number == MEMBERS_MAX)
            return false;
        p = skip_blanks(p + 1);
    }
}

typedef bool walk_it(struct finding *f, struct slice line, struct walk *w, struct pool *pool,
                     struct seen *seen);

#if defined(__x86_64__)
WIDE static bool
walk_wide(struct finding *f, struct slice line, struct walk *w, struct pool *pool, struct seen *seen)
{
    return walk_line(f, line, w, pool, seen, &(struct eyes){find_odd_avx2, same_key_avx2});
}
#endif

static bool
walk_plain(struct finding *f, struct slice line, struct walk *w, struct pool *pool, struct seen *seen)
{
    return walk_line(f, line, w, pool, seen, &(struct eyes){find_odd_plain, same_key_plain});
}

static walk_it *
walk_on_this_machine(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return walk_wide;
#endif
    return walk_plain;
}

/* ---- bytes that are not plain ---- */

/* The bytes after the first one of a character of UTF-8; -1: no character begins so (RFC 3629, section 4). */
static int
follow(const unsigned char *p, const unsigned char *end)
{
    int n = *p < 0x80 ? 0 : *p < 0xc2 ? -1 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : *p < 0xf5 ? 3 : -1;
    if (n > 0 && (end - p <= n || (*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f) ||
                  (*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f)))
        return -1;
    for (int i = 1; i <= n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return -1;
    return n;
}

bool
walk_is_utf8(struct slice s)
{
    const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
    while (p < end) {
        uint64_t eight;
        if (end - p >= 8 && (memcpy(&eight, p, 8), (eight & 0x8080808080808080u) == 0)) {
            p += 8;
            continue;
        }
        int n = follow(p, end);
        if (n < 0)
            return false;
        p += 1 + n;
    }
    return true;
}

/* What the walk is too simple for: keys with escapes, and what is broken. */
static const char *
read_slowly(struct finding *f, struct slice line, struct pool *pool, bool *other_kind)
{
    static struct record r;
    static struct json_doc doc;
    const char *why;
    if (!json_parse(&doc, line.p, line.n, &why))
        return why;
    why = record_read(&r, line);
    if (why)
        return why;
    *other_kind = !slice_is(r.kind, "finding");
    finding_read(f, &r, pool);
    for (size_t i = 0; i < f->others; i++)
        f->other[i].key =
            (struct slice){pool_copy(pool, f->other[i].key.p, f->other[i].key.n), f->other[i].key.n};
    return NULL;
}

void
walk_begin(struct walk *w, bool plain)
{
    w->plain = plain;
    w->component_known = w->sources_known = false;
    w->n_sources = 0;
    memset(w->component, 0, sizeof w->component);
}

const char *
finding_walk(struct finding *f, struct slice line, struct walk *w, struct pool *pool, bool *other_kind)
{
    static walk_it *walk;
    struct seen seen = {false, false};
    if (!walk)
        walk = walk_on_this_machine();
    if (!w->keys)
        begin_keys(w);
    *other_kind = false;
    memset(f, 0, sizeof *f);
    w->component_known = w->sources_known = false;
    w->n_sources = 0;
    w->plain = walk(f, line, w, pool, &seen) && (!seen.high || walk_is_utf8(line));
    if (w->plain) {
        w->plain = !seen.escape;
        return NULL;
    }
    memset(f, 0, sizeof *f);
    w->component_known = w->sources_known = false;
    return read_slowly(f, line, pool, other_kind);
}

struct slice
finding_member(const struct finding *f, int field, struct slice name)
{
    if (field >= 0)
        return f->f[field];
    if (slice_is(name, "kind"))
        return SLICE("\"finding\"");
    for (size_t i = f->others; i-- > 0;)
        if (slice_same(f->other[i].key, name))
            return f->other[i].value;
    return (struct slice){0};
}

void
walk_free(struct walk *w)
{
    free(w->keys);
    free(w->sources);
    *w = (struct walk){0};
}
