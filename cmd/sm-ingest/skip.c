#include "skip.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__ /* every x86-64 has it */
#define BLOCK 64

struct marks { /* one bit for each byte of a block */
    uint64_t quotes, backslashes, brackets;
};

static inline struct marks
marks_of(const char *p)
{
    const __m128i quote = _mm_set1_epi8('"'), back = _mm_set1_epi8('\\'), open = _mm_set1_epi8('{'),
                  close = _mm_set1_epi8('}'), bit = _mm_set1_epi8(0x20);
    struct marks m = {0, 0, 0};
    for (int i = 0; i < BLOCK; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
        __m128i b = _mm_or_si128(v, bit); /* [ and ] become { and } */
        b = _mm_or_si128(_mm_cmpeq_epi8(b, open), _mm_cmpeq_epi8(b, close));
        m.brackets |= (uint64_t)(unsigned)_mm_movemask_epi8(b) << i;
        m.quotes |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, quote)) << i;
        m.backslashes |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, back)) << i;
    }
    return m;
}

/* Blocks without backslashes, inside a container: from the quotes comes which bytes are in strings, so that
 * only the brackets outside of them are looked at. */
static const char *
run_blocks(struct skip *s, const char *p, const char *end)
{
    for (; end - p >= BLOCK && s->depth && !s->escape; p += BLOCK) {
        struct marks m = marks_of(p);
        if (m.backslashes)
            break;
        uint64_t inside = m.quotes;
        for (int by = 1; by < BLOCK; by *= 2)
            inside ^= inside << by;
        if (s->string)
            inside = ~inside;
        for (uint64_t left = m.brackets & ~inside; left; left &= left - 1) {
            const char *at = p + __builtin_ctzll(left);
            bool object = (*at & 0x20) != 0;
            if (*at == '{' || *at == '[' ? !open_bracket(s, object) : !close_bracket(s, object)) {
                s->string = false;
                return at;
            }
            if (s->done) {
                s->string = false;
                return at + 1;
            }
        }
        s->string = inside >> (BLOCK - 1);
    }
    return p;
}
#endif

const char *
skip_run(struct skip *s, const char *p, const char *end)
{
    static const bool stop[256] = {['"'] = true, ['{'] = true, ['['] = true, ['}'] = true, [']'] = true};
    while (p < end && !s->done) {
#ifdef __SSE2__
        p = run_blocks(s, p, end);
        if (p == end || s->done || s->why)
            break;
#endif
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
