#include "stencil.h"

#include <stdlib.h>

#include "mem.h"
#include "skip.h"

#define PAD 32 /* bytes behind all text that may be read */

enum act { ACT_HOLE, ACT_BRANCH, ACT_END };

struct stencil_node { /* a text, and what comes behind it */
    uint32_t text, n;
    uint32_t next;    /* behind a hole; the first branch; at the end the stencil's number */
    uint32_t sibling; /* the next branch of the node before; 0: none */
    unsigned char first;
    unsigned char act;
};

/* ---- matching ---- */

typedef bool same_text(const char *text, const char *p, size_t n,
                       size_t left); /* left: bytes at p, at least n */

INLINE bool
same_text_plain(const char *text, const char *p, size_t n, size_t left)
{
    (void)left;
    return memcmp(text, p, n) == 0;
}

#if defined(__x86_64__)
WIDE INLINE uint32_t
same_32(const char *a, const char *b)
{
    __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)a);
    __m256i y = _mm256_loadu_si256((const __m256i *)(const void *)b);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(x, y));
}

WIDE INLINE bool
same_text_avx2(const char *text, const char *p, size_t n, size_t left)
{
    for (; n > 32; n -= 32, left -= 32, text += 32, p += 32)
        if (same_32(text, p) != UINT32_MAX)
            return false;
    if (left < 32)
        return memcmp(text, p, n) == 0;
    uint32_t bits = (uint32_t)(((uint64_t)1 << n) - 1);
    return (same_32(text, p) & bits) == bits;
}
#endif

INLINE uint32_t
match(const struct stencils *s, struct slice line, struct stencil_line *out, find_odd *find, same_text *same)
{
    const char *p = line.p, *end = line.p + line.n;
    const struct stencil_node *node = s->at;
    struct seen seen = {false, false};
    size_t n = 0;
    for (;;) {
        size_t left = (size_t)(end - p);
        if (left < node->n || !same(s->text.p + node->text, p, node->n, left))
            return STENCIL_NONE;
        p += node->n;
        if (p == end)
            break;
        if (node->act == ACT_BRANCH) {
            uint32_t next = node->next;
            while (next && s->at[next].first != (unsigned char)*p)
                next = s->at[next].sibling;
            if (!next)
                return STENCIL_NONE;
            node = &s->at[next];
            continue;
        }
        if (node->act == ACT_END)
            return STENCIL_NONE;
        const char *value = p;
        p = skip_value(p, end, &seen, find);
        if (!p)
            return STENCIL_NONE;
        out->values[n++] = (struct slice){value, (size_t)(p - value)};
        node = &s->at[node->next];
    }
    out->n = n;
    out->escape = seen.escape;
    out->high = seen.high;
    return node->act == ACT_END ? node->next : STENCIL_NONE;
}

typedef uint32_t match_it(const struct stencils *s, struct slice line, struct stencil_line *out);

#if defined(__x86_64__)
WIDE static uint32_t
match_wide(const struct stencils *s, struct slice line, struct stencil_line *out)
{
    return match(s, line, out, find_odd_avx2, same_text_avx2);
}
#endif

static uint32_t
match_plain(const struct stencils *s, struct slice line, struct stencil_line *out)
{
    return match(s, line, out, find_odd_plain, same_text_plain);
}

static match_it *
match_on_this_machine(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
        return match_wide;
#endif
    return match_plain;
}

uint32_t
stencils_match(const struct stencils *s, struct slice line, struct stencil_line *out)
{
    static match_it *with;
    if (!with)
        with = match_on_this_machine();
    if (!s->n || !line.n || line.p[line.n - 1] != '}')
        return STENCIL_NONE;
    return with(s, line, out);
}

/* ---- learning ---- */

struct rest { /* of a line that becomes a stencil */
    const char *p, *end;
    const struct slice *holes;
    size_t n;
    uint32_t number;
};

static uint32_t
new_node(struct stencils *s)
{
    s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    s->at[s->n] = (struct stencil_node){0};
    return (uint32_t)s->n++;
}

/* The text up to the next hole, or to the end. */
static size_t
text_ahead(const struct rest *r)
{
    return (size_t)((r->n ? r->holes[0].p : r->end) - r->p);
}

/* Nodes for all of it, one behind the other; the number of the first one. */
static uint32_t
add_nodes(struct stencils *s, struct rest *r)
{
    uint32_t first = new_node(s), i = first;
    for (;;) {
        size_t n = text_ahead(r);
        s->at[i].text = (uint32_t)s->text.n;
        s->at[i].n = (uint32_t)n;
        s->at[i].first = (unsigned char)*r->p;
        buf_room(&s->text, n + PAD);
        buf_add(&s->text, r->p, n);
        if (!r->n) {
            s->at[i].act = ACT_END;
            s->at[i].next = r->number;
            return first;
        }
        r->p = r->holes[0].p + r->holes[0].n;
        r->holes++;
        r->n--;
        uint32_t next = new_node(s);
        s->at[i].act = ACT_HOLE;
        s->at[i].next = next;
        i = next;
    }
}

/* The node's text behind the first `at` bytes becomes the first branch of it. */
static void
split(struct stencils *s, uint32_t i, size_t at)
{
    uint32_t behind = new_node(s);
    struct stencil_node *node = &s->at[i];
    s->at[behind] = *node;
    s->at[behind].text += (uint32_t)at;
    s->at[behind].n -= (uint32_t)at;
    s->at[behind].first = (unsigned char)s->text.p[s->at[behind].text];
    s->at[behind].sibling = 0;
    node->n = (uint32_t)at;
    node->act = ACT_BRANCH;
    node->next = behind;
}

static size_t
common(const char *a, const char *b, size_t n)
{
    size_t i = 0;
    while (i < n && a[i] == b[i])
        i++;
    return i;
}

bool
stencils_learn(struct stencils *s, struct slice line, const struct slice *holes, size_t n, uint32_t number)
{
    struct rest r = {line.p, line.p + line.n, holes, n, number};
    uint32_t i = 0;
    if (n > STENCIL_HOLES)
        return false;
    if (!s->n)
        return add_nodes(s, &r) == 0;
    for (;;) {
        struct stencil_node *node = &s->at[i];
        size_t ahead = text_ahead(&r), most = ahead < node->n ? ahead : node->n;
        size_t same = common(s->text.p + node->text, r.p, most);
        r.p += same;
        if (same < node->n) {
            if (same == ahead)
                return false; /* a hole or the end where a stencil has text */
            split(s, i, same);
            node = &s->at[i];
        } else if (node->act == ACT_HOLE) {
            if (same < ahead || !r.n)
                return false;
            r.p = r.holes[0].p + r.holes[0].n;
            r.holes++;
            r.n--;
            i = node->next;
            continue;
        }
        if (node->act != ACT_BRANCH || same == ahead)
            return false;
        uint32_t next = node->next;
        while (next && s->at[next].first != (unsigned char)*r.p)
            next = s->at[next].sibling;
        if (!next) {
            next = add_nodes(s, &r);
            s->at[next].sibling = s->at[i].next;
            s->at[i].next = next;
            return true;
        }
        i = next;
    }
}

size_t
stencils_memory(const struct stencils *s)
{
    return s->n * sizeof *s->at + s->text.n;
}

void
stencils_free(struct stencils *s)
{
    free(s->at);
    buf_free(&s->text);
    *s = (struct stencils){0};
}
