#include "screen.h"

#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "number.h"
#include "text.h"

#define DATA_MAX 120

static const struct glyph {
    const char *glyph, *ascii;
} glyphs[] = {
    {MINUS, "-"},          {"\xe2\x89\xa4", "<="}, {"\xe2\x89\xa5", ">="}, {"\xe2\x89\x88", "~"},
    {"\xe2\x9c\x97", "x"}, {"\xe2\x9c\x93", "v"},  {"\xc2\xb7", "-"},      {"\xe2\x80\xa6", "..."},
    {"\xe2\x80\x93", "-"}, {"\xe2\x86\x92", "->"}, {"\xe2\x96\xa0", "#"},  {"\xe2\x96\xa1", "o"},
    {"\xe2\x97\x8b", "o"}, {"\xe2\x97\x8f", "*"},  {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""},
};

void
screen_own(const struct screen *s, struct buf *flat, struct slice text)
{
    for (size_t i = 0; i < text.n; i++) {
        struct slice rest = {text.p + i, text.n - i};
        const struct glyph *found = NULL;
        for (size_t k = 0; s->ascii && (unsigned char)*rest.p >= 0x80 && k < sizeof glyphs / sizeof *glyphs;
             k++)
            if (slice_starts(rest, glyphs[k].glyph))
                found = &glyphs[k];
        if (found)
            buf_text(flat, found->ascii);
        else
            buf_byte(flat, text.p[i]);
        i += found ? strlen(found->glyph) - 1 : 0;
    }
}

static void
add_run(const struct screen *s, struct buf *flat, const struct run *r, bool cell)
{
    size_t all;
    if (r->kind == RUN_OWN || r->kind == RUN_LINK) {
        screen_own(s, flat, r->s);
        return;
    }
    bool alone = !cell && clean_is_rtl(r->s);
    struct slice cut = r->kind == RUN_DATA ? clean_cut(r->s, DATA_MAX, &all) : r->s;
    if (alone)
        buf_byte(flat, MARK_BREAK);
    buf_slice(flat, cut);
    if (cut.n < r->s.n) {
        buf_text(flat, s->ascii ? "..." : "\xe2\x80\xa6");
        buf_text(flat, " (");
        number_write_whole(flat, (int64_t)all);
        buf_text(flat, " characters)");
    }
    if (alone)
        buf_byte(flat, MARK_BREAK);
}

/* cell: always one line; else right-to-left runs stand on lines of their own. */
static void
flatten(const struct screen *s, struct buf *flat, const struct prose *p, bool cell)
{
    unsigned style = STYLE_PLAIN;
    for (size_t i = 0; i < p->n; i++) {
        if (p->run[i].style != style) {
            if (style)
                buf_byte(flat, MARK_OFF);
            style = p->run[i].style;
            if (style)
                buf_byte(flat, style & STYLE_ALARM    ? MARK_ALARM
                               : style & STYLE_STRONG ? MARK_STRONG
                                                      : MARK_MUTED);
        }
        add_run(s, flat, &p->run[i], cell);
    }
    if (style)
        buf_byte(flat, MARK_OFF);
}

void
screen_cell(const struct screen *s, struct buf *flat, const struct prose *p)
{
    flatten(s, flat, p, true);
}

static bool
is_mark(char c)
{
    return (unsigned char)c < 0x20;
}

/* The next piece without a mark inside it. */
static struct slice
piece(struct slice flat)
{
    size_t n = 0;
    while (n < flat.n && !is_mark(flat.p[n]))
        n++;
    return (struct slice){flat.p, n};
}

size_t
screen_width(struct slice flat)
{
    size_t width = 0;
    while (flat.n) {
        struct slice text = piece(flat);
        width += text_width(text);
        size_t passed = text.n + (text.n < flat.n);
        flat.p += passed, flat.n -= passed;
    }
    return width;
}

struct slice
screen_fit(struct slice flat, size_t columns)
{
    struct slice rest = flat;
    while (rest.n) {
        struct slice text = piece(rest), fit = clean_fit(text, columns);
        columns -= text_width(fit);
        rest.p += fit.n, rest.n -= fit.n;
        if (fit.n < text.n)
            break;
        if (rest.n)
            rest.p++, rest.n--;
    }
    return (struct slice){flat.p, flat.n - rest.n};
}

static void
add_line(struct lines_of *lines, const char *from, const char *to)
{
    lines->at = xgrow(lines->at, &lines->cap, lines->n + 1, sizeof *lines->at);
    lines->at[lines->n++] = (struct slice){from, (size_t)(to - from)};
}

/* One line from the front of text: as many words as fit; a word too long for any line is cut. */
static struct slice
take_line(struct slice text, size_t columns, size_t *passed)
{
    size_t good = 0, at = 0;
    while (at < text.n) {
        size_t end = at;
        while (end < text.n && text.p[end] != ' ')
            end++;
        if (screen_width((struct slice){text.p, end}) > columns)
            break;
        good = end;
        at = end + 1;
    }
    if (!good && text.n && *text.p != ' ') {
        struct slice cut = screen_fit(text, columns);
        if (!cut.n)
            cut.n = text.n; /* not even one character fits: give up on the width, never on the text */
        *passed = cut.n;
        return cut;
    }
    *passed = good;
    while (*passed < text.n && text.p[*passed] == ' ')
        (*passed)++;
    if (!*passed)
        *passed = text.n;
    return (struct slice){text.p, good};
}

void
screen_wrap(struct lines_of *lines, struct slice flat, size_t columns)
{
    size_t passed, first = lines->n;
    while (flat.n) {
        const char *end = memchr(flat.p, MARK_BREAK, flat.n);
        struct slice part = {flat.p, end ? (size_t)(end - flat.p) : flat.n};
        flat.p += part.n + (end != NULL), flat.n -= part.n + (end != NULL);
        while (part.n && *part.p == ' ')
            part.p++, part.n--;
        while (part.n) {
            struct slice line = take_line(part, columns, &passed);
            if (screen_width(line) || passed == part.n)
                add_line(lines, line.p, line.p + line.n);
            part.p += passed, part.n -= passed;
        }
    }
    if (lines->n == first)
        add_line(lines, "", "");
}

static void
put_mark(struct screen *s, char mark)
{
    static const char *const sgr[] = {"", "\033[1m", "\033[2m", "\033[1;31m", "\033[0m"};
    if (s->color && mark <= MARK_OFF)
        buf_text(s->out, sgr[(int)mark]);
}

void
screen_put(struct screen *s, struct slice flat)
{
    for (size_t i = 0; i < flat.n; i++) {
        struct slice rest = {flat.p + i, flat.n - i};
        if (is_mark(*rest.p)) {
            put_mark(s, *rest.p);
        } else if (slice_starts(rest, NBSP) || slice_starts(rest, THIN)) {
            buf_byte(s->out, ' ');
            i += slice_starts(rest, NBSP) ? 1 : 2;
        } else {
            buf_byte(s->out, *rest.p);
        }
    }
}

void
screen_pad(struct screen *s, struct slice flat, size_t columns, bool right)
{
    size_t width = screen_width(flat), blanks = width < columns ? columns - width : 0;
    if (!right)
        screen_put(s, flat);
    for (size_t i = 0; i < blanks; i++)
        buf_byte(s->out, ' ');
    if (right)
        screen_put(s, flat);
}

void
screen_newline(struct screen *s)
{
    while (s->out->n && s->out->p[s->out->n - 1] == ' ')
        s->out->n--;
    buf_byte(s->out, '\n');
}

/* A style goes on over the end of a line: it is closed there and opened again on the next. */
static char
style_after(struct slice line, char style)
{
    for (size_t i = 0; i < line.n; i++)
        if (is_mark(line.p[i]))
            style = line.p[i] == MARK_OFF ? 0 : line.p[i];
    return style;
}

void
screen_prose(struct screen *s, const struct prose *p, const char *first, const char *rest)
{
    struct lines_of lines = {0};
    struct buf flat = {0};
    char style = 0;
    flatten(s, &flat, p, false);
    screen_wrap(&lines, buf_as_slice(&flat), s->width - strlen(rest));
    for (size_t i = 0; i < lines.n; i++) {
        buf_text(s->out, i ? rest : first);
        if (style)
            put_mark(s, style);
        screen_put(s, lines.at[i]);
        style = style_after(lines.at[i], style);
        if (style)
            put_mark(s, MARK_OFF);
        screen_newline(s);
    }
    free(lines.at);
    buf_free(&flat);
}
