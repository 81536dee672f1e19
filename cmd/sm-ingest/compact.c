#include "compact.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "decode.h"
#include "limits.h"
#include "mem.h"

#define ONES 0x0101010101010101u
#define HIGHS 0x8080808080808080u
#define REPLACEMENT "\xef\xbf\xbd"

struct copy {
    struct compact *c;
    struct buf *out;
    const char *p, *end;
    char *o; /* where the next byte goes; there is room for all that is left to read */
    size_t depth;
    bool object[DEPTH_MAX + 1];
    const struct reads
        *keep[DEPTH_MAX + 1];   /* of an object: its members; of an array: each element; NULL: all */
    const struct reads *next;   /* what to keep of the value that comes; NULL: all */
    size_t name_at;             /* in out: the start of a member, with the comma before it */
    size_t drop_at, drop_depth; /* the member being left out, and the depth of its object; 0: none */
    struct row
        *row[DEPTH_MAX + 1]; /* of an object: its names; of an array: its elements'; NULL: not remembered */
    struct name *name[DEPTH_MAX + 1]; /* the last one there; NULL: none yet, or not remembered */
    struct row *inside;               /* of the value that comes */
};

/* Names follow each other as they did in the entries before: a name that was checked once is copied as one
 * piece. */
#define NAME_MAX_BYTES 40 /* with quotes; longer ones are not remembered */
#define NAMES_MAX 2048
#define ROOTS 8

struct row { /* the objects that stand at one place of the entries */
    const struct reads *keep;
    struct name *first, *usual; /* all its names; the one that an object began with last */
    size_t n;
};

struct name {
    char text[NAME_MAX_BYTES]; /* with its quotes */
    size_t n;
    const struct reads *next; /* what to keep of its values */
    bool drop;
    struct name *usual, *other; /* that followed last; the next of the row's list */
    struct row inside;
};

struct names {
    struct row roots[ROOTS];
    struct name *at;
    size_t n;
};

#ifndef __SSE2__
/* Does a byte need a look: quote, backslash, control character, no ASCII? */
static bool
plain(uint64_t w)
{
    uint64_t quote = w ^ ONES * '"', back = w ^ ONES * '\\';
    return !((w | (w - ONES * 0x20) | ((quote - ONES) & ~quote) | ((back - ONES) & ~back)) & HIGHS);
}
#endif

static enum compact_result
broken(struct copy *k, const char *at, const char *why)
{
    k->c->p = at;
    k->c->why = why;
    return COMPACT_BROKEN;
}

/* The bytes given end here: more are needed, or the text is cut off. */
static enum compact_result
short_of(struct copy *k)
{
    return k->c->last ? broken(k, k->end, "it is cut off") : COMPACT_MORE;
}

static void
add_replacement(struct copy *k)
{
    k->out->n = (size_t)(k->o - k->out->p);
    buf_room(k->out, (size_t)(k->end - k->p) + 16);
    k->o = k->out->p + k->out->n;
    memcpy(k->o, REPLACEMENT, 3);
    k->o += 3;
    k->c->repaired++;
}

static int
hex(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        char c = p[i];
        int d = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
        if (d < 0)
            return -1;
        v = v << 4 | d;
    }
    return v;
}

/* p stands on a backslash followed by u. */
static enum compact_result
copy_unicode(struct copy *k)
{
    if (k->end - k->p < 6)
        return short_of(k);
    int v = hex(k->p + 2);
    if (v < 0)
        return broken(k, k->p, "a \\u escape without four hex digits");
    size_t n = 6;
    if (v >= 0xd800 && v <= 0xdfff) {
        bool pair = false;
        if (v < 0xdc00) {
            if (k->end - k->p < 12 && !k->c->last)
                return COMPACT_MORE;
            if (k->end - k->p >= 12 && k->p[6] == '\\' && k->p[7] == 'u') {
                int low = hex(k->p + 8);
                pair = low >= 0xdc00 && low <= 0xdfff;
            }
        }
        if (!pair) {
            k->p += 6;
            add_replacement(k);
            return COMPACT_DONE;
        }
        n = 12;
    }
    memcpy(k->o, k->p, n);
    k->o += n;
    k->p += n;
    return COMPACT_DONE;
}

/* One character that is not plain; p stands on it. */
static enum compact_result
copy_special(struct copy *k)
{
    unsigned char c = (unsigned char)*k->p;
    if (c == '\\') {
        if (k->end - k->p < 2)
            return short_of(k);
        if (k->p[1] == 'u')
            return copy_unicode(k);
        if (!k->p[1] || !strchr("\"\\/bfnrt", k->p[1]))
            return broken(k, k->p, "an unknown escape in a string");
        *k->o++ = *k->p++;
        *k->o++ = *k->p++;
        return COMPACT_DONE;
    }
    if (c < 0x20)
        return broken(k, k->p, "an unescaped control character in a string");
    size_t n = decode_step((const unsigned char *)k->p, (size_t)(k->end - k->p));
    if (n == DECODE_PART && !k->c->last)
        return COMPACT_MORE;
    if (n == DECODE_PART || n == 0) {
        k->p++;
        add_replacement(k);
        return COMPACT_DONE;
    }
    memcpy(k->o, k->p, n);
    k->o += n;
    k->p += n;
    return COMPACT_DONE;
}

/* Copies up to a byte that needs a look, or nearly to the end. What is written beyond it is written over. */
static inline void
copy_plain(struct copy *k)
{
    const char *p = k->p;
    char *o = k->o;
#ifdef __SSE2__ /* every x86-64 has it */
    const __m128i quote = _mm_set1_epi8('"'), back = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f);
    for (; k->end - p >= 16; p += 16, o += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i look = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, back)),
                                    _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(v, control), v), v));
        int found = _mm_movemask_epi8(look);
        _mm_storeu_si128((__m128i *)(void *)o, v);
        if (found) {
            size_t n = (size_t)__builtin_ctz((unsigned)found);
            p += n;
            o += n;
            break;
        }
    }
#else
    uint64_t w;
    for (; k->end - p >= 8; p += 8, o += 8) {
        memcpy(&w, p, 8);
        if (!plain(w))
            break;
        memcpy(o, &w, 8);
    }
#endif
    k->p = p;
    k->o = o;
}

/* p stands on the opening quote. */
static enum compact_result
copy_string(struct copy *k)
{
    *k->o++ = *k->p++;
    for (;;) {
        copy_plain(k);
        for (;;) {
            if (k->p == k->end)
                return short_of(k);
            unsigned char c = (unsigned char)*k->p;
            if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80)
                break;
            *k->o++ = *k->p++;
        }
        if (*k->p == '"') {
            *k->o++ = *k->p++;
            return COMPACT_DONE;
        }
        enum compact_result r = copy_special(k);
        if (r != COMPACT_DONE)
            return r;
    }
}

static const char *
digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

static enum compact_result
copy_number(struct copy *k)
{
    const char *p = k->p, *q;
    if (*p == '-')
        p++;
    q = digits(p, k->end);
    if (q == p && q < k->end)
        return broken(k, k->p, "no JSON value");
    if (q - p > 1 && *p == '0')
        return broken(k, p, "a number with a leading zero");
    p = q;
    if (p < k->end && *p == '.') {
        q = digits(++p, k->end);
        if (q == p && q < k->end)
            return broken(k, p, "a number without digits after its point");
        p = q;
    }
    if (p < k->end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < k->end && (*p == '+' || *p == '-'))
            p++;
        q = digits(p, k->end);
        if (q == p && q < k->end)
            return broken(k, p, "a number without digits in its exponent");
        p = q;
    }
    if (p == k->end && (!k->c->last || p[-1] < '0' || p[-1] > '9'))
        return short_of(k);
    memcpy(k->o, k->p, (size_t)(p - k->p));
    k->o += p - k->p;
    k->p = p;
    return COMPACT_DONE;
}

static enum compact_result
copy_literal(struct copy *k)
{
    static const char *const words[] = {"null", "true", "false"};
    size_t left = (size_t)(k->end - k->p);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]), have = n < left ? n : left;
        if (memcmp(k->p, words[i], have) != 0)
            continue;
        if (have < n)
            return short_of(k);
        memcpy(k->o, k->p, n);
        k->o += n;
        k->p += n;
        return COMPACT_DONE;
    }
    return broken(k, k->p, "no JSON value");
}

static void
skip_blank(struct copy *k)
{
    const char *p = k->p;
    while (p < k->end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    k->p = p;
}

static struct names names; /* of the run */

static struct row *
root_row(const struct reads *keep)
{
    for (size_t i = 0; i < ROOTS; i++) {
        struct row *r = &names.roots[i];
        if (!r->first)
            r->keep = keep;
        if (r->keep == keep)
            return r;
    }
    return NULL;
}

static struct name *
find_name(const struct row *r, struct slice text)
{
    for (struct name *n = r->first; n; n = n->other)
        if (n->n == text.n && memcmp(n->text, text.p, text.n) == 0)
            return n;
    return NULL;
}

static struct name *
new_name(struct row *r, struct slice text)
{
    if (!names.at)
        names.at = xcalloc(NAMES_MAX, sizeof *names.at);
    if (names.n == NAMES_MAX || r->n == NAMES_MAX / 32 || text.n > NAME_MAX_BYTES)
        return NULL;
    struct name *n = &names.at[names.n++];
    memcpy(n->text, text.p, text.n);
    n->n = text.n;
    n->other = r->first;
    r->first = n;
    r->n++;
    return n;
}

/* Text of a name with its quotes, as it was copied: remembered if it is plain. */
static struct name *
remember(struct row *r, struct slice text, const struct reads *next, bool drop)
{
    struct name *n = find_name(r, text);
    for (size_t i = 1; !n && i + 1 < text.n; i++)
        if (text.p[i] == '\\' || (unsigned char)text.p[i] >= 0x80)
            return NULL;
    if (!n && !(n = new_name(r, text)))
        return NULL;
    n->next = next;
    n->drop = drop;
    return n;
}

static void
drop_member(struct copy *k)
{
    k->drop_at = k->name_at;
    k->drop_depth = k->depth;
}

/* A name with an escape is kept: it may be any. */
static bool
choose(struct copy *k, struct slice name)
{
    const struct reads *keep = k->keep[k->depth - 1];
    k->next = NULL;
    if (!keep || k->drop_depth || memchr(name.p, '\\', name.n))
        return false;
    k->next = reads_member(keep, name);
    if (k->next) {
        k->next = k->next->whole ? NULL : k->next;
        return false;
    }
    drop_member(k);
    return true;
}

/* The name that followed the last one before, if it stands at k->p. */
static bool
copy_usual(struct copy *k)
{
    struct row *r = k->row[k->depth - 1];
    struct name *last = k->name[k->depth - 1], *n = last ? last->usual : r ? r->usual : NULL;
    if (!n || (size_t)(k->end - k->p) < NAME_MAX_BYTES || memcmp(k->p, n->text, n->n) != 0)
        return false;
    memcpy(k->o, k->p, NAME_MAX_BYTES);
    k->o += n->n;
    k->p += n->n;
    k->name[k->depth - 1] = n;
    k->inside = &n->inside;
    k->next = n->next;
    if (n->drop)
        drop_member(k);
    return true;
}

static enum compact_result
copy_new(struct copy *k)
{
    struct row *r = k->row[k->depth - 1];
    struct name *last = k->name[k->depth - 1], *n = NULL;
    size_t from = (size_t)(k->o - k->out->p);
    enum compact_result result = copy_string(k);
    if (result != COMPACT_DONE)
        return result;
    struct slice text = {k->out->p + from, (size_t)(k->o - k->out->p) - from};
    bool drop = choose(k, (struct slice){text.p + 1, text.n - 2});
    if (r)
        n = remember(r, text, k->next, drop);
    if (n && last)
        last->usual = n;
    else if (n)
        r->usual = n;
    k->name[k->depth - 1] = n;
    k->inside = n ? &n->inside : NULL;
    if (!n)
        k->row[k->depth - 1] = NULL; /* not remembered from here on */
    return COMPACT_DONE;
}

/* The name and the colon of a member. */
static enum compact_result
copy_name(struct copy *k)
{
    skip_blank(k);
    if (k->p == k->end)
        return short_of(k);
    if (*k->p != '"')
        return broken(k, k->p, "a member without a name");
    enum compact_result r = copy_usual(k) ? COMPACT_DONE : copy_new(k);
    if (r != COMPACT_DONE)
        return r;
    skip_blank(k);
    if (k->p == k->end)
        return short_of(k);
    if (*k->p != ':')
        return broken(k, k->p, "a colon is missing");
    *k->o++ = *k->p++;
    return COMPACT_DONE;
}

static enum compact_result
open_container(struct copy *k, bool *empty)
{
    bool object = *k->p == '{';
    if (k->depth == k->c->depth_max || k->depth == DEPTH_MAX)
        return COMPACT_DEEP;
    const struct reads *keep = k->next;
    if (keep && object == (keep->elements != NULL)) /* all members of an object; an array nobody goes into */
        keep = NULL;
    if (keep && !object)
        keep = keep->elements->whole ? NULL : keep->elements;
    struct row *row = k->drop_depth ? NULL : k->inside;
    if (row && !row->first)
        row->keep = keep;
    k->row[k->depth] = row && (!object || row->keep == keep) ? row : NULL;
    k->name[k->depth] = NULL;
    k->keep[k->depth] = k->next = keep;
    k->object[k->depth++] = object;
    *k->o++ = *k->p++;
    k->name_at = (size_t)(k->o - k->out->p);
    skip_blank(k);
    if (k->p == k->end)
        return short_of(k);
    *empty = *k->p == (object ? '}' : ']');
    if (*empty) {
        *k->o++ = *k->p++;
        k->depth--;
        return COMPACT_DONE;
    }
    return object ? copy_name(k) : COMPACT_DONE;
}

/* Behind a value inside a container: a comma, or brackets that close. *more: another value follows. */
static enum compact_result
after_value(struct copy *k, bool *more)
{
    *more = false;
    while (k->depth) {
        bool object = k->object[k->depth - 1];
        if (k->drop_depth == k->depth) {
            k->o = k->out->p + k->drop_at;
            k->drop_depth = 0;
        }
        skip_blank(k);
        if (k->p == k->end)
            return short_of(k);
        char c = *k->p;
        if (c == ',') {
            k->name_at = (size_t)(k->o - k->out->p);
            k->next = k->keep[k->depth - 1];
            k->inside = k->row[k->depth - 1];
            k->p++;
            if (k->o[-1] != '{') /* else all before it was left out */
                *k->o++ = ',';
            *more = true;
            return object ? copy_name(k) : COMPACT_DONE;
        }
        if (c != (object ? '}' : ']'))
            return broken(k, k->p, "a comma is missing");
        *k->o++ = *k->p++;
        k->depth--;
    }
    return COMPACT_DONE;
}

static enum compact_result
copy_one(struct copy *k, bool *opened)
{
    bool empty = true;
    enum compact_result r;
    *opened = false;
    skip_blank(k);
    if (k->p == k->end)
        return short_of(k);
    switch (*k->p) {
    case '{':
    case '[':
        r = open_container(k, &empty);
        *opened = !empty;
        return r;
    case '"':
        return copy_string(k);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return copy_number(k);
    default:
        return copy_literal(k);
    }
}

enum compact_result
compact_value(struct compact *c, struct buf *out)
{
    struct copy k; /* its arrays are filled as containers are opened */
    size_t before = out->n;
    uint64_t repaired = c->repaired;
    enum compact_result r;
    bool opened, more = true;
    buf_room(out, (size_t)(c->end - c->p) + 16);
    k.c = c;
    k.out = out;
    k.p = c->p;
    k.end = c->end;
    k.o = out->p + out->n;
    k.depth = k.drop_at = k.drop_depth = 0;
    k.name_at = out->n;
    k.next = c->reads;
    k.inside = root_row(c->reads);
    do {
        r = copy_one(&k, &opened);
        if (r == COMPACT_DONE && !opened)
            r = after_value(&k, &more);
    } while (r == COMPACT_DONE && (opened || more));
    if (r == COMPACT_DONE) {
        out->n = (size_t)(k.o - out->p);
        c->p = k.p;
        return r;
    }
    out->n = before;
    c->repaired = repaired;
    return r;
}
