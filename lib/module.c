#include "module.h"

#include <stdio.h>
#include <string.h>

#include "json.h"
#include "limits.h"

/* directive = { comment } "module" object ";"
 * object    = "{" [ member { "," member } [ "," ] ] "}"
 * member    = ( name | string ) ":" value
 * value     = object | "[" [ value { "," value } [ "," ] ] "]" | string | number | "true" | "false" | "null"
 * White space and comments (# to the end of the line) may stand between any two tokens; a string has JSON's
 * escapes. */

struct reader {
    const char *p, *end;
    char *out; /* where the JSON goes on: there is room for all of it */
    const char *why;
    int depth;
};

/* The byte with which the next token begins; -1: there is none. */
static int
peek(struct reader *r)
{
    while (r->p < r->end) {
        unsigned char c = (unsigned char)*r->p;
        if (c == '#') {
            const char *nl = memchr(r->p, '\n', (size_t)(r->end - r->p));
            r->p = nl ? nl : r->end;
        } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
            r->p++;
        } else {
            return c;
        }
    }
    return -1;
}

static bool
fail(struct reader *r, const char *why)
{
    if (!r->why)
        r->why = why;
    return false;
}

static bool
is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static struct slice
word(struct reader *r)
{
    const char *p = r->p;
    while (r->p < r->end && (is_letter_or_digit(*r->p) || *r->p == '_'))
        r->p++;
    return (struct slice){p, (size_t)(r->p - p)};
}

static void
put(struct reader *r, const char *from)
{
    r->out = slice_put(r->out, (struct slice){from, (size_t)(r->p - from)});
}

static bool
string(struct reader *r)
{
    const char *why, *from = r->p, *end = json_skip(from, r->end, &why);
    if (!end)
        return fail(r, "a string that is not closed");
    r->p = end;
    put(r, from);
    return true;
}

static bool value(struct reader *r);

static bool
member(struct reader *r)
{
    if (peek(r) == '"') {
        if (!string(r))
            return false;
    } else {
        struct slice name = word(r);
        if (!name.n)
            return fail(r, "a name is missing");
        *r->out++ = '"';
        put(r, name.p);
        *r->out++ = '"';
    }
    if (peek(r) != ':')
        return fail(r, "a colon is missing");
    *r->out++ = *r->p++;
    return value(r);
}

/* From behind the opening bracket. */
static bool
items(struct reader *r, int close)
{
    if (++r->depth > 32)
        return fail(r, "nested too deep");
    int c = peek(r);
    while (c != close) {
        if (!(close == '}' ? member(r) : value(r)))
            return false;
        c = peek(r);
        if (c != ',' && c != close)
            return fail(r, "a comma is missing");
        r->p += c == ',';
        if (c == ',' && (c = peek(r)) != close)
            *r->out++ = ',';
    }
    r->depth--;
    *r->out++ = *r->p++;
    return true;
}

static bool
value(struct reader *r)
{
    int c = peek(r);
    if (c < 0)
        return fail(r, "a value is missing");
    if (c == '"')
        return string(r);
    if (c == '{' || c == '[') {
        *r->out++ = *r->p++;
        return items(r, c == '{' ? '}' : ']');
    }
    const char *from = r->p, *why;
    while (r->p < r->end && (is_letter_or_digit(*r->p) || strchr("+-.", *r->p)))
        r->p++;
    if (json_skip(from, r->p, &why) != r->p)
        return fail(r, "not a constant");
    put(r, from);
    return true;
}

/* Newlines stay, so that what comes behind keeps its line. */
static void
blank(char *p, const char *end)
{
    while (p < end) {
        char *nl = memchr(p, '\n', (size_t)(end - p));
        size_t n = (size_t)((nl ? nl : end) - p);
        memset(p, ' ', n);
        p += n + 1;
    }
}

bool
module_read(char *text, size_t n, struct buf *json, const char **why)
{
    static char message[128];
    struct reader r = {.p = text, .end = text + n};
    if (peek(&r) != 'm')
        return true;
    const char *start = r.p;
    if (!slice_is(word(&r), "module"))
        return true;
    buf_room(json, 2 * (size_t)(r.end - r.p)); /* at most every second byte is a name, which gets quotes */
    r.out = json->p + json->n;
    bool good = peek(&r) == '{' ? value(&r) : fail(&r, "an object is missing");
    if (good && peek(&r) != ';')
        good = fail(&r, "a semicolon is missing after the directive");
    if (!good) {
        int line = 1;
        for (const char *p = text; p < r.p; p++)
            line += *p == '\n';
        snprintf(message, sizeof message, "line %d: module: %s", line, r.why);
        *why = message;
        return false;
    }
    json->n = (size_t)(r.out - json->p);
    blank(text + (start - text), r.p + 1);
    return true;
}
