/* The values in a line that is read by the short way (plain.h): each function gives where a value ends, or
 * NULL where it is none of that kind or needs the long way. */
#ifndef DEDUP_PLAIN_VALUE_H
#define DEDUP_PLAIN_VALUE_H

#ifdef __SSE2__ /* every x86-64 has it */
#include <emmintrin.h>
#endif

#include "plain.h"

extern unsigned plain_high; /* not 0: bytes beyond ASCII were met; whoever reads a line sets it to 0 */

/* The first byte that ends a string or makes it no plain one: a quote, a backslash, a control character. */
static inline const char *
plain_find_special(const char *p, const char *end)
{
    unsigned high = 0; /* in a register as long as it grows */
#ifdef __SSE2__
    const __m128i quote16 = _mm_set1_epi8('"'), back16 = _mm_set1_epi8('\\'), del16 = _mm_set1_epi8(0x7f),
                  control16 = _mm_set1_epi8(0x1f);
    for (; end - p >= 16; p += 16) {
        __m128i c = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i bad = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(c, quote16), _mm_cmpeq_epi8(c, back16)),
            _mm_or_si128(_mm_cmpeq_epi8(c, del16), _mm_cmpeq_epi8(_mm_min_epu8(c, control16), c)));
        int mask = _mm_movemask_epi8(bad);
        high |= (unsigned)_mm_movemask_epi8(c);
        if (mask) {
            plain_high |= high;
            return p + __builtin_ctz((unsigned)mask);
        }
    }
#endif
    for (; p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 && *p != 0x7f; p++)
        high |= (unsigned char)*p >= 0x80;
    plain_high |= high;
    return p;
}

/* p stands on a quote; past the closing one, or NULL. */
static inline const char *
plain_skip_text(const char *p, const char *end)
{
    p = plain_find_special(p + 1, end);
    return p < end && *p == '"' ? p + 1 : NULL;
}

#define PLAIN_NAME_MOST 24 /* bytes, in eights: ,"release_blocking": and some */

struct plain_name { /* of a member, as it stands before its value */
    uint64_t text[PLAIN_NAME_MOST / 8], mask[PLAIN_NAME_MOST / 8];
    size_t n;
};

void plain_set_name(struct plain_name *name, struct slice text); /* of PLAIN_NAME_MOST bytes at most */

/* Does it stand there, and is there something behind it? */
static inline bool
plain_is_name(const char *p, const char *end, const struct plain_name *name)
{
    uint64_t text[PLAIN_NAME_MOST / 8];
    if (end - p < PLAIN_NAME_MOST)
        return (size_t)(end - p) > name->n && memcmp(p, name->text, name->n) == 0;
    memcpy(text, p, sizeof text);
    return !(((text[0] ^ name->text[0]) & name->mask[0]) | ((text[1] ^ name->text[1]) & name->mask[1]) |
             ((text[2] ^ name->text[2]) & name->mask[2]));
}

#define PLAIN_NUMBER_EXACT 15 /* digits beyond which a program sees a string */

/* Numbers of the names of members that mean something here: of a component, of a location. */
enum { PLAIN_VERSION = 1, PLAIN_FILE, PLAIN_LINE };

const char *plain_skip_scalar(const char *p,
                              const char *end); /* null, true, false, a number without exponent */
/* An array of strings, each greater than the one before it; an object of strings and scalars. What is inside
 * is noted, as are the few members that plain.h names. */
const char *plain_skip_ids(struct plain *to, int field, const char *p, const char *end);
const char *plain_skip_flat(struct plain *to, int field, const char *p, const char *end);

bool plain_in_order(const struct plain *p,
                    enum plain_container ids);           /* each greater than the one before it */
bool plain_read_line(struct slice json, uint32_t *line); /* false: no number of a line, nor null */

#endif
