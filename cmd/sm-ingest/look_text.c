#include "look.h"

#include <string.h>

#include "markdown.h"
#include "table.h"
#include "text.h"
#include "text_lines.h"

#define LINE_SAID 150 /* bytes of a first line in a message */

/* The text as it is looked at: valid UTF-8. */
static struct slice
readable(const struct source *s, struct buf *converted)
{
    struct slice text = {s->p, s->n < SKETCH_BYTES ? s->n : SKETCH_BYTES};
    size_t valid = text_valid_prefix(text);
    if (valid + 4 > text.n || (valid == text.n))
        return (struct slice){text.p, valid};
    decode_windows_1252(converted, text.p, text.n);
    return buf_as_slice(converted);
}

/* Without a predicate that holds: the first row with two cells, or the first. */
static size_t
likely_header(const struct cells *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cells_filled(&rows[i]) > 1)
            return i;
    return 0;
}

static bool
look_at_rows(struct recogniser *r, struct slice text, char delimiter, const struct format *named,
             struct looked *l)
{
    struct cells rows[HEADER_ROWS_MAX] = {{.n = 0}};
    struct buf sketch = {0};
    const char *missing;
    const struct format *found = NULL;
    size_t n = csv_first_rows(text.p + l->csv.bytes, text.n - l->csv.bytes, delimiter, rows, HEADER_ROWS_MAX,
                              &missing);
    if (missing)
        buf_text(&l->said, missing);
    for (size_t i = 0; i < n && !l->said.n; i++) {
        if (!cells_blank(&rows[i])) {
            table_sketch(&rows[i], delimiter, &sketch);
            found = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_CSV, &l->said);
        }
        if (found && (!named || found == named)) {
            l->csv.header = i;
            break;
        }
        found = NULL;
    }
    if (found)
        l->csv.delimiter = delimiter;
    else if (!l->csv.delimiter) {
        l->csv.delimiter = delimiter;
        l->csv.header = likely_header(rows, n);
    }
    for (size_t i = 0; i < HEADER_ROWS_MAX; i++)
        cells_free(&rows[i]);
    buf_free(&sketch);
    l->format = found;
    return found;
}

static void
look_at_csv(struct recogniser *r, struct slice text, bool pipe, const struct format *named, struct looked *l)
{
    char delimiters[4] = {',', 0, 0, 0};
    size_t n = csv_delimiters(text.p, text.n, pipe, delimiters, &l->csv.bytes);
    l->container = CONTAINER_CSV;
    if (!n && named && !(named->containers & CONTAINER_MARKDOWN))
        n = 1; /* one column */
    for (size_t i = 0; i < n; i++)
        if (look_at_rows(r, text, delimiters[i], named, l) || l->said.n)
            return;
}

static void
say_text(struct looked *l, struct slice text)
{
    struct slice line = slice_trim(text);
    const char *nl = memchr(line.p, '\n', line.n);
    if (nl)
        line = slice_trim((struct slice){line.p, (size_t)(nl - line.p)});
    if (line.n > LINE_SAID)
        line.n = text_valid_prefix((struct slice){line.p, LINE_SAID});
    buf_text(&l->said, "no format recognises it: text that begins ");
    buf_json_slice(&l->said, line);
    for (const char *p = text.p; (p = memchr(p, '\n', (size_t)(text.p + text.n - p)));) {
        p++;
        if (p < text.p + text.n && (*p == '{' || *p == '[')) {
            buf_format(&l->said, "; what may be JSON starts at byte %llu (was a log merged in?)",
                       (unsigned long long)(p - text.p) + 1);
            return;
        }
    }
    if (l->csv.delimiter && memchr(line.p, l->csv.delimiter, line.n))
        buf_text(&l->said, "; a table with columns of its own is read with -f csv");
}

static bool
look_at_markdown(struct recogniser *r, struct slice text, const struct format *named, struct looked *l)
{
    struct buf sketch = {0};
    bool tables = markdown_sketch(text.p, text.n, &sketch);
    l->container = CONTAINER_MARKDOWN;
    if (tables)
        l->format = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_MARKDOWN, &l->said);
    if (named && l->format != named)
        l->format = NULL;
    buf_free(&sketch);
    return tables;
}

void
look_at_text(struct recogniser *r, struct source *s, const struct format *named, struct looked *l)
{
    struct buf converted = {0};
    struct slice text = readable(s, &converted);
    bool tables = false;
    if (!named || (named->containers & CONTAINER_MARKDOWN))
        tables = look_at_markdown(r, text, named, l);
    if (!l->format && !l->said.n && (!named || (named->containers & CONTAINER_CSV)))
        look_at_csv(r, text, named || !tables, named, l);
    l->detected = l->format != NULL;
    if (named && (named->containers & (CONTAINER_CSV | CONTAINER_MARKDOWN))) {
        bool heading = slice_starts(text, "# ") || slice_starts(text, "## ") || slice_starts(text, "|");
        if (!l->format && (tables || heading || !l->csv.delimiter) &&
            (named->containers & CONTAINER_MARKDOWN))
            l->container = CONTAINER_MARKDOWN;
        l->format = named;
        l->said.n = 0;
    } else if (!l->format && !l->said.n) {
        say_text(l, text);
    }
    buf_free(&converted);
}

void
look_at_lines(struct recogniser *r, struct source *s, const struct format *named, struct looked *l)
{
    struct buf converted = {0}, sketch = {0};
    text_lines_sketch(readable(s, &converted), &sketch);
    const struct format *f = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_TEXT, &l->said);
    if (f && (!named || f == named)) {
        l->container = CONTAINER_TEXT;
        l->format = f;
        l->detected = true;
    }
    buf_free(&converted);
    buf_free(&sketch);
}
