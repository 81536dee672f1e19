/* The bytes of a program's text, as its readers tell them apart: the lexer and the vet. */
#ifndef SM_JQ_BYTES_H
#define SM_JQ_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline bool
byte_is_letter(char c) /* or `_` */
{
    return (unsigned char)((c | 0x20) - 'a') < 26 || c == '_';
}

static inline bool
byte_is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

static inline bool
byte_is_word(char c)
{
    return byte_is_letter(c) || byte_is_digit(c);
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
