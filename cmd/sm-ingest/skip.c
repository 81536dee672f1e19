#include "skip.h"

#include <string.h>

const char *
skip_blank(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p;
}

static size_t
backslashes_before(const char *q, const char *from)
{
    size_t n = 0;
    while (q > from && q[-1] == '\\') {
        q--;
        n++;
    }
    return n;
}

const char *
skip_string_end(const char *p, const char *end)
{
    for (const char *from = p; from < end;) {
        const char *q = memchr(from, '"', (size_t)(end - from));
        if (!q)
            return NULL;
        if (backslashes_before(q, p) % 2 == 0)
            return q;
        from = q + 1;
    }
    return NULL;
}

/* Inside a string. */
static const char *
run_string(struct skip *s, const char *p, const char *end)
{
    if (s->escape && p < end) {
        s->escape = false;
        p++;
    }
    const char *q = skip_string_end(p, end);
    if (!q) {
        s->escape = s->escape || backslashes_before(end, p) % 2 == 1;
        return end;
    }
    s->string = false;
    s->done = s->depth == 0;
    return q + 1;
}

static bool
open_bracket(struct skip *s, bool object)
{
    if (s->depth == s->depth_max) {
        s->why = "nested too deep";
        return false;
    }
    s->object[s->depth++] = object;
    return true;
}

static bool
close_bracket(struct skip *s, bool object)
{
    if (!s->depth || s->object[s->depth - 1] != object) {
        s->why = "brackets that do not match";
        return false;
    }
    s->done = --s->depth == 0;
    return true;
}

static bool
structural(char c, struct skip *s)
{
    switch (c) {
    case '"':
        s->string = true;
        return true;
    case '{':
    case '[':
        return open_bracket(s, c == '{');
    default:
        return close_bracket(s, c == '}');
    }
}

const char *
skip_run(struct skip *s, const char *p, const char *end)
{
    static const bool stop[256] = {['"'] = true, ['{'] = true, ['['] = true, ['}'] = true, [']'] = true};
    while (p < end && !s->done) {
        if (s->string) {
            p = run_string(s, p, end);
            continue;
        }
        while (end - p >= 4 && !stop[(unsigned char)p[0]] && !stop[(unsigned char)p[1]] &&
               !stop[(unsigned char)p[2]] && !stop[(unsigned char)p[3]])
            p += 4;
        while (p < end && !stop[(unsigned char)*p])
            p++;
        if (p == end)
            break;
        if (!structural(*p, s))
            return p;
        p++;
    }
    return p;
}
