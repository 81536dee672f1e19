#include "clean.h"

#include <string.h>

#include "text.h"

size_t
clean_code(struct slice s, uint32_t *code)
{
    if (!s.n)
        return 0;
    const unsigned char *p = (const unsigned char *)s.p;
    size_t n = *p < 0x80 ? 1 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
    if (n > s.n)
        n = s.n;
    uint32_t c = n == 1 ? *p : *p & (0xffu >> (n + 1));
    for (size_t i = 1; i < n; i++)
        c = c << 6 | (p[i] & 0x3f);
    *code = c;
    return n;
}

static bool
is_space(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Invisible, or changes how what follows is read: shown as its number. */
static bool
is_unseen(uint32_t c)
{
    return (c >= 0x80 && c < 0xa0) || c == 0x61c || c == 0x180e || c == 0x200b ||
           (c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f) || c == 0xad ||
           c == 0x34f || c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || /* fillers */
           (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;                   /* no characters */
}

/* Zero-width joiners and the emoji selector: harmless between letters and emoji, hidden elsewhere. */
static bool
is_joiner(uint32_t c)
{
    return c == 0x200c || c == 0x200d || c == 0xfe0f;
}

static bool
joins(uint32_t c)
{
    return (c >= 0xa1 && !is_space(c) && !is_unseen(c) && c != 0x3000) || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '#' || c == '*';
}

static void
show_number(struct buf *out, uint32_t c)
{
    buf_format(out, "\xe2\x80\xb9U+%04X\xe2\x80\xba", (unsigned)c);
}

static void
show_control(struct buf *out, uint32_t c)
{
    uint32_t picture = c == 0x7f ? 0x2421 : 0x2400 + c;
    char utf8[3] = {(char)(0xe0 | picture >> 12), (char)(0x80 | (picture >> 6 & 0x3f)),
                    (char)(0x80 | (picture & 0x3f))};
    buf_add(out, utf8, 3);
}

/* Printable ASCII, which most texts are, is looked at in words of eight bytes: a high bit shows for one below
 * a blank (by borrowing), for DEL (by carrying) and for one beyond ASCII. */
static bool
is_plain(struct slice s)
{
    const uint64_t ones = 0x0101010101010101u, highs = ones << 7;
    for (uint64_t w; s.n >= sizeof w; s.p += sizeof w, s.n -= sizeof w) {
        memcpy(&w, s.p, sizeof w);
        if (((w - ones * 0x20) | (w + ones) | w) & highs)
            return false;
    }
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] >= 0x7f)
            return false;
    return true;
}

static void
clean_valid(struct buf *out, struct slice s)
{
    uint32_t c, before = 0, next;
    int marks = 0;
    for (size_t n; (n = clean_code(s, &c)); s.p += n, s.n -= n) {
        if (is_space(c)) {
            buf_byte(out, ' ');
            marks = 0;
        } else if (c < 0x20 || c == 0x7f) {
            show_control(out, c);
            marks = 0;
        } else if (is_unseen(c)) {
            show_number(out, c);
            marks = 0;
        } else if (is_joiner(c)) {
            bool next_joins =
                c == 0xfe0f || (clean_code((struct slice){s.p + n, s.n - n}, &next) && joins(next));
            if (joins(before) && next_joins)
                buf_add(out, s.p, n);
            else
                show_number(out, c);
        } else {
            marks = c >= 0x300 && text_width((struct slice){s.p, n}) == 0 ? marks + 1 : 0;
            if (marks <= CLEAN_MARKS_MAX)
                buf_add(out, s.p, n);
        }
        before = c;
    }
}

void
clean_text(struct buf *out, struct slice s)
{
    struct buf whole = {0};
    if (is_plain(s)) {
        buf_slice(out, s);
        return;
    }
    if (text_valid_prefix(s) == s.n) {
        clean_valid(out, s);
        return;
    }
    text_repair(&whole, s);
    clean_valid(out, buf_as_slice(&whole));
    buf_free(&whole);
}

static size_t
count_characters(struct slice s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += ((unsigned char)s.p[i] & 0xc0) != 0x80;
    return count;
}

struct slice
clean_cut(struct slice s, size_t max, size_t *all)
{
    struct slice rest = s;
    int columns;
    *all = 0;
    if (s.n <= max)
        return s;
    for (size_t n; max && (n = text_grapheme(rest, &columns)); max--)
        rest.p += n, rest.n -= n;
    if (rest.n)
        *all = count_characters(s);
    return (struct slice){s.p, s.n - rest.n};
}

struct slice
clean_fit(struct slice s, size_t columns)
{
    struct slice rest = s;
    int wide;
    for (size_t n; (n = text_grapheme(rest, &wide)) && (size_t)wide <= columns; columns -= (size_t)wide)
        rest.p += n, rest.n -= n;
    return (struct slice){s.p, s.n - rest.n};
}

bool
clean_is_rtl(struct slice s)
{
    uint32_t c;
    for (size_t n; (n = clean_code(s, &c)); s.p += n, s.n -= n)
        if ((c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefe) ||
            (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff))
            return true;
    return false;
}
