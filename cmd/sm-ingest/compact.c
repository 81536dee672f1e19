#include "compact.h"

#include <string.h>

#include "decode.h"
#include "limits.h"

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
};

/* Does a byte need a look: quote, backslash, control character, no ASCII? */
static bool
plain(uint64_t w)
{
    uint64_t quote = w ^ ONES * '"', back = w ^ ONES * '\\';
    return !((w | (w - ONES * 0x20) | ((quote - ONES) & ~quote) | ((back - ONES) & ~back)) & HIGHS);
}

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

/* p stands on the opening quote. */
static enum compact_result
copy_string(struct copy *k)
{
    *k->o++ = *k->p++;
    for (;;) {
        uint64_t w;
        while (k->end - k->p >= 8) {
            memcpy(&w, k->p, 8);
            if (!plain(w))
                break;
            memcpy(k->o, &w, 8);
            k->o += 8;
            k->p += 8;
        }
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

/* A name with an escape is kept: it may be any. */
static void
choose(struct copy *k, struct slice name)
{
    const struct reads *keep = k->keep[k->depth - 1];
    k->next = NULL;
    if (!keep || k->drop_depth || memchr(name.p, '\\', name.n))
        return;
    k->next = reads_member(keep, name);
    if (!k->next) {
        k->drop_at = k->name_at;
        k->drop_depth = k->depth;
    } else if (k->next->whole) {
        k->next = NULL;
    }
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
    size_t from = (size_t)(k->o - k->out->p) + 1;
    enum compact_result r = copy_string(k);
    if (r != COMPACT_DONE)
        return r;
    choose(k, (struct slice){k->out->p + from, (size_t)(k->o - k->out->p) - 1 - from});
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
    struct copy k = {.c = c, .out = out, .p = c->p, .end = c->end, .next = c->reads};
    size_t before = out->n;
    uint64_t repaired = c->repaired;
    enum compact_result r;
    bool opened, more = true;
    buf_room(out, (size_t)(c->end - c->p) + 16);
    k.o = out->p + out->n;
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
