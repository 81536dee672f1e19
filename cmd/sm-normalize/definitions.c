#include "definitions.h"

#include <ctype.h>
#include <string.h>

/* program = { white space | comment | definition } rest;  definition = "def" … ":" { definition } … ";"
 * A semicolon inside brackets belongs to a call; a string may hold `\( … )`, in which a string may stand, and
 * so on. */

#define NESTING 512

struct scan {
    const char *p, *end;
    char open[NESTING]; /* ( [ { and `"` for an interpolation */
    size_t depth;
    char before; /* the byte before: `.def` is a field */
};

static void
string(struct scan *s)
{
    while (s->p < s->end && *s->p != '"') {
        if (*s->p != '\\') {
            s->p++;
            continue;
        }
        s->p++;
        if (s->p < s->end && *s->p++ == '(' && s->depth < NESTING) {
            s->open[s->depth++] = '"';
            return;
        }
    }
    if (s->p < s->end)
        s->p++;
}

static bool
is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* Past one token or the white space and comment before one. Gives the token's first byte, 0 for none, 'd' for
 * `def`. */
static char
token(struct scan *s)
{
    char c = *s->p;
    if (c == '#') {
        const char *nl = memchr(s->p, '\n', (size_t)(s->end - s->p));
        s->p = nl ? nl : s->end;
        return 0;
    }
    const char *start = s->p++;
    char before = s->before;
    s->before = c;
    if (isspace((unsigned char)c))
        return 0;
    if (c == '"') {
        string(s);
        return '"';
    }
    if (is_word(c)) {
        while (s->p < s->end && is_word(*s->p))
            s->p++;
        return s->p - start == 3 && memcmp(start, "def", 3) == 0 && before != '.' ? 'd' : 'w';
    }
    if (strchr("([{", c) && s->depth < NESTING)
        s->open[s->depth++] = c;
    if (strchr(")]}", c) && s->depth && s->open[--s->depth] == '"')
        string(s);
    return c;
}

struct slice
definitions_of(struct slice program)
{
    struct scan s = {.p = program.p, .end = program.p + program.n};
    size_t pending = 0, length = 0;
    while (s.p < s.end) {
        char t = token(&s);
        if (t == 'd' && s.depth == 0)
            pending++;
        else if (t && !pending)
            break;
        else if (t == ';' && s.depth == 0 && --pending == 0)
            length = (size_t)(s.p - program.p);
    }
    return (struct slice){program.p, length};
}
