/* The bytes of a program's text, as its readers tell them apart: the lexer and the vet. */
#ifndef SM_JQ_BYTES_H
#define SM_JQ_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    BYTE_LETTER = 1,
    BYTE_DIGIT = 2,
    BYTE_ALONE = 4
}; /* a letter or `_`; 0 to 9; always a sign of its own */
extern const uint8_t byte_class[256];

static inline bool
byte_is(char c, unsigned classes)
{
    return byte_class[(unsigned char)c] & classes;
}

static inline bool
byte_is_word(char c)
{
    return byte_is(c, BYTE_LETTER | BYTE_DIGIT);
}

/* Past the spaces at p, eight at a time: a directive that was blanked is thousands of them. */
static inline const char *
bytes_skip_spaces(const char *p, const char *end)
{
    uint64_t eight;
    for (; end - p >= (ptrdiff_t)sizeof eight; p += sizeof eight)
        if (memcpy(&eight, p, sizeof eight), eight != 0x2020202020202020u)
            break;
    while (p < end && *p == ' ')
        p++;
    return p;
}

#endif
