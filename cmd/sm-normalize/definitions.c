#define _GNU_SOURCE /* memmem under -std=c11 */
#include "definitions.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* program = { white space | comment | definition } rest;  definition = "def" … ":" { definition } … ";"
 * A semicolon inside brackets belongs to a call; a string may hold `\( … )`, in which a string may stand, and
 * so on. */

#define NESTING 512

struct definition {
    struct slice name;
    size_t end; /* in the program, behind its semicolon */
};

struct scan {
    const char *p, *end;
    char open[NESTING]; /* ( [ { and `"` for an interpolation */
    size_t depth;
    char before;      /* the byte before: `.def` is a field */
    const char *word; /* where the last one begins */
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
        s->word = start;
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

static bool
has_word(struct slice text, struct slice word)
{
    const char *end = text.p + text.n, *p = text.p;
    while (word.n && p < end && (p = memmem(p, (size_t)(end - p), word.p, word.n))) {
        const char *behind = p + word.n;
        if ((p == text.p || !is_word(p[-1])) && (behind == end || !is_word(*behind)))
            return true;
        p = behind;
    }
    return false;
}

void
definitions_read(struct definitions *d, struct slice program)
{
    struct scan s = {.p = program.p, .end = program.p + program.n};
    struct slice name = {0};
    size_t pending = 0;
    d->program = program;
    while (s.p < s.end) {
        char t = token(&s);
        if (t == 'd' && s.depth == 0) {
            if (!pending++)
                name = (struct slice){0};
        } else if (t && !pending) {
            break;
        } else if (t == 'w' && !name.p) {
            name = (struct slice){s.word, (size_t)(s.p - s.word)};
        } else if (t == ';' && s.depth == 0 && --pending == 0) {
            d->at = xgrow(d->at, &d->cap, d->n + 1, sizeof *d->at);
            d->at[d->n++] = (struct definition){name, (size_t)(s.p - program.p)};
        }
    }
}

struct slice
definitions_for(const struct definitions *d, struct slice expression)
{
    size_t n = d->n;
    while (n && !has_word(expression, d->at[n - 1].name))
        n--;
    return (struct slice){d->program.p, n ? d->at[n - 1].end : 0};
}

void
definitions_free(struct definitions *d)
{
    free(d->at);
    *d = (struct definitions){0};
}
