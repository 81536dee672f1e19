/* JSON text looked at many bytes at a time: with the vector instructions that every x86-64
 * has, else with words of eight; some with AVX2 where the processor has it, or the includer is compiled for
 * it (SCAN_WIDE). The plain twins give the same answers (test_sm-ingest_scan compares them). All bytes named
 * are read. */
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

#define SCAN_STEP 16   /* bytes that most look at, */
#define SCAN_STRING 32 /* scan_string, */
#define SCAN_BLOCK 64  /* and those that give a bit for each byte */

static inline bool /* may what is compiled for AVX2 be run? */
scan_is_wide(void)
{
#ifdef SCAN_HAS_WIDE
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#else
    return false;
#endif
}

struct scan_marks { /* of a block: one bit for each byte, the first the lowest */
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

static inline struct scan_marks
scan_quotes_plain(const char *p)
{
    return (struct scan_marks){scan_equal_plain(p, 0, '"'), scan_equal_plain(p, 0, '\\')};
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

static inline struct scan_marks
scan_quotes(const char *p)
{
    return (struct scan_marks){scan_equal(p, 0, '"'), scan_any(p, '\\') ? scan_equal(p, 0, '\\') : 0};
}

/* { } [ ] of a block, and some bytes that stand nowhere in JSON but in strings. */
static inline uint64_t
scan_brackets(const char *p)
{
    return scan_equal(p, 0x26, 0x7f);
}

#else
#define scan_string scan_string_plain
#define scan_blank scan_blank_plain
#define scan_quote scan_quote_plain
#define scan_cell scan_cell_plain
#define scan_ascii scan_ascii_plain
#define scan_text scan_text_plain
#define scan_quotes scan_quotes_plain
#define scan_brackets scan_brackets_plain
#endif

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

#endif
