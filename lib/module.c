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
    const char *from, *p, *end;
    struct buf *out;
    const char *why;
    int depth;
};

static void
skip(struct reader *r)
{
    while (r->p < r->end) {
        if (*r->p == '#') {
            const char *nl = memchr(r->p, '\n', (size_t)(r->end - r->p));
            r->p = nl ? nl : r->end;
        } else if (*r->p == ' ' || (*r->p >= '\t' && *r->p <= '\r')) {
            r->p++;
        } else {
            break;
        }
    }
}

static bool
fail(struct reader *r, const char *why)
{
    if (!r->why)
        r->why = why;
    return false;
}

static bool
take(struct reader *r, char c)
{
    skip(r);
    if (r->p == r->end || *r->p != c)
        return false;
    r->p++;
    return true;
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

static bool
string(struct reader *r)
{
    const char *why, *p = r->p, *end = json_skip(p, r->end, &why);
    if (!end)
        return fail(r, "a string that is not closed");
    buf_add(r->out, p, (size_t)(end - p));
    r->p = end;
    return true;
}

static bool value(struct reader *r);

static bool
member(struct reader *r)
{
    skip(r);
    if (r->p < r->end && *r->p == '"') {
        if (!string(r))
            return false;
    } else {
        struct slice name = word(r);
        if (!name.n)
            return fail(r, "a name is missing");
        buf_json_slice(r->out, name);
    }
    if (!take(r, ':'))
        return fail(r, "a colon is missing");
    buf_byte(r->out, ':');
    return value(r);
}

static bool
items(struct reader *r, char close, bool (*item)(struct reader *))
{
    bool first = true;
    if (++r->depth > 32)
        return fail(r, "nested too deep");
    while (!take(r, close)) {
        if (!first)
            buf_byte(r->out, ',');
        first = false;
        if (!item(r))
            return false;
        if (!take(r, ',')) {
            if (!take(r, close))
                return fail(r, "a comma is missing");
            break;
        }
    }
    r->depth--;
    buf_byte(r->out, close);
    return true;
}

static bool
value(struct reader *r)
{
    skip(r);
    if (r->p == r->end)
        return fail(r, "a value is missing");
    if (*r->p == '"')
        return string(r);
    if (*r->p == '{' || *r->p == '[') {
        char open = *r->p++;
        buf_byte(r->out, open);
        return open == '{' ? items(r, '}', member) : items(r, ']', value);
    }
    const char *p = r->p, *why;
    while (r->p < r->end && (is_letter_or_digit(*r->p) || strchr("+-.", *r->p)))
        r->p++;
    if (json_skip(p, r->p, &why) != r->p)
        return fail(r, "not a constant");
    buf_add(r->out, p, (size_t)(r->p - p));
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
    struct reader r = {text, text, text + n, json, NULL, 0};
    skip(&r);
    const char *start = r.p;
    struct slice name = word(&r);
    if (!slice_is(name, "module"))
        return true;
    size_t before = json->n;
    skip(&r);
    bool good = r.p < r.end && *r.p == '{' ? value(&r) : fail(&r, "an object is missing");
    if (good && !take(&r, ';'))
        good = fail(&r, "a semicolon is missing after the directive");
    if (!good) {
        int line = 1;
        for (const char *p = text; p < r.p; p++)
            line += *p == '\n';
        snprintf(message, sizeof message, "line %d: module: %s", line, r.why);
        *why = message;
        json->n = before;
        return false;
    }
    blank(text + (start - text), r.p);
    return true;
}
