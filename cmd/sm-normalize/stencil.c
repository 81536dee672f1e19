#include "stencil.h"

#include <stdlib.h>

#include "scan_same.h"
#include "text.h"

#define NUMBER_MAX 15 /* digits and all; longer ones may be ids */
#define LAST_MAX 512  /* bytes of an array or object that is looked for again */

struct hole {
    uint32_t place;
    uint8_t kind;
    const char *before; /* the text in front of it, with SCAN_STEP bytes to spare */
    size_t before_n;
    struct buf last; /* what stood here last, of PLACE_BLOCK */
};

struct stencil {
    struct hole *holes; /* the last is none: only what stands before it */
    size_t n;
    struct pool pool;
};

static void
set_before(struct stencil *s, struct hole *h, struct slice raw, size_t from, size_t to)
{
    char *text = pool_alloc(&s->pool, to - from + SCAN_STEP);
    memcpy(text, raw.p + from, to - from);
    memset(text + (to - from), 0, SCAN_STEP);
    h->before = text;
    h->before_n = to - from;
}

struct stencil *
stencil_new(struct slice raw, const struct place *places, size_t n, bool head)
{
    struct stencil *s = xcalloc(1, sizeof *s);
    size_t from = 0;
    s->holes = xcalloc(n + 1, sizeof *s->holes);
    for (size_t i = 0; i < n; i++) {
        if (places[i].pinned || places[i].head != head)
            continue;
        struct hole *h = &s->holes[s->n++];
        set_before(s, h, raw, from, places[i].at);
        h->place = (uint32_t)i;
        h->kind = places[i].kind;
        from = places[i].at + places[i].n;
    }
    set_before(s, &s->holes[s->n], raw, from, raw.n);
    return s;
}

void
stencil_free(struct stencil *s)
{
    if (!s)
        return;
    for (size_t i = 0; i <= s->n; i++)
        buf_free(&s->holes[i].last);
    free(s->holes);
    pool_free(&s->pool);
    free(s);
}

/* The n bytes at p, of which so many are there, are those of the stencil. */
static inline bool
same_text(const char *p, size_t left, const char *text, size_t n)
{
    return left >= n && (n >= SCAN_STEP ? scan_same_text(p, text, n) : !n || scan_same(p, text, n));
}

/* A string with what is not simply there: escapes, and bytes that are no ASCII. Gives its closing quote, or
 * NULL. */
static const char *
fill_odd(struct slice *text, const char *from, const char *end, struct pool *pool)
{
    const char *p = from;
    bool escapes = false;
    for (; p < end && *p != '"'; p++) {
        if ((unsigned char)*p < 0x20)
            return NULL;
        escapes |= *p == '\\';
        p += *p == '\\';
    }
    if (p >= end)
        return NULL;
    struct slice all = {from, (size_t)(p - from)};
    *text = escapes ? json_unquote(pool, (struct slice){from - 1, all.n + 2}) : all;
    return text->p && text->n && text_valid_prefix(all) == all.n ? p : NULL;
}

struct looks {
    const char
        *end;  /* a byte that is a quote, a backslash, a control character or no ASCII; or not in the text */
    bool line; /* what stands before it is a line, as json_line has it, if its last byte is no blank */
};

#ifdef __SSE2__
/* From p on; was the byte in front a blank? */
static inline struct looks
look(const char *p, const char *end, bool blank)
{
    const __m128i del = _mm_set1_epi8(0x7f), is_blank = _mm_set1_epi8(' ');
    uint64_t odd = 0, before = blank;
    for (; p < end; p += SCAN_STEP) {
        __m128i v = scan_load(p);
        uint64_t stop = scan_looks_bits(p), blanks = scan_bits(_mm_cmpeq_epi8(v, is_blank));
        uint64_t wrong = scan_bits(_mm_cmpeq_epi8(v, del)) | (blanks & (blanks << 1 | before));
        if (stop) {
            odd |= wrong & ((stop & -stop) - 1);
            return (struct looks){p + __builtin_ctzll(stop), !odd};
        }
        odd |= wrong;
        before = blanks >> (SCAN_STEP - 1);
    }
    return (struct looks){end, false};
}

/* The bytes that end a word: those that end a string, and blanks. */
static inline uint64_t
word_stops(const char *p)
{
    __m128i v = scan_load(p);
    __m128i named =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\\')));
    __m128i low =
        _mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(' ' + 1)), _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7f)));
    return scan_bits(_mm_or_si128(named, low));
}
#else
static inline struct looks
look(const char *p, const char *end, bool blank)
{
    bool line = true;
    for (; p < end && (unsigned char)*p >= ' ' && (unsigned char)*p < 0x80 && *p != '"' && *p != '\\';
         blank = *p++ == ' ')
        line &= *p != 0x7f && (*p != ' ' || !blank);
    return (struct looks){p, line};
}

static inline uint64_t
word_stops(const char *p)
{
    uint64_t stops = 0;
    for (size_t i = 0; i < SCAN_STEP; i++) {
        unsigned char c = (unsigned char)p[i];
        stops |= (uint64_t)(c <= ' ' || c >= 0x7f || c == '"' || c == '\\') << i;
    }
    return stops;
}
#endif

/* A string with blanks in it, or what is not simply there; before p there is nothing of that. Gives its
 * closing quote, or NULL. */
static const char *
fill_long(struct place_text *t, const char *from, const char *p, const char *end, struct pool *pool)
{
    struct looks l = look(p, end, p == from);
    t->line = false;
    if (l.end >= end || *l.end != '"')
        return fill_odd(&t->text, from, end, pool);
    if (l.end == from)
        return NULL;
    t->line = l.line && l.end[-1] != ' ';
    t->text = (struct slice){from, (size_t)(l.end - from)};
    return l.end;
}

/* Mostly it is one word. */
static inline const char *
fill_string(struct place_text *t, const char *from, const char *end, struct pool *pool)
{
    const char *p = from;
    for (; p < end; p += SCAN_STEP) {
        uint64_t stop = word_stops(p);
        if (!stop)
            continue;
        p += __builtin_ctzll(stop);
        break;
    }
    if (p >= end || *p != '"' || p == from)
        return fill_long(t, from, p, end, pool);
    t->text = (struct slice){from, (size_t)(p - from)};
    t->line = true;
    return p;
}

static const char *
fill_number(struct slice *text, const char *from, const char *end)
{
    const char *p = from;
    p += p < end && *p == '-';
    const char *digits = p;
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    if (p == digits || (*digits == '0' && p - digits > 1))
        return NULL;
    if (p < end && *p == '.') {
        digits = ++p;
        while (p < end && *p >= '0' && *p <= '9')
            p++;
        if (p == digits)
            return NULL;
    }
    *text = (struct slice){from, (size_t)(p - from)};
    return text->n <= NUMBER_MAX ? p : NULL;
}

/* Where an array of one short word ends. */
static inline const char *
one_word(const char *from, const char *end)
{
    if (end - from < 2 || from[0] != '[' || from[1] != '"')
        return NULL;
    uint64_t stop = word_stops(from + 2);
    const char *p = stop ? from + 2 + __builtin_ctzll(stop) : end;
    return p + 1 < end && p[0] == '"' && p[1] == ']' ? p + 2 : NULL;
}

/* What stood here before ends where it ended before. */
static const char *
fill_block(struct hole *h, struct slice *text, const char *from, const char *end)
{
    const char *why, *p = from + h->last.n;
    bool again = h->last.n && (size_t)(end - from) >= h->last.n && memcmp(from, h->last.p, h->last.n) == 0;
    if (!again) {
        p = one_word(from, end);
        if (!p && from < end && (*from == '[' || *from == '{'))
            p = json_skip(from, end, &why);
        if (!p)
            return NULL;
        h->last.n = 0;
        if (p - from <= LAST_MAX)
            buf_add(&h->last, from, (size_t)(p - from));
    }
    *text = (struct slice){from, (size_t)(p - from)};
    return p;
}

bool
stencil_fits(struct stencil *s, struct slice raw, struct place_text *texts, struct pool *pool)
{
    const char *p = raw.p, *end = raw.p + raw.n;
    const struct hole *last = s->holes + s->n;
    for (struct hole *h = s->holes;; h++) {
        if (!same_text(p, (size_t)(end - p), h->before, h->before_n))
            return false;
        p += h->before_n;
        if (h == last)
            return p == end;
        struct place_text *t = &texts[h->place];
        if (h->kind == PLACE_STRING)
            p = fill_string(t, p, end, pool);
        else if (h->kind == PLACE_NUMBER)
            p = fill_number(&t->text, p, end);
        else
            p = fill_block(h, &t->text, p, end);
        if (!p)
            return false;
    }
}
