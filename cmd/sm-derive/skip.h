/* Passing over JSON text: from the beginning of a value to behind it, checked against the grammar, nothing
 * kept. What looks at many bytes at once is given by the caller, who is compiled once for each machine: all
 * of this is inline.
 *
 * The text's last byte is a closing brace, and no step but one over a closing bracket leaves it behind: so
 * what stands at p, which lies before the end, need not be asked for an end elsewhere. NULL: broken, or not
 * this simple. */
#ifndef DERIVE_SKIP_H
#define DERIVE_SKIP_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "limits.h"

typedef const char *find_odd(const char *p, const char *end); /* the first byte that is_odd, or end */

#define INLINE static inline __attribute__((always_inline))

/* ---- texts ---- */

/* A quote, a backslash, below blank or above ASCII. */
static inline bool
is_odd(unsigned char c)
{
    return c == '"' || c == '\\' || c < ' ' || c >= 0x80;
}

static inline const char *
find_odd_byte(const char *p, const char *end)
{
    while (p < end && !is_odd((unsigned char)*p))
        p++;
    return p;
}

INLINE const char *
find_odd_plain(const char *p, const char *end)
{
    const uint64_t ones = 0x0101010101010101u, highs = ones << 7;
    for (uint64_t v; end - p >= 8; p += 8) {
        memcpy(&v, p, 8);
        uint64_t quote = v ^ ones * '"', back = v ^ ones * '\\';
        if (((v - ones * ' ') | (quote - ones) | (back - ones) | v) & highs)
            for (int i = 0; i < 8; i++) /* a borrow may have told a byte too many */
                if (is_odd((unsigned char)p[i]))
                    return p + i;
    }
    return find_odd_byte(p, end);
}

#if defined(__x86_64__)
#include <immintrin.h>

#define WIDE __attribute__((target("avx2,bmi")))

WIDE INLINE const char *
find_odd_avx2(const char *p, const char *end)
{
    for (; end - p >= 32; p += 32) {
        __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
        __m256i quote = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('"'));
        __m256i back = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\\'));
        __m256i low = _mm256_cmpgt_epi8(_mm256_set1_epi8(' '), v); /* above ASCII is negative */
        uint32_t odd = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(_mm256_or_si256(quote, back), low));
        if (odd)
            return p + __builtin_ctz(odd);
    }
    return find_odd_byte(p, end);
}

#endif

struct seen { /* in the line */
    bool escape, high;
};

/* Of four hex digits: a character by itself, not half of a pair. */
static inline bool
is_code_unit(const char *p)
{
    unsigned v = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i], l = (char)(c | 0x20);
        if (!(c >= '0' && c <= '9') && !(l >= 'a' && l <= 'f'))
            return false;
        v = v << 4 | (unsigned)(c <= '9' ? c - '0' : l - 'a' + 10);
    }
    return v < 0xd800 || v > 0xdfff;
}

/* What follows an odd byte that is no quote; NULL: broken, or not this simple. */
static inline const char *
after_odd(const char *p, const char *end, struct seen *seen)
{
    if (*p == '\\') {
        seen->escape = true;
        if (end - p < 2)
            return NULL;
        if (p[1] == 'u')
            return end - p >= 6 && is_code_unit(p + 2) ? p + 6 : NULL;
        return p[1] && strchr("\"\\/bfnrt", p[1]) ? p + 2 : NULL;
    }
    if ((unsigned char)*p < 0x80)
        return NULL;
    seen->high = true;
    while (p < end && (unsigned char)*p >= 0x80)
        p++;
    return p;
}

/* From behind a quote to behind the one that closes; NULL: none does. */
INLINE const char *
skip_text(const char *p, const char *end, struct seen *seen, find_odd *find)
{
    for (;;) {
        p = find(p, end);
        if (p == end)
            return NULL;
        if (__builtin_expect(*p == '"', 1))
            return p + 1;
        p = after_odd(p, end, seen);
        if (!p)
            return NULL;
    }
}

/* ---- values ---- */

static inline const char *
skip_more_blanks(const char *p)
{
    while (*p == ' ' || *p == '\t' || *p == '\r')
        p++;
    return p;
}

INLINE const char *
skip_blanks(const char *p)
{
    return __builtin_expect((unsigned char)*p > ' ', 1) ? p : skip_more_blanks(p);
}

/* Behind a closing bracket; NULL: there is nothing. */
INLINE const char *
skip_close(const char *p, const char *end)
{
    return p + 1 < end ? skip_blanks(p + 1) : NULL;
}

static inline const char *
skip_digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

static inline const char *
skip_number(const char *p, const char *end)
{
    const char *from;
    p += p < end && *p == '-';
    from = p;
    p = skip_digits(p, end);
    if (p == from || (*from == '0' && p > from + 1))
        return NULL;
    if (p < end && *p == '.') {
        from = ++p;
        p = skip_digits(p, end);
        if (p == from)
            return NULL;
    }
    if (p < end && (*p | 0x20) == 'e') {
        p++;
        p += p < end && (*p == '+' || *p == '-');
        from = p;
        p = skip_digits(p, end);
        if (p == from)
            return NULL;
    }
    return p;
}

INLINE const char *
skip_word(const char *p, const char *end, const char *word, size_t n)
{
    return (size_t)(end - p) > n && memcmp(p, word, n) == 0 ? p + n : NULL;
}

INLINE const char *
skip_scalar(const char *p, const char *end, struct seen *seen, find_odd *find)
{
    if (__builtin_expect(*p == '"', 1))
        return skip_text(p + 1, end, seen, find);
    if (*p == 'n')
        return skip_word(p, end, "null", 4);
    if (*p == 't')
        return skip_word(p, end, "true", 4);
    if (*p == 'f')
        return skip_word(p, end, "false", 5);
    return skip_number(p, end);
}

/* From a key's quote to behind its colon and what is blank. */
INLINE const char *
skip_key(const char *p, const char *end, struct seen *seen, find_odd *find)
{
    if (*p != '"' || !(p = skip_text(p + 1, end, seen, find)))
        return NULL;
    p = skip_blanks(p);
    return *p == ':' ? skip_blanks(p + 1) : NULL;
}

/* An object or array, three of them around it at most. */
INLINE const char *
skip_nested(const char *p, const char *end, struct seen *seen, find_odd *find)
{
    char closes[DEPTH_MAX];
    size_t depth = 0;
    for (;;) {
        if (*p == '{' || *p == '[') {
            if (depth == DEPTH_MAX - 3)
                return NULL;
            char close = closes[depth++] = (char)(*p + 2); /* of both brackets */
            p = skip_blanks(p + 1);
            if (*p != close) {
                if (close == '}' && !(p = skip_key(p, end, seen, find)))
                    return NULL;
                continue;
            }
        } else {
            p = skip_scalar(p, end, seen, find);
            if (!p)
                return NULL;
            p = skip_blanks(p);
        }
        while (*p == closes[depth - 1]) {
            if (!--depth)
                return p + 1 < end ? p + 1 : NULL;
            p = skip_close(p, end);
            if (!p)
                return NULL;
        }
        if (*p != ',')
            return NULL;
        p = skip_blanks(p + 1);
        if (closes[depth - 1] == '}' && !(p = skip_key(p, end, seen, find)))
            return NULL;
    }
}

INLINE const char *
skip_value(const char *p, const char *end, struct seen *seen, find_odd *find)
{
    return *p == '{' || *p == '[' ? skip_nested(p, end, seen, find) : skip_scalar(p, end, seen, find);
}

#endif
