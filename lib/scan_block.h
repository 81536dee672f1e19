/* JSON text block after block: which of its brackets stand outside of strings. */
#ifndef SM_SCAN_BLOCK_H
#define SM_SCAN_BLOCK_H

#include "scan.h"

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
    struct scan_marks m = scan_quotes(p);
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
