#include "copy.h"
#include "decode.h"

#define REPLACEMENT "\xef\xbf\xbd"

const char *
copy_stop(struct copy *k, enum compact_result why)
{
    k->result = why;
    return NULL;
}

const char *
copy_broken(struct copy *k, const char *at, const char *why)
{
    k->c->p = at;
    k->c->why = why;
    return copy_stop(k, COMPACT_BROKEN);
}

const char *
copy_short(struct copy *k)
{
    return k->c->last ? copy_broken(k, k->end, "it is cut off") : copy_stop(k, COMPACT_MORE);
}

const char *
copy_blank(struct copy *k, const char *p)
{
    copy_until(k, p);
    while (p < k->steps) {
        size_t n = scan_blank(p);
        p += n;
        if (n < SCAN_STEP)
            return k->from = p;
    }
    while (p < k->end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return k->from = p;
}

/* The n bytes at p become U+FFFD. */
static const char *
replace(struct copy *k, const char *p, size_t n)
{
    k->c->repaired++;
    copy_until(k, p);
    k->from = p + n;
    if (k->drop)
        return k->from;
    k->out->n = (size_t)(k->o - k->out->p);
    buf_room(k->out, (size_t)(k->end - p) + 2 * EDGE_MAX);
    k->o = k->out->p + k->out->n;
    memcpy(k->o, REPLACEMENT, 3);
    k->o += 3;
    return k->from;
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
static const char *
unicode(struct copy *k, const char *p)
{
    size_t left = (size_t)(k->end - p);
    if (left < 6)
        return copy_short(k);
    int v = hex(p + 2), low = -1;
    if (v < 0)
        return copy_broken(k, p, "a \\u escape without four hex digits");
    if (v < 0xd800 || v > 0xdfff)
        return p + 6;
    if (v < 0xdc00 && left < 12 && !k->c->last)
        return copy_stop(k, COMPACT_MORE);
    if (v < 0xdc00 && left >= 12 && p[6] == '\\' && p[7] == 'u')
        low = hex(p + 8);
    return low >= 0xdc00 && low <= 0xdfff ? p + 12 : replace(k, p, 6);
}

static const char *
escape(struct copy *k, const char *p)
{
    if (k->end - p < 2)
        return copy_short(k);
    if (p[1] == 'u')
        return unicode(k, p);
    if (!p[1] || !strchr("\"\\/bfnrt", p[1]))
        return copy_broken(k, p, "an unknown escape in a string");
    return p + 2;
}

const char *
copy_special(struct copy *k, const char *p)
{
    unsigned char c = (unsigned char)*p;
    if (c == '\\')
        return escape(k, p);
    if (c < 0x20)
        return copy_broken(k, p, "an unescaped control character in a string");
    do { /* where one such character is, more follow */
        size_t n = decode_step((const unsigned char *)p, (size_t)(k->end - p));
        if (n == DECODE_PART && !k->c->last)
            return copy_stop(k, COMPACT_MORE);
        if (n == DECODE_PART || n == 0)
            return replace(k, p, 1);
        p += n;
    } while (p < k->end && (unsigned char)*p >= 0x80);
    return p;
}

const char *
copy_string_end(struct copy *k, const char *p)
{
    while (p < k->end) {
        unsigned char c = (unsigned char)*p;
        if (c == '"')
            return p + 1;
        if (c >= 0x20 && c < 0x80 && c != '\\')
            p++;
        else if (!(p = copy_special(k, p)))
            return NULL;
    }
    return copy_short(k);
}

static const char *
digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

const char *
copy_number(struct copy *k, const char *start)
{
    const char *p = start, *q, *end = k->end;
    if (*p == '-')
        p++;
    q = digits(p, end);
    if (q == p && q < end)
        return copy_broken(k, start, "no JSON value");
    if (q - p > 1 && *p == '0')
        return copy_broken(k, p, "a number with a leading zero");
    p = q;
    if (p < end && *p == '.') {
        q = digits(++p, end);
        if (q == p && q < end)
            return copy_broken(k, p, "a number without digits after its point");
        p = q;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        if (p < end && (*p == '+' || *p == '-'))
            p++;
        q = digits(p, end);
        if (q == p && q < end)
            return copy_broken(k, p, "a number without digits in its exponent");
        p = q;
    }
    if (p == end && (!k->c->last || p[-1] < '0' || p[-1] > '9'))
        return copy_short(k);
    return p;
}

const char *
copy_literal(struct copy *k, const char *p)
{
    static const struct slice words[] = {SLICE_INIT("null"), SLICE_INIT("true"), SLICE_INIT("false")};
    size_t left = (size_t)(k->end - p);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = words[i].n, have = n < left ? n : left;
        if (memcmp(p, words[i].p, have) != 0)
            continue;
        return have < n ? copy_short(k) : p + n;
    }
    return copy_broken(k, p, "no JSON value");
}
