#define _GNU_SOURCE /* memmem under -std=c11 */
#include "markdown.h"

#include <string.h>

#include "limits.h"
#include "markdown_text.h"

static struct slice
without_indent(struct slice l, size_t *indent)
{
    *indent = 0;
    while (l.n && *l.p == ' ')
        l.p++, l.n--, ++*indent;
    return slice_trim(l);
}

static size_t
run_of(struct slice l, char c)
{
    size_t n = 0;
    while (n < l.n && l.p[n] == c)
        n++;
    return n;
}

/* Follows fenced code, comments and front matter. true: the line belongs to one. */
static bool
hidden(struct markdown *m, struct slice l)
{
    size_t indent, n;
    struct slice s = without_indent(l, &indent);
    if (m->lines.number == 1 && slice_is(s, "---") && !indent)
        return m->front_matter = true;
    if (m->front_matter) {
        m->front_matter = !slice_is(s, "---") && !slice_is(s, "...");
        return true;
    }
    if (m->comment || slice_starts(s, "<!--")) {
        m->comment = !memmem(s.p, s.n, "-->", 3);
        return true;
    }
    char c = s.n ? *s.p : 0;
    n = c == '`' || c == '~' ? run_of(s, c) : 0;
    if (m->fence) {
        if (c == m->fence && n >= m->fence_length && n == s.n)
            m->fence = 0;
        return true;
    }
    if (n >= 3 && indent < 4 && (c == '~' || !memchr(s.p + n, '`', s.n - n))) {
        m->fence = c;
        m->fence_length = n;
        return true;
    }
    return false;
}

static bool
is_delimiter(struct slice cell)
{
    if (cell.n && *cell.p == ':')
        cell.p++, cell.n--;
    if (cell.n && cell.p[cell.n - 1] == ':')
        cell.n--;
    return cell.n && run_of(cell, '-') == cell.n;
}

/* Number of columns of a delimiter row, or 0. */
static size_t
delimiter_columns(struct slice l)
{
    size_t n = 0, indent;
    l = without_indent(l, &indent);
    if (indent > 3 || !l.n)
        return 0;
    if (*l.p == '|')
        l.p++, l.n--;
    if (l.n && l.p[l.n - 1] == '|')
        l.n--;
    for (;;) {
        const char *bar = memchr(l.p, '|', l.n);
        size_t k = bar ? (size_t)(bar - l.p) : l.n;
        if (!is_delimiter(slice_trim((struct slice){l.p, k})))
            return 0;
        n++;
        if (!bar)
            return n;
        l = (struct slice){bar + 1, l.n - k - 1};
    }
}

static bool
may_be_row(struct slice l)
{
    size_t indent;
    struct slice s = without_indent(l, &indent);
    return indent < 4 && s.n && memchr(s.p, '|', s.n);
}

/* The section of fields that has been read is given: its names. */
static bool
give_fields(struct markdown *m, struct cells *row)
{
    cells_copy(row, &m->fields.names);
    m->in = MARKDOWN_FIELDS;
    return true;
}

/* A table of fields and values is turned: each row gives a column. */
static bool
turn(struct markdown *m, struct cells *row)
{
    enum markdown_row got;
    struct cells next = {0};
    fields_clear(&m->fields);
    m->in = MARKDOWN_TABLE;
    while ((got = markdown_next_row(m, &next)) != MARKDOWN_END)
        if (got == MARKDOWN_ROW)
            fields_row(&m->fields, &next);
    cells_free(&next);
    if (fields_ready(&m->fields))
        return give_fields(m, row);
    fields_clear(&m->fields);
    return false;
}

/* Takes lines of fields. true: the line at hand is dealt with; *ready: it stands behind a section of them. */
static bool
in_fields(struct markdown *m, struct slice l, bool *ready)
{
    if (m->fence || m->comment || m->front_matter)
        return false;
    if (fields_item(&m->fields, l))
        return true;
    *ready = m->fields.names.n && fields_ready(&m->fields);
    if (!*ready) {
        fields_clear(&m->fields);
        return fields_heading(&m->fields, l);
    }
    return true;
}

/* A header is two lines: the names, and the delimiter row below them. */
static bool
next_header(struct markdown *m, struct cells *row)
{
    struct slice l;
    int got;
    bool above = false, ready = false;
    if (m->in != MARKDOWN_TABLE) /* the row may not have been asked for */
        fields_clear(&m->fields);
    m->in = MARKDOWN_TABLE;
    for (struct line_reader before = m->lines; (got = line_next(&m->lines, &l)); before = m->lines) {
        if (got > 0 && in_fields(m, l, &ready)) {
            if (ready) { /* this line may be anything */
                m->lines = before;
                return give_fields(m, row);
            }
            above = false;
            continue;
        }
        if (got < 0 || hidden(m, l)) {
            above = false;
            continue;
        }
        size_t n = above ? delimiter_columns(l) : 0;
        if (n && n == row->n) {
            m->in = MARKDOWN_TABLE;
            if (!fields_is_header(row) || turn(m, row))
                return true;
            n = 0;
        }
        above = may_be_row(l);
        if (above)
            markdown_cells(l, row);
    }
    return fields_ready(&m->fields) && give_fields(m, row);
}

enum markdown_row
markdown_next_row(struct markdown *m, struct cells *row)
{
    struct slice l;
    if (m->in != MARKDOWN_TABLE) {
        bool given = m->in == MARKDOWN_FIELDS_GIVEN;
        if (!given)
            cells_copy(row, &m->fields.values);
        fields_clear(&m->fields);
        m->in = MARKDOWN_FIELDS_GIVEN;
        return given ? MARKDOWN_END : MARKDOWN_ROW;
    }
    struct line_reader before = m->lines;
    int got = line_next(&m->lines, &l);
    if (got < 0)
        return MARKDOWN_BAD_ROW;
    if (got && may_be_row(l)) {
        markdown_cells(l, row);
        return MARKDOWN_ROW;
    }
    if (got) /* this line may open a fence, or be above another table */
        m->lines = before;
    return MARKDOWN_END;
}

enum markdown_row
markdown_next(struct markdown *m, bool in_table, struct cells *row)
{
    enum markdown_row got = in_table ? markdown_next_row(m, row) : MARKDOWN_END;
    if (got != MARKDOWN_END)
        return got;
    return next_header(m, row) ? MARKDOWN_HEADER : MARKDOWN_END;
}

void
markdown_free(struct markdown *m)
{
    fields_free(&m->fields);
}

static void
add_names(const struct cells *header, struct buf *out)
{
    buf_byte(out, '[');
    for (size_t i = 0; i < header->n; i++) {
        if (i)
            buf_byte(out, ',');
        buf_json_slice(out, slice_trim(cells_at(header, i)));
    }
    buf_byte(out, ']');
}

void
markdown_sketch_one(const struct cells *header, struct buf *out)
{
    out->n = 0;
    buf_text(out, "{\"markdown\":[");
    add_names(header, out);
    buf_text(out, "]}");
}

bool
markdown_sketch(const char *p, size_t n, struct buf *out)
{
    struct source text = {.p = p, .n = n, .eof = true};
    struct markdown m = {.lines = {.source = &text}};
    struct cells row = {0};
    bool any = false;
    out->n = 0;
    buf_text(out, "{\"markdown\":[");
    while (markdown_next(&m, false, &row) == MARKDOWN_HEADER) {
        if (any)
            buf_byte(out, ',');
        add_names(&row, out);
        any = true;
    }
    buf_text(out, "]}");
    markdown_free(&m);
    cells_free(&row);
    return any;
}
