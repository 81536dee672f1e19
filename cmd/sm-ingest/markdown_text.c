#define _GNU_SOURCE /* memmem, strncasecmp under -std=c11 */
#include "markdown_text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "limits.h"
#include "text.h"

#define MARKUP_DEPTH_MAX 8 /* emphasis in links in emphasis … */
#define MARKUP_MAX 2048    /* bytes of one link or emphasis; a longer one is plain text */

struct plain {
    struct buf *out, *links; /* links may be NULL */
};

static void clean(struct slice s, struct plain *to, int depth);

/* Each takes markup at s.p and returns the bytes used; 0: it is plain text. */

static size_t
take_code(struct slice s, struct buf *out)
{
    size_t ticks = 0;
    while (ticks < s.n && s.p[ticks] == '`')
        ticks++;
    for (size_t i = ticks; i < s.n;) {
        size_t run = 0;
        while (i + run < s.n && s.p[i + run] == '`')
            run++;
        if (run == ticks) {
            struct slice code = {s.p + ticks, i - ticks};
            if (code.n > 2 && *code.p == ' ' && code.p[code.n - 1] == ' ')
                code = (struct slice){code.p + 1, code.n - 2};
            buf_slice(out, code);
            return i + ticks;
        }
        i += run ? run : 1;
    }
    buf_add(out, s.p, ticks);
    return ticks;
}

/* `**text**`; not beside a slash: globs have `**` too. */
static size_t
take_strong(struct slice s, struct plain *to, int depth)
{
    if (s.n < 5 || s.p[1] != s.p[0] || strchr(" /", s.p[2]))
        return 0;
    for (size_t i = 3; i + 1 < s.n; i++) {
        if (s.p[i] != s.p[0] || s.p[i + 1] != s.p[0] || strchr(" /\\", s.p[i - 1]))
            continue;
        clean((struct slice){s.p + 2, i - 2}, to, depth + 1);
        return i + 2;
    }
    return 0;
}

/* The bracket that closes the one at s.p[0]; 0: none. */
static size_t
closing(struct slice s, char open, char close)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\')
            i++;
        else if (s.p[i] == open)
            depth++;
        else if (s.p[i] == close && --depth == 0)
            return i;
    }
    return 0;
}

/* What stands between a link's parentheses, without a title. */
static struct slice
address(struct slice s)
{
    s = slice_trim(s);
    const char *title = memchr(s.p, ' ', s.n);
    return title ? (struct slice){s.p, (size_t)(title - s.p)} : s;
}

static void
keep_address(struct slice url, struct buf *links)
{
    if (links && (slice_starts(url, "http://") || slice_starts(url, "https://")) &&
        text_valid_prefix(url) == url.n) {
        buf_byte(links, ',');
        buf_json_slice(links, url);
    }
}

static size_t
take_link(struct slice s, struct plain *to, int depth)
{
    size_t end = closing(s, '[', ']');
    if (!end || end + 1 >= s.n || s.p[end + 1] != '(')
        return 0;
    size_t close = closing((struct slice){s.p + end + 1, s.n - end - 1}, '(', ')');
    if (!close)
        return 0;
    struct slice text = slice_trim((struct slice){s.p + 1, end - 1});
    struct slice url = address((struct slice){s.p + end + 2, close - 1});
    if (text.n) {
        clean(text, to, depth + 1);
        keep_address(url, to->links);
    } else {
        buf_slice(to->out, url);
    }
    return end + 1 + close + 1;
}

static size_t
take_angle(struct slice s, struct buf *out)
{
    const char *end = memchr(s.p, '>', s.n);
    if (!end)
        return 0;
    struct slice tag = {s.p + 1, (size_t)(end - s.p) - 1};
    if (tag.n >= 2 && strncasecmp(tag.p, "br", 2) == 0) {
        struct slice rest = slice_trim((struct slice){tag.p + 2, tag.n - 2});
        if (!rest.n || slice_is(rest, "/")) {
            buf_byte(out, '\n');
            return tag.n + 2;
        }
    }
    if (!slice_starts(tag, "http://") && !slice_starts(tag, "https://"))
        return 0;
    buf_slice(out, tag);
    return tag.n + 2;
}

static void
add_code_point(struct buf *out, unsigned long c)
{
    char json[16];
    if (c < 0x80) {
        buf_byte(out, c && c != 0x7f && (c >= 0x20 || c == '\n' || c == '\t') ? (char)c : ' ');
        return;
    }
    if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = 0xfffd;
    size_t n = 0;
    if (c >= 0x10000)
        json[n++] = (char)(0xf0 | c >> 18), json[n++] = (char)(0x80 | (c >> 12 & 0x3f));
    else if (c >= 0x800)
        json[n++] = (char)(0xe0 | c >> 12);
    if (c >= 0x800)
        json[n++] = (char)(0x80 | (c >> 6 & 0x3f));
    else
        json[n++] = (char)(0xc0 | c >> 6);
    json[n++] = (char)(0x80 | (c & 0x3f));
    buf_add(out, json, n);
}

static size_t
take_entity(struct slice s, struct buf *out)
{
    static const struct {
        const char *name, *text;
    } known[] = {{"amp", "&"},         {"lt", "<"},        {"gt", ">"},         {"quot", "\""},
                 {"apos", "'"},        {"nbsp", " "},      {"ndash", "\u2013"}, {"mdash", "\u2014"},
                 {"hellip", "\u2026"}, {"rarr", "\u2192"}, {"copy", "\u00a9"}};
    const char *end = memchr(s.p, ';', s.n < 12 ? s.n : 12);
    if (!end)
        return 0;
    struct slice name = {s.p + 1, (size_t)(end - s.p) - 1};
    if (name.n > 1 && *name.p == '#') {
        bool hex = (name.p[1] | 0x20) == 'x';
        char *stop, digits[16] = {0};
        memcpy(digits, name.p + 1 + hex, name.n - 1 - hex);
        unsigned long c = strtoul(digits, &stop, hex ? 16 : 10);
        if (*stop || !isxdigit((unsigned char)*digits))
            return 0;
        add_code_point(out, c);
        return name.n + 2;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (slice_is(name, known[i].name)) {
            buf_text(out, known[i].text);
            return name.n + 2;
        }
    }
    return 0;
}

static size_t
take(struct slice s, struct plain *to, int depth)
{
    struct buf *out = to->out;
    size_t k;
    if (s.n > MARKUP_MAX)
        s.n = MARKUP_MAX;
    switch (*s.p) {
    case '\\':
        if (s.n < 2 || !ispunct((unsigned char)s.p[1]))
            return 0;
        buf_byte(out, s.p[1]);
        return 2;
    case '`':
        return take_code(s, out);
    case '*':
    case '_':
        return take_strong(s, to, depth);
    case '!':
        k = s.n > 1 && s.p[1] == '[' ? take_link((struct slice){s.p + 1, s.n - 1}, to, depth) : 0;
        return k ? k + 1 : 0;
    case '[':
        return take_link(s, to, depth);
    case '<':
        return take_angle(s, out);
    case '&':
        return take_entity(s, out);
    default:
        return 0;
    }
}

static void
clean(struct slice s, struct plain *to, int depth)
{
    while (s.n) {
        size_t k = depth < MARKUP_DEPTH_MAX ? take(s, to, depth) : 0;
        if (!k) {
            buf_byte(to->out, *s.p);
            k = 1;
        }
        s = (struct slice){s.p + k, s.n - k};
    }
}

void
markdown_plain(struct slice marked, struct buf *out, struct buf *links)
{
    struct buf text = {0}, good = {0};
    clean(slice_trim(marked), &(struct plain){&text, links}, 0);
    struct slice s = buf_as_slice(&text);
    if (text_valid_prefix(s) < s.n) {
        text_repair(&good, s);
        s = buf_as_slice(&good);
    }
    buf_slice(out, slice_trim(s));
    buf_free(&text);
    buf_free(&good);
}

static void
add_cell(struct slice cell, struct cells *row)
{
    struct buf text = {0};
    markdown_plain(cell, &text, &row->links);
    if (row->n < COLUMNS_MAX)
        cells_add(row, text.p ? text.p : "", text.n);
    buf_free(&text);
}

void
markdown_cells(struct slice line, struct cells *row)
{
    struct buf cell = {0};
    bool bar = false;
    cells_clear(row);
    line = slice_trim(line);
    if (line.n && *line.p == '|')
        line.p++, line.n--;
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        bar = c == '|';
        if (bar) {
            add_cell(buf_as_slice(&cell), row);
            cell.n = 0;
        } else if (c == '\\' && i + 1 < line.n && line.p[i + 1] == '|') {
            buf_byte(&cell, line.p[++i]);
        } else {
            buf_byte(&cell, c);
            if (c == '\\' && i + 1 < line.n && ispunct((unsigned char)line.p[i + 1]))
                buf_byte(&cell, line.p[++i]);
        }
    }
    if (!bar)
        add_cell(buf_as_slice(&cell), row);
    buf_free(&cell);
}
