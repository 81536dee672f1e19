#include "skip.h"

#include <string.h>

#include "scan.h"

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
    uint64_t bit = UINT64_C(1) << s->depth % 64, *word = &s->objects[s->depth / 64];
    *word = object ? *word | bit : *word & ~bit;
    s->depth++;
    return true;
}

static bool
close_bracket(struct skip *s, bool object)
{
    size_t top = s->depth - 1;
    if (!s->depth || (s->objects[top / 64] >> top % 64 & 1) != object) {
        s->why = "brackets that do not match";
        return false;
    }
    s->depth = top;
    s->done = !top;
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

/* The bytes of a block that a backslash stands before and takes the meaning of. *escape: the byte before the
 * block does, then whether its last byte does. */
static uint64_t
escaped_by(uint64_t backslashes, bool *escape)
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
static uint64_t
inside_of(uint64_t quotes, bool string)
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

/* The brackets of a block. Returns the one that ends it (done or why), or NULL. */
static const char *
run_brackets(struct skip *s, const char *p, uint64_t brackets)
{
    for (; brackets; brackets &= brackets - 1) {
        const char *at = p + __builtin_ctzll(brackets);
        bool open = *at == '{' || *at == '[', close = *at == '}' || *at == ']';
        if ((open && !open_bracket(s, *at == '{')) || (close && !close_bracket(s, *at == '}')) || s->done)
            return at;
    }
    return NULL;
}

/* Blocks inside a container. Stops where the rest is shorter, or where a backslash stands outside of strings.
 */
static const char *
run_blocks(struct skip *s, const char *p, const char *end)
{
    bool string = s->string, escape = s->escape;
    for (; end - p >= SCAN_BLOCK; p += SCAN_BLOCK) {
        struct scan_quotes m = scan_quotes(p);
        if (string && !escape && !(m.quotes | m.backslashes))
            continue; /* all of it is in a string */
        bool escaped = escape;
        if (m.backslashes || escape)
            m.quotes &= ~escaped_by(m.backslashes, &escape);
        uint64_t inside = inside_of(m.quotes, string);
        if (m.backslashes & ~inside) {
            escape = escaped;
            break;
        }
        const char *at = run_brackets(s, p, scan_brackets(p) & ~inside);
        if (at) {
            s->string = s->escape = false;
            return at + s->done;
        }
        string = inside >> (SCAN_BLOCK - 1);
    }
    s->string = string;
    s->escape = escape;
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
