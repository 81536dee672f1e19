#include "json.h"

#include <string.h>
#ifdef __SSE2__ /* every x86-64 has it */
#include <emmintrin.h>
#endif

#include "limits.h"

static const char *
skip_space(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
        p++;
    return p;
}

/* The first quote; NULL: none. Most strings are shorter than what memchr takes to begin. */
static const char *
find_quote(const char *p, const char *end)
{
#ifdef __SSE2__
    if (end - p >= 16) {
        int mask = _mm_movemask_epi8(
            _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)p), _mm_set1_epi8('"')));
        if (mask)
            return p + __builtin_ctz((unsigned)mask);
        p += 16;
    }
#endif
    return memchr(p, '"', (size_t)(end - p));
}

/* p stands on the opening quote; returns past the closing one, or NULL. */
static const char *
skip_string(const char *p, const char *end)
{
    const char *from = p + 1;
    for (;;) {
        const char *q = find_quote(from, end);
        if (!q)
            return NULL;
        const char *b = q;
        while (b > from && b[-1] == '\\')
            b--;
        if (((q - b) & 1) == 0)
            return q + 1;
        from = q + 1;
    }
}

static const char *
skip_nested(const char *p, const char *end, const char **why)
{
    char open[DEPTH_MAX];
    size_t depth = 0;
    for (; p < end; p++) {
        switch (*p) {
        case '"':
            p = skip_string(p, end);
            if (!p) {
                *why = "a string that is not closed";
                return NULL;
            }
            p--;
            break;
        case '{':
        case '[':
            if (depth == DEPTH_MAX) {
                *why = "nested too deep";
                return NULL;
            }
            open[depth++] = *p;
            break;
        case '}':
        case ']':
            if (open[--depth] != (*p == '}' ? '{' : '[')) {
                *why = "brackets that do not match";
                return NULL;
            }
            if (!depth)
                return p + 1;
            break;
        default:
            break;
        }
    }
    *why = "an object or array that is not closed";
    return NULL;
}

static bool
is_number(const char *p, size_t n)
{
    size_t i = 0, from;
    if (i < n && p[i] == '-')
        i++;
    from = i;
    while (i < n && p[i] >= '0' && p[i] <= '9')
        i++;
    if (i == from || (p[from] == '0' && i - from > 1))
        return false;
    if (i < n && p[i] == '.') {
        from = ++i;
        while (i < n && p[i] >= '0' && p[i] <= '9')
            i++;
        if (i == from)
            return false;
    }
    if (i < n && (p[i] == 'e' || p[i] == 'E')) {
        i++;
        if (i < n && (p[i] == '+' || p[i] == '-'))
            i++;
        from = i;
        while (i < n && p[i] >= '0' && p[i] <= '9')
            i++;
        if (i == from)
            return false;
    }
    return i == n;
}

static const char *
skip_scalar(const char *p, const char *end, const char **why)
{
    const char *q = p;
    while (q < end && *q != ',' && *q != '}' && *q != ']' && (unsigned char)*q > ' ')
        q++;
    struct slice s = {p, (size_t)(q - p)};
    if (slice_is(s, "null") || slice_is(s, "true") || slice_is(s, "false") || is_number(s.p, s.n))
        return q;
    *why = "a value that is no JSON";
    return NULL;
}

const char *
json_skip(const char *p, const char *end, const char **why)
{
    p = skip_space(p, end);
    if (p == end) {
        *why = "a value is missing";
        return NULL;
    }
    if (*p == '{' || *p == '[')
        return skip_nested(p, end, why);
    if (*p != '"')
        return skip_scalar(p, end, why);
    p = skip_string(p, end);
    if (!p)
        *why = "a string that is not closed";
    return p;
}

bool
json_walk(struct json_walk *w, struct slice text)
{
    *w = (struct json_walk){text.p, text.p + text.n, NULL};
    w->p = skip_space(w->p, w->end);
    if (w->p == w->end || *w->p != '{')
        return false;
    return true;
}

static int
walk_end(struct json_walk *w, const char *p)
{
    p = skip_space(p + 1, w->end);
    w->p = w->end;
    if (p == w->end)
        return 0;
    w->why = "text after the object";
    return -1;
}

static int
walk_broken(struct json_walk *w, const char *why)
{
    w->p = w->end;
    w->why = why;
    return -1;
}

int
json_walk_next(struct json_walk *w, struct slice *key, struct slice *value)
{
    const char *p = w->p, *end = w->end;
    if (p == end)
        return w->why ? -1 : 0;
    bool first = *p == '{';
    p = skip_space(p, end);
    if (p < end && *p == '}' && !first)
        return walk_end(w, p);
    if (p == end || (!first && *p != ','))
        return walk_broken(w, "an object that is not closed");
    p = skip_space(p + 1, end);
    if (first && p < end && *p == '}')
        return walk_end(w, p);
    if (p == end || *p != '"')
        return walk_broken(w, "a key is missing");
    const char *q = skip_string(p, end);
    if (!q)
        return walk_broken(w, "a string that is not closed");
    *key = (struct slice){p + 1, (size_t)(q - p) - 2};
    p = skip_space(q, end);
    if (p == end || *p != ':')
        return walk_broken(w, "a colon is missing");
    p = skip_space(p + 1, end);
    q = json_skip(p, end, &w->why);
    if (!q)
        return walk_broken(w, w->why);
    *value = (struct slice){p, (size_t)(q - p)};
    q = skip_space(q, end);
    if (q == end || (*q != ',' && *q != '}'))
        return walk_broken(w, "a comma is missing");
    w->p = q;
    return 1;
}

struct slice
json_unquote(struct pool *pool, struct slice raw)
{
    static struct json_doc doc;
    const char *why;
    if (!raw.p || raw.n < 2 || raw.p[0] != '"')
        return (struct slice){0};
    if (!memchr(raw.p, '\\', raw.n))
        return (struct slice){raw.p + 1, raw.n - 2};
    struct slice s = json_str(json_parse(&doc, raw.p, raw.n, &why));
    if (!s.p)
        return s;
    return (struct slice){pool_copy(pool, s.p, s.n), s.n};
}
