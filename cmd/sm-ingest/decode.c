#include "decode.h"

#include <string.h>

#include "scan.h"

#define REPLACEMENT "\xef\xbf\xbd"

size_t
decode_ascii(const char *p, size_t n)
{
    size_t i = 0;
    while (n - i >= SCAN_BLOCK && scan_ascii(p + i))
        i += SCAN_BLOCK;
    while (i < n && !((unsigned char)p[i] & 0x80))
        i++;
    return i;
}

size_t
decode_text(const char *p, size_t n)
{
    return scan_is_wide() ? scan_texts_wide(p, n) : scan_texts_narrow(p, n);
}

size_t
decode_step(const unsigned char *p, size_t n)
{
    unsigned char c = p[0];
    if (c < 0x80)
        return 1;
    if (c < 0xc2 || c > 0xf4)
        return 0;
    size_t want = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (n > 1) {
        unsigned char low = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
        unsigned char high = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
        if (p[1] < low || p[1] > high)
            return 0;
    }
    for (size_t i = 2; i < want && i < n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return n < want ? DECODE_PART : want;
}

size_t
decode_audit(const char *p, size_t n, size_t *left)
{
    size_t bad = 0, i = 0;
    *left = 0;
    while (i < n) {
        i += decode_ascii(p + i, n - i);
        while (i < n && (unsigned char)p[i] >= 0x80) {
            size_t k = decode_step((const unsigned char *)p + i, n - i);
            if (k == DECODE_PART) {
                *left = n - i;
                return bad;
            }
            bad += k == 0;
            i += k ? k : 1;
        }
    }
    return bad;
}

static void
add_character(struct buf *out, uint32_t c)
{
    char t[4];
    size_t n = 0;
    if (c < 0x80) {
        t[n++] = (char)c;
    } else if (c < 0x800) {
        t[n++] = (char)(0xc0 | c >> 6);
        t[n++] = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        t[n++] = (char)(0xe0 | c >> 12);
        t[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        t[n++] = (char)(0x80 | (c & 0x3f));
    } else {
        t[n++] = (char)(0xf0 | c >> 18);
        t[n++] = (char)(0x80 | (c >> 12 & 0x3f));
        t[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        t[n++] = (char)(0x80 | (c & 0x3f));
    }
    buf_add(out, t, n);
}

void
decode_windows_1252(struct buf *out, const char *p, size_t n)
{
    static const uint16_t upper[32] = {0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                       0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
                                       0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                       0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
    for (size_t i = 0; i < n;) {
        size_t k = decode_ascii(p + i, n - i);
        buf_add(out, p + i, k);
        i += k;
        if (i == n)
            break;
        unsigned char c = (unsigned char)p[i++];
        add_character(out, c < 0xa0 ? upper[c - 0x80] : c);
    }
}

static uint32_t
unit(const struct decode_utf16 *d, const unsigned char *p)
{
    return d->big ? (uint32_t)(p[0] << 8 | p[1]) : (uint32_t)(p[1] << 8 | p[0]);
}

/* Takes one character from p (n bytes); returns the bytes used, 0 when more are needed. */
static size_t
take_utf16(struct decode_utf16 *d, struct buf *out, const unsigned char *p, size_t n)
{
    if (n < 2)
        return 0;
    uint32_t c = unit(d, p);
    if (c < 0xd800 || c > 0xdfff) {
        add_character(out, c);
        return 2;
    }
    if (c < 0xdc00 && n < 4)
        return 0;
    uint32_t low = c < 0xdc00 ? unit(d, p + 2) : 0;
    if (low >= 0xdc00 && low <= 0xdfff) {
        add_character(out, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
        return 4;
    }
    d->bad++;
    buf_text(out, REPLACEMENT);
    return 2;
}

void
decode_utf16(struct decode_utf16 *d, struct buf *out, const char *p, size_t n, bool last)
{
    size_t i = 0, k;
    buf_room(out, n + n / 2 + 16);
    while (d->n && i < n) {
        d->odd[d->n++] = (unsigned char)p[i++];
        k = take_utf16(d, out, d->odd, d->n);
        memmove(d->odd, d->odd + k, d->n - k);
        d->n -= k;
    }
    while ((k = take_utf16(d, out, (const unsigned char *)p + i, n - i)))
        i += k;
    while (i < n)
        d->odd[d->n++] = (unsigned char)p[i++];
    if (last && d->n) {
        d->bad++;
        d->n = 0;
        buf_text(out, REPLACEMENT);
    }
}
