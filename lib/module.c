#include "module.h"

#include <stdio.h>
#include <string.h>

#include "jq/bytes.h"
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
    module_take *take;
    void *with;
    const char *why;
    int depth;
};

static int
peek_far(struct reader *r)
{
    const char *p = r->p, *end = r->end;
    while (p < end && (*p == ' ' || (*p >= '\t' && *p <= '\r') || *p == '#')) {
        if (*p == '#')
            p = memchr(p, '\n', (size_t)(end - p));
        p = p ? p + 1 : end;
    }
    r->p = p;
    return p < end ? (unsigned char)*p : -1;
}

/* The byte with which the next token begins; -1: there is none. */
static inline int
peek(struct reader *r)
{
    unsigned char c = r->p < r->end ? (unsigned char)*r->p : 0;
    return c > '#' || c == '"' ? c : peek_far(r);
}

static bool
fail(struct reader *r, const char *why)
{
    if (!r->why)
        r->why = why;
    return false;
}

static struct slice
word(struct reader *r)
{
    const char *from = r->p, *p = from, *end = r->end;
    while (p < end && byte_is_word(*p))
        p++;
    r->p = p;
    return (struct slice){from, (size_t)(p - from)};
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

static struct slice
written(const struct reader *r, const char *from)
{
    return (struct slice){from, (size_t)(r->out - from)};
}

static bool
member(struct reader *r)
{
    const char *name = r->out, *json;
    if (peek(r) == '"') {
        if (!string(r))
            return false;
    } else {
        struct slice plain = word(r);
        if (!plain.n)
            return fail(r, "a name is missing");
        *r->out++ = '"';
        put(r, plain.p);
        *r->out++ = '"';
    }
    if (peek(r) != ':')
        return fail(r, "a colon is missing");
    *r->out++ = *r->p++;
    json = r->out;
    if (!value(r))
        return false;
    return !r->take || r->depth > 1 ||
           r->take(r->with, (struct slice){name + 1, (size_t)(json - name) - 3}, written(r, json));
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
    while (r->p < r->end && (byte_is_word(*r->p) || strchr("+-.", *r->p)))
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

/* From the directive's object on; r.out: a place with room for its JSON. Past the semicolon behind it. */
static bool
directive(struct reader *r, const char *text, const char **why)
{
    static char message[128];
    bool good = peek(r) == '{' ? value(r) : fail(r, "an object is missing");
    if (good && peek(r) != ';')
        good = fail(r, "a semicolon is missing after the directive");
    r->p += good;
    if (r->why) {
        int line = 1;
        for (const char *p = text; p < r->p; p++)
            line += *p == '\n';
        snprintf(message, sizeof message, "line %d: module: %s", line, r->why);
        *why = message;
    }
    return good;
}

static bool
begins(struct reader *r)
{
    return peek(r) == 'm' && slice_is(word(r), "module");
}

/* *from, *to: where it stands in the text. */
static bool
read(struct reader *r, struct slice text, struct buf *json, size_t *from, size_t *to, const char **why)
{
    r->p = text.p;
    r->end = text.p + text.n;
    *from = *to = 0;
    if (!begins(r))
        return true;
    *from = (size_t)(r->p - text.p) - strlen("module");
    buf_room(json, 2 * text.n); /* at most every second byte is a name, which gets quotes */
    r->out = json->p + json->n;
    if (!directive(r, text.p, why))
        return false;
    json->n = (size_t)(r->out - json->p);
    *to = (size_t)(r->p - text.p);
    return true;
}

bool
module_members(struct slice text, struct buf *json, module_take *take, void *with, const char **why)
{
    struct reader r = {.take = take, .with = with};
    size_t from, to;
    return read(&r, text, json, &from, &to, why);
}

bool
module_read(char *text, size_t n, struct buf *json, const char **why)
{
    struct reader r = {0};
    size_t from, to;
    if (!read(&r, (struct slice){text, n}, json, &from, &to, why))
        return false;
    blank(text + from, text + to);
    return true;
}
