#include "skip.h"

#include <string.h>

#include "scan_block.h"

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

static inline bool
open_bracket(struct skip *s, char c)
{
    if (s->depth == s->depth_max) {
        s->why = "nested too deep";
        return false;
    }
    s->close[s->depth++] = c == '{' ? '}' : ']';
    return true;
}

static inline bool
close_bracket(struct skip *s, char c)
{
    if (!s->depth || s->close[s->depth - 1] != c) {
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
        return open_bracket(s, c);
    default:
        return close_bracket(s, c);
    }
}

/* The brackets of a block. Returns the one that ends it (done or why), or NULL. */
static const char *
run_brackets(struct skip *s, const char *p, uint64_t brackets)
{
    for (; brackets; brackets &= brackets - 1) {
        const char *at = p + __builtin_ctzll(brackets);
        bool open = *at == '{' || *at == '[', close = *at == '}' || *at == ']';
        if ((open && !open_bracket(s, *at)) || (close && !close_bracket(s, *at)) || s->done)
            return at;
    }
    return NULL;
}

/* Blocks inside a container. Stops where the rest is shorter, or where a backslash stands outside of strings.
 */
static const char *
run_blocks(struct skip *s, const char *p, const char *end)
{
    struct scan_place place = {s->string, s->escape};
    uint64_t brackets;
    for (; end - p >= SCAN_BLOCK && scan_block(p, &place, &brackets); p += SCAN_BLOCK) {
        const char *at = run_brackets(s, p, brackets);
        if (at) {
            s->string = s->escape = false;
            return at + s->done;
        }
    }
    s->string = place.string;
    s->escape = place.escape;
    return p;
}

const char *
skip_run(struct skip *s, const char *p, const char *end)
{
    static const bool stop[256] = {['"'] = true, ['{'] = true, ['['] = true, ['}'] = true, [']'] = true};
    while (p < end && !s->done) {
        if (s->depth && end - p >= SCAN_BLOCK) {
            p = run_blocks(s, p, end);
            if (p == end || s->done || s->why)
                break;
        }
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
