#include "buf.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "mem.h"

#define KEEP_MAX (16u << 20)

int
slice_compare(struct slice a, struct slice b)
{
    if (!a.p || !b.p)
        return (a.p != NULL) - (b.p != NULL);
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static bool
is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice
slice_trim(struct slice s)
{
    while (s.n && is_blank(*s.p))
        s.p++, s.n--;
    while (s.n && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool
slice_starts(struct slice s, const char *text)
{
    size_t n = strlen(text);
    return s.n >= n && memcmp(s.p, text, n) == 0;
}

bool
slice_starts_folded(struct slice s, const char *text)
{
    size_t n = strlen(text);
    return s.n >= n && strncasecmp(s.p, text, n) == 0;
}

bool
slice_ends(struct slice s, const char *text)
{
    size_t n = strlen(text);
    return s.n >= n && memcmp(s.p + s.n - n, text, n) == 0;
}

bool
slice_is_folded(struct slice s, const char *text)
{
    size_t n = strlen(text);
    return s.p && s.n == n && strncasecmp(s.p, text, n) == 0;
}

void
buf_grow(struct buf *b, size_t n)
{
    size_t cap = b->cap ? b->cap : 256;
    while (cap - b->n < n)
        cap *= 2;
    b->p = xrealloc(b->p, cap);
    b->cap = cap;
}

void
buf_lower(struct buf *b, struct slice s)
{
    buf_room(b, s.n);
    for (size_t i = 0; i < s.n; i++)
        b->p[b->n++] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 'a' - 'A') : s.p[i];
}

void
buf_int(struct buf *b, int64_t v)
{
    static const char pairs[] =
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
        "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
        "8081828384858687888990919293949596979899";
    char t[24], *e = t + sizeof t, *p = e;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    for (; u >= 100; u /= 100)
        memcpy(p -= 2, pairs + u % 100 * 2, 2);
    if (u >= 10)
        memcpy(p -= 2, pairs + u * 2, 2);
    else
        *--p = (char)('0' + u);
    if (v < 0)
        *--p = '-';
    buf_add(b, p, (size_t)(e - p));
}

void
buf_number(struct buf *b, double v)
{
    char t[40];
    if (!isfinite(v)) {
        buf_text(b, "null");
        return;
    }
    if (v == floor(v) && fabs(v) < 1e15) {
        buf_int(b, (int64_t)v);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(t, sizeof t, "%.*g", digits, v);
        if (strtod(t, NULL) == v)
            break;
    }
    buf_text(b, t);
}

void
buf_format(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    buf_room(b, 1); /* no more, as some bufs are memory of their caller that has room for what comes */
    int n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, ap); /* mostly there is room */
    va_end(ap);
    if (n > 0 && (size_t)n >= b->cap - b->n) { /* it did not fit */
        buf_room(b, (size_t)n + 1);
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
    }
    b->n += n > 0 ? (size_t)n : 0;
    va_end(again);
}

static bool
needs_escape(unsigned char c)
{
    return c < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

#ifdef __SSE2__        /* every x86-64 has it */
static inline unsigned /* which of 16 bytes need an escape */
escape_bits(const char *p)
{
    const __m128i quote = _mm_set1_epi8('"'), back = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f),
                  del = _mm_set1_epi8(0x7f);
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    return (unsigned)_mm_movemask_epi8(
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, back)),
                     _mm_or_si128(_mm_cmpeq_epi8(v, del), _mm_cmpeq_epi8(_mm_min_epu8(v, control), v))));
}
#endif

/* The first byte from i on that needs an escape, or n. */
static size_t
find_escape(const char *p, size_t i, size_t n)
{
    const uint64_t ones = 0x0101010101010101u, highs = ones << 7;
#ifdef __SSE2__
    for (unsigned bits; n - i >= 16; i += 16)
        if ((bits = escape_bits(p + i)))
            return i + (size_t)__builtin_ctz(bits);
#endif
    for (;;) {
        for (uint64_t w; n - i >= 8; i += 8) {
            memcpy(&w, p + i, 8);
            uint64_t quote = w ^ ones * '"', back = w ^ ones * '\\', del = w ^ ones * 0x7f;
            if ((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((back - ones) & ~back) |
                 ((del - ones) & ~del)) &
                highs)
                break;
        }
        size_t stop = n - i >= 8 ? i + 8 : n;
        while (i < stop && !needs_escape((unsigned char)p[i]))
            i++;
        if (i < stop || i == n)
            return i;
    }
}

static void
add_escape(struct buf *b, unsigned char c)
{
    static const char *const names[] = {['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f",
                                        ['\r'] = "\\r", ['"'] = "\\\"", ['\\'] = "\\\\"};
    if (c < sizeof names / sizeof *names && names[c])
        buf_text(b, names[c]);
    else
        buf_format(b, "\\u%04x", c);
}

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* Bytes that need an escape, marked by their high bits; there may be marks too many behind the first. */
static inline uint64_t
escapes_in(uint64_t w)
{
    uint64_t quote = w ^ ONES * '"', back = w ^ ONES * '\\', del = w ^ ONES * 0x7f;
    return (((w - ONES * 0x20) & ~w) | ((quote - ONES) & ~quote) | ((back - ONES) & ~back) |
            ((del - ONES) & ~del)) &
           HIGHS;
}

/* Nothing in it needs an escape. The last bytes are looked at once more instead of one by one. */
static bool
is_plain(const char *p, size_t n)
{
    uint64_t w = 0, last;
#ifdef __SSE2__ /* every x86-64 has it */
    if (n >= 16) {
        for (size_t i = 0;; i = n - i < 32 ? n - 16 : i + 16) {
            if (escape_bits(p + i))
                return false;
            if (i == n - 16)
                return true;
        }
    }
#endif
    if (n < 8) {
        if (n)
            memcpy(&w, p, n);
        return !escapes_in(w | (n ? ONES * ' ' << 8 * n : ONES * ' '));
    }
    for (size_t i = 0; i + 8 <= n; i += 8) {
        memcpy(&w, p + i, 8);
        if (escapes_in(w))
            return false;
    }
    memcpy(&last, p + n - 8, 8);
    return !escapes_in(last);
}

void
buf_json(struct buf *b, const char *p, size_t n)
{
    buf_room(b, n + 2);
    if (is_plain(p, n)) {
        char *to = b->p + b->n;
        *to = '"';
        memcpy(to + 1, n ? p : "", n);
        to[n + 1] = '"';
        b->n += n + 2;
        return;
    }
    buf_byte(b, '"');
    size_t from = 0;
    for (size_t i = 0; (i = find_escape(p, i, n)) < n; i++) {
        buf_add(b, p + from, i - from);
        add_escape(b, (unsigned char)p[i]);
        from = i + 1;
    }
    buf_add(b, p + from, n - from);
    buf_byte(b, '"');
}

void
buf_json_slice(struct buf *b, struct slice s)
{
    if (s.p)
        buf_json(b, s.p, s.n);
    else
        buf_text(b, "null");
}

void
buf_reset(struct buf *b)
{
    if (b->cap > KEEP_MAX)
        buf_free(b);
    b->n = 0;
}

void
buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}

const char *
buf_string(struct buf *b)
{
    buf_room(b, 1);
    b->p[b->n] = 0;
    return b->p;
}
