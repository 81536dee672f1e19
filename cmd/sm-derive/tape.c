/* The masks of 64 bytes, and what follows from them, as in Langdale and Lemire, "Parsing Gigabytes of JSON
 * per Second" (2019): quotes that are not escaped, by prefix sum the bytes inside strings, the structure
 * outside. */
#include "tape.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "limits.h"
#include "mem.h"

#define BLOCK 64

struct masks { /* one bit for each byte of a block */
    uint64_t quote, escape, structure;
    bool control, high;
};

static void
masks_plain(const unsigned char *p, struct masks *m)
{
    *m = (struct masks){0};
    for (int i = 0; i < BLOCK; i++) {
        uint64_t bit = (uint64_t)1 << i;
        unsigned char c = p[i];
        m->quote |= c == '"' ? bit : 0;
        m->escape |= c == '\\' ? bit : 0;
        m->structure |= c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',' ? bit : 0;
        m->control |= c < ' ';
        m->high |= c >= 0x80;
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,popcnt,bmi")))

WIDE static inline void
masks_avx2(const unsigned char *p, struct masks *m)
{
    /* What {, }, [, ], comma and colon are, by their low four bits, with bit 5 set. */
    const __m256i table = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0, 0, 0, 0, 0,
                                           0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0);
    uint64_t out[4] = {0}; /* quote, escape, structure; high and low bytes */
    for (int i = 0; i < 2; i++) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32 * i));
        __m256i lower = _mm256_or_si256(v, _mm256_set1_epi8(0x20));
        uint32_t quote = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')));
        uint32_t escape = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('\\')));
        uint32_t structure =
            (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_shuffle_epi8(table, v), lower));
        uint32_t high = (uint32_t)_mm256_movemask_epi8(v);
        uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(_mm256_set1_epi8(' '), v)) & ~high;
        out[0] |= (uint64_t)quote << (32 * i);
        out[1] |= (uint64_t)escape << (32 * i);
        out[2] |= (uint64_t)structure << (32 * i);
        out[3] |= (uint64_t)high << 32 | low;
    }
    *m = (struct masks){out[0], out[1], out[2], (uint32_t)out[3] != 0, out[3] >> 32 != 0};
}
#endif

struct scan {           /* what goes from one block to the next */
    uint64_t escaped;   /* 1: the next byte is escaped */
    uint64_t in_string; /* all ones: it stands inside a string */
};

/* The bytes that a backslash in front takes the meaning from. */
static inline __attribute__((always_inline)) uint64_t
escaped_by(uint64_t escape, uint64_t *carry)
{
    uint64_t out = *carry;
    escape &= ~*carry;
    *carry = 0;
    while (escape) {
        uint64_t bit = escape & -escape;
        if (bit >> 63)
            *carry = 1;
        out |= bit << 1;
        escape &= ~(bit | bit << 1);
    }
    return out;
}

static inline __attribute__((always_inline)) uint64_t
prefix_xor(uint64_t v)
{
    v ^= v << 1;
    v ^= v << 2;
    v ^= v << 4;
    v ^= v << 8;
    v ^= v << 16;
    return v ^ v << 32;
}

static inline __attribute__((always_inline)) void
take_block(struct tape *t, const struct masks *m, struct scan *s, uint32_t from)
{
    uint64_t quote = m->quote;
    if (m->escape | s->escaped)
        quote &= ~escaped_by(m->escape, &s->escaped);
    uint64_t inside = prefix_xor(quote) ^ s->in_string;
    s->in_string = (uint64_t)((int64_t)inside >> 63);
    uint64_t left = m->structure & ~inside;
    t->quotes += (size_t)__builtin_popcountll(quote);
    uint32_t *to = t->at + t->n;
    t->n += (size_t)__builtin_popcountll(left);
    while (left) {
        *to++ = from + (uint32_t)__builtin_ctzll(left);
        left &= left - 1;
    }
    t->control |= m->control;
    t->high |= m->high;
    t->escape |= m->escape != 0;
}

typedef void find_masks(const unsigned char *p, struct masks *m);

static inline __attribute__((always_inline)) void
read_blocks(struct tape *t, struct slice text, struct scan *s, find_masks *find)
{
    struct masks m;
    size_t i = 0;
    for (; i + BLOCK <= text.n; i += BLOCK) {
        find((const unsigned char *)text.p + i, &m);
        take_block(t, &m, s, (uint32_t)i);
    }
    if (i < text.n) {
        unsigned char last[BLOCK];
        memset(last, ' ', sizeof last);
        memcpy(last, text.p + i, text.n - i);
        find(last, &m);
        take_block(t, &m, s, (uint32_t)i);
    }
}

#if defined(__x86_64__)
WIDE static void
read_wide(struct tape *t, struct slice text, struct scan *s)
{
    read_blocks(t, text, s, masks_avx2);
}
#endif

static void
read_plain(struct tape *t, struct slice text, struct scan *s)
{
    read_blocks(t, text, s, masks_plain);
}

typedef void read_text(struct tape *t, struct slice text, struct scan *s);

static read_text *
read_on_this_machine(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi"))
        return read_wide;
#endif
    return read_plain;
}

void
tape_read(struct tape *t, struct slice text)
{
    static read_text *read_it;
    struct scan s = {0};
    if (!read_it)
        read_it = read_on_this_machine();
    t->n = t->sources = t->component = t->quotes = 0;
    t->control = t->high = t->escape = false;
    t->at = xgrow(t->at, &t->cap, text.n + BLOCK, sizeof *t->at);
    read_it(t, text, &s);
    t->unclosed = s.in_string != 0;
}

size_t
tape_close(const struct tape *t, const char *text, size_t open)
{
    char closes[DEPTH_MAX + 1];
    size_t depth = 0;
    for (size_t i = open; i < t->n; i++) {
        char c = text[t->at[i]];
        if ((c | 0x20) == '{') {
            if (depth == DEPTH_MAX)
                return SIZE_MAX;
            closes[depth++] = (char)(c + 2); /* of both brackets */
        } else if ((c | 0x20) == '}') {
            if (closes[--depth] != c)
                return SIZE_MAX;
            if (!depth)
                return i;
        }
    }
    return SIZE_MAX;
}

/* ---- members ---- */

struct shape_key {
    struct slice text; /* with its quotes and colon; in the shape's pool */
    size_t room;       /* bytes there */
    int field;         /* of a finding; -1: another one; -2: kind */
};

static bool
blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static struct slice
trimmed(const char *p, const char *end)
{
    while (p < end && blank(*p))
        p++;
    while (end > p && blank(end[-1]))
        end--;
    return (struct slice){p, (size_t)(end - p)};
}

static const char *
digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

static bool
is_number(struct slice s)
{
    const char *p = s.p, *end = s.p + s.n, *from;
    p += p < end && *p == '-';
    from = p;
    p = digits(p, end);
    if (p == from || (*from == '0' && p > from + 1))
        return false;
    if (p < end && *p == '.') {
        from = ++p;
        p = digits(p, end);
        if (p == from)
            return false;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        p += p < end && (*p == '+' || *p == '-');
        from = p;
        p = digits(p, end);
        if (p == from)
            return false;
    }
    return p == end;
}

static bool
is_string(struct slice s)
{
    return s.n > 1 && *s.p == '"' && s.p[s.n - 1] == '"';
}

/* Anything but an array and an object. Strings are counted: each has two quotes. */
static bool
is_scalar(struct slice s, size_t *strings)
{
    if (is_string(s)) {
        ++*strings;
        return true;
    }
    return slice_is(s, "null") || slice_is(s, "true") || slice_is(s, "false") || is_number(s);
}

static const struct shape_key *
learn_key(struct lines_shape *shape, size_t at, struct slice text, struct slice name)
{
    int field = slice_is(name, "kind") ? -2 : finding_field(name);
    shape->at = xgrow(shape->at, &shape->cap, at + 1, sizeof *shape->at);
    if (shape->n <= at) {
        memset(shape->at + shape->n, 0, (at + 1 - shape->n) * sizeof *shape->at);
        shape->n = at + 1;
    }
    struct shape_key *k = &shape->at[at];
    if (k->room < text.n) {
        k->room = text.n * 2;
        k->text.p = pool_alloc(&shape->pool, k->room);
    }
    memcpy((char *)(uintptr_t)k->text.p, text.p, text.n);
    k->text.n = text.n;
    k->field = field;
    return k;
}

/* The key before a colon; the place in the line decides where it is looked for first. NULL: no key. */
static const struct shape_key *
key_of(struct lines_shape *shape, size_t at, const char *from, const char *colon)
{
    struct slice text = {from, (size_t)(colon - from)};
    if (at < shape->n && key_same(shape->at[at].text, text))
        return &shape->at[at];
    struct slice name = trimmed(from, colon);
    if (name.n < 2 || *name.p != '"' || name.p[name.n - 1] != '"' || memchr(name.p, '\\', name.n))
        return NULL;
    return learn_key(shape, at, text, (struct slice){name.p + 1, name.n - 2});
}

static void
take_other(struct finding *f, struct slice key, struct slice value, struct pool *pool)
{
    if (f->others % 16 == 0) {
        struct record_member *more = pool_alloc(pool, (f->others + 16) * sizeof *more);
        if (f->others)
            memcpy(more, f->other, f->others * sizeof *more);
        f->other = more;
    }
    f->other[f->others++] = (struct record_member){key, value};
}

/* As finding_scan, for what its way is too simple for: keys with escapes, odd bytes, and what is broken. */
static const char *
scan_slowly(struct finding *f, struct slice line, struct pool *pool, bool *other_kind)
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

/* ---- the whole line ---- */

struct member { /* of the line, being read */
    const struct shape_key *key;
    const char *value;
    size_t open; /* place of the bracket that its value begins with, if it does */
    size_t number;
};

static bool
take_member(struct finding *f, struct tape *t, const struct member *m, const char *end, struct pool *pool)
{
    struct slice value = trimmed(m->value, end);
    if (m->key->field >= 0) {
        f->f[m->key->field] = value;
        if (m->key->field == F_SOURCES)
            t->sources = *value.p == '[' ? m->open : 0;
        else if (m->key->field == F_COMPONENT)
            t->component = *value.p == '{' ? m->open : 0;
    } else if (m->key->field == -1) {
        struct slice name = trimmed(m->key->text.p, m->key->text.p + m->key->text.n);
        name = (struct slice){pool_copy(pool, name.p + 1, name.n - 2), name.n - 2};
        take_other(f, name, value, pool);
    } else {
        return slice_is(value, "\"finding\"");
    }
    return true;
}

enum expected { A_KEY, A_KEY_OR_END, A_VALUE, A_VALUE_OR_END, AN_END };

static bool
is_blank(const char *p, const char *end)
{
    return p == end || !trimmed(p, end).n;
}

/* The text between two places of the tape where a string or another scalar must stand. */
static inline bool
holds_string(const char *p, const char *end)
{
    return end - p >= 2 && *p == '"' && end[-1] == '"';
}

/* From place to place of the tape, as the grammar of JSON has it; the members of the outermost object are
 * taken. false: not this simple, or broken. */
static bool
scan_quickly(struct finding *f, struct slice line, struct tape *t, struct lines_shape *shape,
             struct pool *pool)
{
    const char *text = line.p, *from = text + (t->n ? t->at[0] : 0) + 1;
    char opened[DEPTH_MAX + 1] = "{";
    const uint32_t *places = t->at;
    const size_t n = t->n;
    size_t depth = 1, strings = 0;
    enum expected expected = A_KEY_OR_END;
    struct member m = {0};
    if (t->unclosed || t->n < 2 || text[t->at[0]] != '{' || !is_blank(text, text + t->at[0]))
        return false;
    for (size_t i = 1; i < n; i++) {
        const char *at = text + places[i];
        char c = *at;
        if (!depth)
            return false;
        if (expected <= A_KEY_OR_END && c == ':') {
            if (!holds_string(from, at) && !is_string(trimmed(from, at)))
                return false;
            strings++;
            if (depth == 1) {
                m.key = m.number < MEMBERS_MAX ? key_of(shape, m.number++, from, at) : NULL;
                m.value = at + 1;
                m.open = i + 1;
                if (!m.key)
                    return false;
            }
            expected = A_VALUE;
        } else if (expected >= A_VALUE && expected < AN_END && (c | 0x20) == '{') {
            if (depth == DEPTH_MAX || !is_blank(from, at))
                return false;
            opened[depth++] = c;
            expected = c == '{' ? A_KEY_OR_END : A_VALUE_OR_END;
        } else {
            bool closes = (c | 0x20) == '}',
                 empty = closes && (expected == A_KEY_OR_END || expected == A_VALUE_OR_END);
            if (expected >= A_VALUE && expected < AN_END && holds_string(from, at))
                strings++;
            else if (expected == AN_END || expected == A_KEY_OR_END || (empty && is_blank(from, at))) {
                if (!is_blank(from, at) || (expected == A_KEY_OR_END && !closes))
                    return false;
            } else if (expected == A_KEY || !is_scalar(trimmed(from, at), &strings)) {
                return false;
            }
            if (depth == 1 && m.key && !take_member(f, t, &m, at, pool))
                return false;
            if (closes) {
                if (opened[--depth] != c - 2)
                    return false;
                expected = AN_END;
            } else {
                if (c != ',')
                    return false;
                expected = opened[depth - 1] == '{' ? A_KEY : A_VALUE;
            }
            if (depth == 1 && !closes)
                m.key = NULL;
        }
        from = at + 1;
    }
    return !depth && t->quotes == 2 * strings && is_blank(from, text + line.n);
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

static bool
is_utf8(struct slice s)
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

/* Of the short escapes; those by number are left to json_parse. */
static bool
has_plain_escapes(struct slice s)
{
    const char *p = s.p, *end = s.p + s.n;
    while (p < end && (p = memchr(p, '\\', (size_t)(end - p))) != NULL) {
        if (p + 1 == end || !memchr("\"\\/bfnrt", p[1], 8))
            return false;
        p += 2;
    }
    return true;
}

const char *
finding_scan(struct finding *f, struct slice line, struct tape *t, struct lines_shape *shape,
             struct pool *pool, bool *other_kind)
{
    static struct json_doc doc;
    const char *why;
    *other_kind = false;
    memset(f, 0, sizeof *f);
    tape_read(t, line);
    bool odd = t->control || (t->high && !is_utf8(line)) || (t->escape && !has_plain_escapes(line));
    if (odd && !json_parse(&doc, line.p, line.n, &why))
        return why;
    if (scan_quickly(f, line, t, shape, pool))
        return NULL;
    memset(f, 0, sizeof *f);
    t->sources = t->component = 0;
    return scan_slowly(f, line, pool, other_kind);
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
tape_free(struct tape *t)
{
    free(t->at);
    *t = (struct tape){0};
}

void
lines_shape_free(struct lines_shape *s)
{
    free(s->at);
    pool_free(&s->pool);
    *s = (struct lines_shape){0};
}
