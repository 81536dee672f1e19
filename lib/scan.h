/* JSON text looked at many bytes at a time: with the vector instructions that every x86-64
 * has, else with words of eight; some with AVX2 where the processor has it. The plain twins give the same
 * answers (test_sm-ingest_scan compares them). All bytes named are read. */
#ifndef SM_SCAN_H
#define SM_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif
#if defined __x86_64__ && defined __GNUC__
#define SCAN_HAS_WIDE
#include <immintrin.h>
#endif
#ifdef SCAN_WIDE /* the includer is compiled for AVX2 */
#define SCAN_SAME 32
#else
#define SCAN_SAME 16
#endif

#define SCAN_STEP 16
#define SCAN_STRING 32
#define SCAN_BLOCK 64

static inline bool /* may what is compiled for AVX2 be run? */
scan_is_wide(void)
{
#ifdef SCAN_HAS_WIDE
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#else
    return false;
#endif
}

struct scan_quotes { /* of a block: one bit for each byte, the first the lowest */
    uint64_t quotes, backslashes;
};

#define SCAN_ONES 0x0101010101010101u
#define SCAN_HIGHS 0x8080808080808080u

static inline uint64_t /* the high bit of each byte that is zero, and no other */
scan_zeros(uint64_t w)
{
    return ~(((w & ~SCAN_HIGHS) + ~SCAN_HIGHS) | w) & SCAN_HIGHS;
}

static inline uint64_t
scan_word(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

static inline uint64_t /* high bits become eight bits */
scan_gather(uint64_t high)
{
    return ((high >> 7) * 0x0102040810204080u) >> 56;
}

static inline uint64_t
scan_looks(uint64_t w)
{
    uint64_t low = ~(((w & ~SCAN_HIGHS) + SCAN_ONES * 0x60) | w); /* below 0x20 */
    return (low | w | scan_zeros(w ^ SCAN_ONES * '"') | scan_zeros(w ^ SCAN_ONES * '\\')) & SCAN_HIGHS;
}

static inline size_t
scan_string_plain(const char *p)
{
    for (size_t i = 0; i < SCAN_STRING; i += 8) {
        uint64_t found = scan_looks(scan_word(p + i));
        if (found)
            return i + ((size_t)__builtin_ctzll(found) >> 3);
    }
    return SCAN_STRING;
}

static inline size_t
scan_blank_plain(const char *p)
{
    for (size_t i = 0; i < SCAN_STEP; i += 8) {
        uint64_t w = scan_word(p + i);
        uint64_t blank = scan_zeros(w ^ SCAN_ONES * ' ') | scan_zeros(w ^ SCAN_ONES * '\n') |
                         scan_zeros(w ^ SCAN_ONES * '\r') | scan_zeros(w ^ SCAN_ONES * '\t');
        if (blank != SCAN_HIGHS)
            return i + ((size_t)__builtin_ctzll(blank ^ SCAN_HIGHS) >> 3);
    }
    return SCAN_STEP;
}

static inline size_t
scan_quote_plain(const char *p)
{
    for (size_t i = 0; i < SCAN_STEP; i += 8) {
        uint64_t found = scan_zeros(scan_word(p + i) ^ SCAN_ONES * '"');
        if (found)
            return i + ((size_t)__builtin_ctzll(found) >> 3);
    }
    return SCAN_STEP;
}

static inline size_t
scan_cell_plain(const char *p, char delimiter)
{
    for (size_t i = 0; i < SCAN_STEP; i += 8) {
        uint64_t w = scan_word(p + i);
        uint64_t found = scan_zeros(w ^ SCAN_ONES * '"') |
                         scan_zeros(w ^ SCAN_ONES * (unsigned char)delimiter) |
                         scan_zeros(w ^ SCAN_ONES * '\n') | scan_zeros(w ^ SCAN_ONES * '\r');
        if (found)
            return i + ((size_t)__builtin_ctzll(found) >> 3);
    }
    return SCAN_STEP;
}

static inline bool
scan_text_plain(const char *p)
{
    uint64_t odd = 0;
    for (size_t i = 0; i < SCAN_BLOCK; i += 8)
        odd |= scan_word(p + i) | scan_zeros(scan_word(p + i));
    return !(odd & SCAN_HIGHS);
}

static inline bool
scan_ascii_plain(const char *p)
{
    uint64_t any = 0;
    for (size_t i = 0; i < SCAN_BLOCK; i += 8)
        any |= scan_word(p + i);
    return !(any & SCAN_HIGHS);
}

static inline uint64_t
scan_equal_plain(const char *p, uint64_t set, uint64_t c)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < SCAN_BLOCK; i += 8)
        bits |= scan_gather(scan_zeros((scan_word(p + i) | SCAN_ONES * set) ^ SCAN_ONES * c)) << i;
    return bits;
}

static inline struct scan_quotes
scan_quotes_plain(const char *p)
{
    return (struct scan_quotes){scan_equal_plain(p, 0, '"'), scan_equal_plain(p, 0, '\\')};
}

static inline uint64_t
scan_brackets_plain(const char *p)
{
    return scan_equal_plain(p, 0x26, 0x7f);
}

#ifdef __SSE2__

static inline __m128i
scan_load(const char *p)
{
    return _mm_loadu_si128((const __m128i *)(const void *)p);
}

static inline uint64_t
scan_bits(__m128i v)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(v);
}

#ifdef SCAN_WIDE

static inline __m256i
scan_load_wide(const char *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

static inline uint64_t
scan_bits_wide(__m256i v)
{
    return (uint32_t)_mm256_movemask_epi8(v);
}

static inline uint64_t
scan_looks_of(const char *p)
{
    __m256i v = scan_load_wide(p);
    __m256i named = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')),
                                    _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\\')));
    return scan_bits_wide(_mm256_or_si256(named, _mm256_cmpgt_epi8(_mm256_set1_epi8(' '), v)));
}

#else

static inline uint64_t
scan_looks_bits(const char *p)
{
    __m128i v = scan_load(p);
    __m128i named =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
    /* as signed bytes, what is not ASCII lies below the blank too */
    return scan_bits(_mm_or_si128(named, _mm_cmplt_epi8(v, _mm_set1_epi8(' '))));
}

static inline uint64_t
scan_looks_of(const char *p)
{
    return scan_looks_bits(p) | scan_looks_bits(p + 16) << 16;
}

#endif

/* Where the first of 32 bytes stands that a string can't simply hold: a quote, a backslash, a control
 * character, a byte that is not ASCII. SCAN_STRING: nowhere. */
static inline size_t
scan_string(const char *p)
{
    uint64_t look = scan_looks_of(p);
    return look ? (size_t)__builtin_ctzll(look) : SCAN_STRING; /* a branch: where to look next is guessed */
}

/* Where the first of 16 bytes stands that is no white space of JSON. */
static inline size_t
scan_blank(const char *p)
{
    __m128i v = scan_load(p);
    __m128i line =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
    __m128i gap = _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8(' ')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\t')));
    return (size_t)__builtin_ctz(~(unsigned)_mm_movemask_epi8(_mm_or_si128(line, gap)));
}

static inline size_t /* where the first quote of 16 bytes stands; SCAN_STEP: nowhere */
scan_quote(const char *p)
{
    uint64_t found = scan_bits(_mm_cmpeq_epi8(scan_load(p), _mm_set1_epi8('"')));
    return found ? (size_t)__builtin_ctzll(found) : SCAN_STEP;
}

/* Where the first of 16 bytes stands that ends a cell of CSV, or is a quote; SCAN_STEP: nowhere. */
static inline size_t
scan_cell(const char *p, char delimiter)
{
    __m128i v = scan_load(p);
    __m128i line =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
    __m128i mark =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8(delimiter)));
    uint64_t found = scan_bits(_mm_or_si128(line, mark));
    return found ? (size_t)__builtin_ctzll(found) : SCAN_STEP;
}

static inline bool /* is a block ASCII? */
scan_ascii(const char *p)
{
    __m128i low = _mm_or_si128(scan_load(p), scan_load(p + 16));
    __m128i high = _mm_or_si128(scan_load(p + 32), scan_load(p + 48));
    return !_mm_movemask_epi8(_mm_or_si128(low, high));
}

static inline bool /* … and no NUL in it? */
scan_text(const char *p)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i low = _mm_and_si128(_mm_cmpgt_epi8(scan_load(p), zero), _mm_cmpgt_epi8(scan_load(p + 16), zero));
    __m128i high =
        _mm_and_si128(_mm_cmpgt_epi8(scan_load(p + 32), zero), _mm_cmpgt_epi8(scan_load(p + 48), zero));
    return _mm_movemask_epi8(_mm_and_si128(low, high)) == 0xffff;
}

static inline uint64_t /* which of the 64 bytes are c, or with the bits of `set` would be */
scan_equal(const char *p, char set, char c)
{
    __m128i or = _mm_set1_epi8(set), is = _mm_set1_epi8(c);
    return scan_bits(_mm_cmpeq_epi8(_mm_or_si128(scan_load(p), or), is)) |
           scan_bits(_mm_cmpeq_epi8(_mm_or_si128(scan_load(p + 16), or), is)) << 16 |
           scan_bits(_mm_cmpeq_epi8(_mm_or_si128(scan_load(p + 32), or), is)) << 32 |
           scan_bits(_mm_cmpeq_epi8(_mm_or_si128(scan_load(p + 48), or), is)) << 48;
}

static inline bool
scan_any(const char *p, char c)
{
    __m128i is = _mm_set1_epi8(c);
    __m128i low = _mm_or_si128(_mm_cmpeq_epi8(scan_load(p), is), _mm_cmpeq_epi8(scan_load(p + 16), is));
    __m128i high = _mm_or_si128(_mm_cmpeq_epi8(scan_load(p + 32), is), _mm_cmpeq_epi8(scan_load(p + 48), is));
    return _mm_movemask_epi8(_mm_or_si128(low, high)) != 0;
}

static inline struct scan_quotes
scan_quotes(const char *p)
{
    return (struct scan_quotes){scan_equal(p, 0, '"'), scan_any(p, '\\') ? scan_equal(p, 0, '\\') : 0};
}

/* { } [ ] of a block, and some bytes that stand nowhere in JSON but in strings. */
static inline uint64_t
scan_brackets(const char *p)
{
    return scan_equal(p, 0x26, 0x7f);
}

/* Do n bytes (up to 16) at a and b agree? */
static inline bool
scan_same(const char *a, const char *b, size_t n)
{
    uint64_t same = scan_bits(_mm_cmpeq_epi8(scan_load(a), scan_load(b)));
    return !(~same << (64 - n));
}

static inline __m128i
scan_differ(const char *a, const char *b)
{
    return _mm_xor_si128(scan_load(a), scan_load(b));
}

/* The same of 16 bytes and more: mostly they do, so one look at the end is enough. */
static inline bool
scan_same_long(const char *a, const char *b, size_t n)
{
    __m128i differ = scan_differ(a + n - SCAN_STEP, b + n - SCAN_STEP);
    size_t i = 0;
    for (; i + 2 * SCAN_STEP < n; i += 2 * SCAN_STEP)
        differ = _mm_or_si128(differ, _mm_or_si128(scan_differ(a + i, b + i),
                                                   scan_differ(a + i + SCAN_STEP, b + i + SCAN_STEP)));
    if (i + SCAN_STEP < n)
        differ = _mm_or_si128(differ, scan_differ(a + i, b + i));
    return scan_bits(_mm_cmpeq_epi8(differ, _mm_setzero_si128())) == 0xffff;
}

#else

static inline size_t
scan_string(const char *p)
{
    return scan_string_plain(p);
}

static inline size_t
scan_blank(const char *p)
{
    return scan_blank_plain(p);
}

static inline size_t
scan_quote(const char *p)
{
    return scan_quote_plain(p);
}

static inline size_t
scan_cell(const char *p, char delimiter)
{
    return scan_cell_plain(p, delimiter);
}

static inline bool
scan_ascii(const char *p)
{
    return scan_ascii_plain(p);
}

static inline bool
scan_text(const char *p)
{
    return scan_text_plain(p);
}

static inline struct scan_quotes
scan_quotes(const char *p)
{
    return scan_quotes_plain(p);
}

static inline uint64_t
scan_brackets(const char *p)
{
    return scan_brackets_plain(p);
}

static inline bool
scan_same(const char *a, const char *b, size_t n)
{
    return memcmp(a, b, n) == 0;
}

static inline bool
scan_same_long(const char *a, const char *b, size_t n)
{
    return memcmp(a, b, n) == 0;
}

#endif

/* Do n bytes (up to SCAN_SAME) at a and b agree? All SCAN_SAME of both are read. */
static inline bool
scan_same_most(const char *a, const char *b, size_t n)
{
#ifdef SCAN_WIDE
    uint64_t same = scan_bits_wide(_mm256_cmpeq_epi8(scan_load_wide(a), scan_load_wide(b)));
    return !(~same << (64 - n));
#else
    return scan_same(a, b, n);
#endif
}

/* Do n bytes at a and b agree? Their ends overlap: mostly they are few, and nothing beyond them is read. */
static inline bool
scan_same_text(const char *a, const char *b, size_t n)
{
    uint64_t x, y, last_x, last_y;
    if (n >= SCAN_STEP)
        return scan_same_long(a, b, n);
    if (n >= 8) {
        memcpy(&x, a, 8);
        memcpy(&y, b, 8);
        memcpy(&last_x, a + n - 8, 8);
        memcpy(&last_y, b + n - 8, 8);
        return !((x ^ y) | (last_x ^ last_y));
    }
    if (n >= 4) {
        uint32_t p, q, last_p, last_q;
        memcpy(&p, a, 4);
        memcpy(&q, b, 4);
        memcpy(&last_p, a + n - 4, 4);
        memcpy(&last_q, b + n - 4, 4);
        return !((p ^ q) | (last_p ^ last_q));
    }
    for (; n; n--)
        if (a[n - 1] != b[n - 1])
            return false;
    return true;
}

/* Whole blocks before the first that is no ASCII or has a NUL. */
static inline size_t
scan_texts_narrow(const char *p, size_t n)
{
    size_t i = 0;
    while (n - i >= SCAN_BLOCK && scan_text(p + i))
        i += SCAN_BLOCK;
    return i;
}

#ifdef SCAN_HAS_WIDE
__attribute__((target("avx2"))) static inline size_t
scan_texts_wide(const char *p, size_t n)
{
    const __m256i none = _mm256_setzero_si256();
    size_t i = 0;
    for (; n - i >= SCAN_BLOCK; i += SCAN_BLOCK) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)(p + i));
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(p + i + 32));
        if (_mm256_movemask_epi8(_mm256_cmpgt_epi8(_mm256_min_epi8(low, high), none)) != -1)
            break;
    }
    return i;
}
#else
#define scan_texts_wide scan_texts_narrow
#endif

/* Where a text is read block after block: is a block entered inside a string, and its first byte behind a
 * backslash? */
struct scan_place {
    bool string, escape;
};

/* The bytes of a block that a backslash stands before and takes the meaning of. */
static inline uint64_t
scan_escaped(uint64_t backslashes, bool *escape)
{
    const uint64_t even = 0x5555555555555555u;
    uint64_t first = *escape, sum;
    backslashes &= ~first;
    uint64_t follows = backslashes << 1 | first;
    /* a run that starts at an odd place carries into the byte behind it: the run's odd bytes are the escaped
     * ones */
    uint64_t odd = backslashes & ~even & ~follows;
    *escape = __builtin_add_overflow(odd, backslashes, &sum);
    return (even ^ sum << 1) & follows;
}

/* From the quotes: which bytes are in strings, the opening quote counted. */
static inline uint64_t
scan_inside(uint64_t quotes, bool string)
{
    if (quotes) {
        quotes ^= quotes << 1;
        quotes ^= quotes << 2;
        quotes ^= quotes << 4;
        quotes ^= quotes << 8;
        quotes ^= quotes << 16;
        quotes ^= quotes << 32;
    }
    return string ? ~quotes : quotes;
}

/* The brackets of a block that stand outside of strings; `at` moves behind the block. false: a backslash
 * stands outside of strings, and at stays. */
static inline bool
scan_block(const char *p, struct scan_place *at, uint64_t *brackets)
{
    struct scan_quotes m = scan_quotes(p);
    bool escape = at->escape;
    *brackets = 0;
    if (at->string && !escape && !(m.quotes | m.backslashes))
        return true; /* all of it is in a string */
    if (m.backslashes || escape)
        m.quotes &= ~scan_escaped(m.backslashes, &escape);
    uint64_t inside = scan_inside(m.quotes, at->string);
    if (m.backslashes & ~inside)
        return false;
    *brackets = scan_brackets(p) & ~inside;
    at->string = inside >> (SCAN_BLOCK - 1);
    at->escape = escape;
    return true;
}

#endif
