#include "json.h"

#include <string.h>

#include "limits.h"
#include "scan_block.h"

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
    if (end - p >= SCAN_STEP) {
        size_t n = scan_quote(p);
        if (n < SCAN_STEP)
            return p + n;
        p += SCAN_STEP;
    }
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

struct nested {            /* an object or array that is passed over */
    char close[DEPTH_MAX]; /* what ends what has been entered */
    size_t depth;
    const char *why;
};

static inline bool
is_bracket(char c)
{
    return c == '{' || c == '}' || c == '[' || c == ']';
}

/* false: it ends the reading, by depth 0 or why. */
static inline bool
bracket(struct nested *n, char c)
{
    if (c == '{' || c == '[') {
        if (n->depth == DEPTH_MAX) {
            n->why = "nested too deep";
            return false;
        }
        n->close[n->depth++] = c == '{' ? '}' : ']';
        return true;
    }
    if (n->close[--n->depth] == c)
        return n->depth;
    n->why = "brackets that do not match";
    return false;
}

/* From p, where `string` says whether that is inside a string. Returns behind the last bracket, or NULL. */
static const char *
skip_bytes(struct nested *n, const char *p, const char *end, bool string)
{
    if (string && !(p = skip_string(p - 1, end)))
        n->why = "a string that is not closed";
    for (; p && p < end; p++) {
        if (*p == '"') {
            if (!(p = skip_string(p, end))) {
                n->why = "a string that is not closed";
                return NULL;
            }
            p--;
        } else if (is_bracket(*p) && !bracket(n, *p)) {
            return n->why ? NULL : p + 1;
        }
    }
    if (!n->why)
        n->why = "an object or array that is not closed";
    return NULL;
}

/* Large values go by blocks, from their end on byte by byte. */
static const char *
skip_blocks(struct nested *n, const char *p, const char *end)
{
    struct scan_place at = {false, false};
    uint64_t brackets;
    for (; end - p >= SCAN_BLOCK; p += SCAN_BLOCK) {
        if (!scan_block(p, &at, &brackets))
            break;
        for (; brackets; brackets &= brackets - 1) {
            const char *q = p + __builtin_ctzll(brackets);
            if (is_bracket(*q) && !bracket(n, *q))
                return n->why ? NULL : q + 1;
        }
    }
    return skip_bytes(n, at.escape && p < end ? p + 1 : p, end, at.string);
}

static const char *
skip_nested(const char *p, const char *end, const char **why)
{
    struct nested n;
    if (end - p > 1 && p[1] == *p + 2) /* nothing in it */
        return p + 2;
    n.depth = 0;
    n.why = NULL;
    p = end - p >= SCAN_BLOCK ? skip_blocks(&n, p, end) : skip_bytes(&n, p, end, false);
    *why = n.why ? n.why : *why;
    return p;
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
