#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "library.h"
#include "report.h"

#define REPLACEMENT "\xef\xbf\xbd"
#define ASCII_MASK 0x8080808080808080u

/* Bytes of the valid character at s, or 0. RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
static size_t
character(const unsigned char *s, size_t n)
{
    if (s[0] < 0x80)
        return 1;
    size_t len = s[0] >= 0xc2 && s[0] < 0xe0 ? 2 : (s[0] & 0xf0) == 0xe0 ? 3 : s[0] >= 0xf0 && s[0] < 0xf5 ? 4 : 0;
    if (!len || n < len)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((s[i] & 0xc0) != 0x80)
            return 0;
    if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] >= 0xa0))
        return 0;
    if ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] >= 0x90))
        return 0;
    return len;
}

size_t
text_valid_prefix(struct slice s)
{
    size_t i = 0;
    while (i < s.n) {
        uint64_t eight;
        if (i + 8 <= s.n) {
            memcpy(&eight, s.p + i, 8);
            if (!(eight & ASCII_MASK)) {
                i += 8;
                continue;
            }
        }
        size_t n = character((const unsigned char *)s.p + i, s.n - i);
        if (!n)
            break;
        i += n;
    }
    return i;
}

size_t
text_repair(struct buf *out, struct slice s)
{
    size_t repaired = 0;
    for (;;) {
        size_t good = text_valid_prefix(s);
        buf_add(out, s.p, good);
        if (good == s.n)
            return repaired;
        buf_text(out, REPLACEMENT);
        repaired++;
        s.p += good + 1;
        s.n -= good + 1;
    }
}

static bool
is_ascii(struct slice s)
{
    uint64_t any = 0;
    size_t i = 0;
    for (; i + 8 <= s.n; i += 8) {
        uint64_t eight;
        memcpy(&eight, s.p + i, 8);
        any |= eight;
    }
    for (; i < s.n; i++)
        any |= (unsigned char)s.p[i];
    return !(any & ASCII_MASK);
}

#define ONES 0x0101010101010101u

#ifdef __SSE2__ /* every x86-64 has it */
/* is_line for sixteen bytes and more; its ends are no blanks. The last sixteen are looked at again. */
static bool
is_long_line(struct slice s, bool *plain)
{
    const __m128i quote = _mm_set1_epi8('"'), back = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f),
                  del = _mm_set1_epi8(0x7f), blank = _mm_set1_epi8(' ');
    __m128i marks = _mm_setzero_si128();
    unsigned before = 0; /* was the byte in front a blank? */
    for (size_t i = 0;;) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + i));
        __m128i bad = _mm_or_si128(_mm_or_si128(v, _mm_cmpeq_epi8(v, del)),
                                   _mm_cmpeq_epi8(_mm_min_epu8(v, control), v));
        unsigned blanks = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, blank));
        if (_mm_movemask_epi8(bad) || (blanks & (blanks << 1 | before)))
            return false;
        marks = _mm_or_si128(marks, _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, back)));
        if (i == s.n - 16)
            break;
        bool whole = s.n - i >= 32;
        before = whole ? blanks >> 15 : 0;
        i = whole ? i + 16 : s.n - 16;
    }
    *plain = !_mm_movemask_epi8(marks);
    return true;
}
#endif

/* Printable ASCII without quotes, backslashes and blanks side by side; there may be words that seem to have them. */
static inline bool
is_plain_word(uint64_t w)
{
    uint64_t blank = w ^ ONES * ' ', del = w ^ ONES * 0x7f, quote = w ^ ONES * '"', back = w ^ ONES * '\\';
    blank = (blank - ONES) & ~blank & ASCII_MASK;
    return !((w | (w - ONES * 0x20) | (del - ONES) | (quote - ONES) | (back - ONES)) & ASCII_MASK) &&
           !(blank & blank << 8);
}

/* Of four bytes and more: a plain line, for certain. What is shorter than twice a word is looked at from both ends. */
static bool
is_short_line(struct slice s)
{
    uint64_t w;
    if (s.n < 8) {
        uint32_t first, last;
        memcpy(&first, s.p, 4);
        memcpy(&last, s.p + s.n - 4, 4);
        return is_plain_word((uint64_t)last << 32 | first);
    }
    for (size_t i = 0; i + 8 <= s.n; i += 7) { /* a pair of bytes lies in one word */
        memcpy(&w, s.p + i, 8);
        if (!is_plain_word(w))
            return false;
    }
    memcpy(&w, s.p + s.n - 8, 8);
    return is_plain_word(w);
}

/* ASCII that is one line already: no control characters, no blanks side by side or at an end. *plain: neither quotes nor
 * backslashes. */
static bool
is_line(struct slice s, bool *plain)
{
    size_t i = 0;
    uint64_t marks = 0;
    *plain = false;
    if (!s.n || *s.p == ' ' || s.p[s.n - 1] == ' ')
        return false;
#ifdef __SSE2__
    if (s.n >= 16)
        return is_long_line(s, plain);
#endif
    if (s.n >= 4 && is_short_line(s)) {
        *plain = true;
        return true;
    }
    for (unsigned char before = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c >= 0x7f || (c == ' ' && before == ' '))
            return false;
        marks |= c == '"' || c == '\\' ? ASCII_MASK : 0;
        before = c;
    }
    *plain = !(marks & ASCII_MASK);
    return true;
}

#define SYMBOLS(each)                                                                                     \
    each(utf8proc_charwidth) each(utf8proc_encode_char) each(utf8proc_grapheme_break_stateful)            \
        each(utf8proc_iterate) each(utf8proc_map)
LIBRARY(lib, "libutf8proc is needed for text beyond ASCII", SYMBOLS, "libutf8proc.so.3", "libutf8proc.so.2",
        "libutf8proc.so", "libutf8proc.dylib")

/* Before the first of these calls. Nobody can do without, so where it is missing the run ends. */
static void
load(void)
{
    const char *why;
    if (!lib_load(&why))
        report_die("%s", why);
}

/* utf8proc_map over valid text; falls back to the text itself if the library refuses it. */
static void
map(struct buf *out, struct slice s, utf8proc_option_t options)
{
    utf8proc_uint8_t *mapped = NULL;
    load();
    utf8proc_ssize_t n = lib.utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &mapped, options);
    if (n >= 0)
        buf_add(out, (const char *)mapped, (size_t)n);
    else
        buf_slice(out, s);
    free(mapped);
}

/* White space that separates words: ASCII, NEL, no-break and other Unicode blanks, line and paragraph separators. */
static bool
is_blank(utf8proc_int32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
           c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool
is_control(utf8proc_int32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

static utf8proc_int32_t
plain(utf8proc_int32_t c)
{
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xfe58 || c == 0xfe63 || c == 0xff0d)
        return '-';
    if (c == 0x2018 || c == 0x2019 || c == 0x201a || c == 0x201b || c == 0x2032 || c == '`' || c == 0xb4)
        return '\'';
    if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0x201f || c == 0x2033 || c == 0xab || c == 0xbb)
        return '"';
    return c;
}

/* Appends valid text with blank runs as one blank, controls dropped, both ends trimmed, at most max characters. */
static void
squeeze(struct buf *out, struct slice s, size_t max, bool plain_marks)
{
    size_t from = out->n, count = 0, i = 0;
    bool blank = false;
    while (i < s.n) {
        utf8proc_int32_t c;
        utf8proc_uint8_t bytes[4];
        utf8proc_ssize_t n = lib.utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &c);
        if (n <= 0)
            break;
        i += (size_t)n;
        if (is_blank(c)) {
            blank = out->n > from;
            continue;
        }
        if (is_control(c))
            continue;
        if (count + blank >= max) {
            buf_text(out, "\xe2\x80\xa6");
            return;
        }
        if (blank)
            buf_byte(out, ' ');
        count += 1 + blank;
        blank = false;
        if (plain_marks)
            c = plain(c);
        buf_add(out, (const char *)bytes, (size_t)lib.utf8proc_encode_char(c, bytes));
    }
}

static void
squeeze_ascii(struct buf *out, struct slice s, bool fold)
{
    size_t from = out->n;
    bool blank = false;
    buf_room(out, s.n);
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (is_blank(c)) {
            blank = out->n > from;
            continue;
        }
        if (is_control(c))
            continue;
        if (blank)
            out->p[out->n++] = ' ';
        blank = false;
        if (fold)
            c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '`' ? '\'' : c;
        out->p[out->n++] = c;
    }
}

void
text_line(struct buf *out, struct slice s, size_t max)
{
    struct buf good = {0}, composed = {0};
    bool plain_text;
    if (s.n <= max && is_line(s, &plain_text)) {
        buf_slice(out, s);
        return;
    }
    if (is_ascii(s) && s.n <= max) {
        squeeze_ascii(out, s, false);
        return;
    }
    text_repair(&good, s);
    map(&composed, buf_as_slice(&good), UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    squeeze(out, buf_as_slice(&composed), max, false);
    buf_free(&good);
    buf_free(&composed);
}

bool
text_line_json(struct buf *out, struct slice s, size_t max)
{
    bool plain_text;
    if (s.n > max || !is_line(s, &plain_text))
        return false;
    if (!plain_text) {
        buf_json_slice(out, s);
        return true;
    }
    buf_room(out, s.n + 2);
    char *p = out->p + out->n;
    *p++ = '"';
    memcpy(p, s.p, s.n);
    p[s.n] = '"';
    out->n += s.n + 2;
    return true;
}

void
text_fold(struct buf *out, struct slice s)
{
    struct buf good = {0}, folded = {0};
    if (is_ascii(s)) {
        squeeze_ascii(out, s, true);
        return;
    }
    text_repair(&good, s);
    map(&folded, buf_as_slice(&good), UTF8PROC_COMPOSE | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    squeeze(out, buf_as_slice(&folded), SIZE_MAX - 1, true);
    buf_free(&good);
    buf_free(&folded);
}

/* Of ASCII: alone in its grapheme, if the next one is, too. */
static bool
is_printable(struct slice s, size_t i)
{
    return i < s.n && s.p[i] >= ' ' && s.p[i] < 0x7f;
}

size_t
text_grapheme(struct slice s, int *columns)
{
    utf8proc_int32_t c, before = 0, state = 0;
    size_t i = 0;
    int widest = 0;
    if (is_printable(s, 0) && (s.n == 1 || is_printable(s, 1))) { /* most are */
        *columns = 1;
        return 1;
    }
    load();
    while (i < s.n) {
        utf8proc_ssize_t n = lib.utf8proc_iterate((const utf8proc_uint8_t *)s.p + i, (utf8proc_ssize_t)(s.n - i), &c);
        if (n <= 0) {
            n = 1; /* a bad byte stands for itself */
            c = 0xfffd;
        }
        if (i && lib.utf8proc_grapheme_break_stateful(before, c, &state))
            break;
        int width = lib.utf8proc_charwidth(c);
        if (i && (c == 0xfe0f || (c >= 0x1f1e6 && c <= 0x1f1ff)))
            width = 2; /* emoji presentation, a flag's second half */
        if (width > widest)
            widest = width > 2 ? 2 : width;
        before = c;
        i += (size_t)n;
    }
    *columns = widest;
    return i;
}

size_t
text_width(struct slice s)
{
    size_t width = 0, n;
    int columns;
    while ((n = text_grapheme(s, &columns))) {
        width += (size_t)columns;
        s.p += n;
        s.n -= n;
    }
    return width;
}
