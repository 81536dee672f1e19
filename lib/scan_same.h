/* Do the bytes of two texts agree? Those that are compared mostly do. */
#ifndef SM_SCAN_SAME_H
#define SM_SCAN_SAME_H

#include "scan.h"

#ifdef SCAN_WIDE
#define SCAN_SAME 32 /* bytes that scan_same_most compares */
#else
#define SCAN_SAME SCAN_STEP
#endif

#ifdef __SSE2__

/* Do n bytes (1 to SCAN_STEP) at a and b agree? All SCAN_STEP of both are read. */
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

/* Do n bytes (1 to SCAN_SAME) at a and b agree? All SCAN_SAME of both are read. */
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

#endif
