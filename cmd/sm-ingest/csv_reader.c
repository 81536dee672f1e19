#include "csv_reader.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "csv_plain.h"
#include "library.h"
#include "limits.h"
#include "mem.h"

#define SYMBOLS(each)                                                                                        \
    each(csv_init) each(csv_set_delim) each(csv_get_delim) each(csv_set_blk_size) each(csv_set_realloc_func) \
        each(csv_parse) each(csv_fini) each(csv_free)
LIBRARY(lib, "libcsv is needed to read CSV", SYMBOLS, "libcsv.so.3", "libcsv.so", "libcsv.dylib")

#define CSV_BLOCK (64u << 10)      /* fed to the parser at once */
#define CSV_MEMORY (2 * FIELD_MAX) /* of the parser, for one cell */
#define BETWEEN_ROWS 0             /* libcsv's state: no cell of a row has begun */
#define IN_FIELD 2                 /* libcsv's state: inside a field; with `quoted`, its quote is open */

enum encoding { ENCODING_ASCII, ENCODING_UTF8, ENCODING_WINDOWS_1252 }; /* ASCII: so far */

struct row {
    size_t cell, cells; /* in ends */
    const char *bad;
};

struct csv_reader {
    struct source *s;
    struct csv_parser parser;
    uint64_t offset; /* of the text not fed yet */
    enum encoding encoding;
    uint64_t foreign, number;
    bool ended;
    const char *why; /* of the end */
    /* rows parsed and not given yet */
    struct buf text, converted;
    size_t *ends, n_ends, cap_ends;
    struct row *rows, open;
    size_t at, n, cap;
};

static void *
bounded(void *p, size_t n)
{
    return n > CSV_MEMORY ? NULL : realloc(p, n);
}

static void
on_cell(void *p, size_t n, void *arg)
{
    struct csv_reader *r = arg;
    if (n > FIELD_MAX)
        r->open.bad = "a cell longer than 1 MiB";
    else if (r->open.cells == COLUMNS_MAX)
        r->open.bad = "more than 16384 columns";
    else if (r->text.n > LINE_MAX_BYTES)
        r->open.bad = "longer than 64 MiB";
    if (r->open.bad)
        return;
    buf_add(&r->text, p, n);
    r->ends = xgrow(r->ends, &r->cap_ends, r->n_ends + 1, sizeof *r->ends);
    r->ends[r->n_ends++] = r->text.n;
    r->open.cells++;
}

static void
on_row(int c, void *arg)
{
    struct csv_reader *r = arg;
    (void)c;
    r->rows = xgrow(r->rows, &r->cap, r->n + 1, sizeof *r->rows);
    r->rows[r->n++] = r->open;
    r->open = (struct row){.cell = r->n_ends};
}

static void
start_parser(struct csv_parser *p, char delimiter)
{
    lib.csv_init(p, 0);
    lib.csv_set_delim(p, (unsigned char)delimiter);
    lib.csv_set_blk_size(p, CSV_BLOCK);
    lib.csv_set_realloc_func(p, bounded);
}

struct csv_reader *
csv_open(struct source *s, const struct csv_layout *layout)
{
    struct csv_reader *r = xcalloc(1, sizeof *r);
    r->s = s;
    r->offset = s->base + layout->bytes;
    r->ended = !lib_load(&r->why);
    if (!r->ended)
        start_parser(&r->parser, layout->delimiter);
    return r;
}

static void
free_rows(struct csv_reader *r)
{
    buf_free(&r->text);
    buf_free(&r->converted);
    free(r->ends);
    free(r->rows);
}

void
csv_close(struct csv_reader *r)
{
    if (r->parser.blk_size) /* it was started */
        lib.csv_free(&r->parser);
    free_rows(r);
    free(r);
}

uint64_t
csv_row_number(const struct csv_reader *r)
{
    return r->number;
}

uint64_t
csv_foreign(const struct csv_reader *r)
{
    return r->foreign;
}

/* Bytes of the source from r->offset on; empty at its end. */
static struct slice
window(struct csv_reader *r)
{
    struct source *s = r->s;
    while (r->offset >= s->base + s->n)
        if (!source_fill(s, r->offset))
            return (struct slice){"", 0};
    size_t from = (size_t)(r->offset - s->base), n = s->n - from;
    return (struct slice){s->p + from, n < CSV_BLOCK ? n : CSV_BLOCK};
}

/* The first byte that is no ASCII has come: is all that follows UTF-8? */
static bool
settle_encoding(struct csv_reader *r)
{
    struct source *s = r->s;
    r->encoding = ENCODING_UTF8;
    if (s->utf16)
        return true;
    source_hold(s, r->offset);
    while (source_fill(s, s->base + s->n))
        ;
    if (s->bad) {
        r->encoding = ENCODING_WINDOWS_1252;
        r->foreign = s->bad;
    }
    bool good = !s->failed && source_seek(s, r->offset);
    source_release(s);
    return good;
}

/* The parser took less than it was given: a cell has outgrown its memory. */
static void
overflow(struct csv_reader *r)
{
    if (r->parser.quoted) {
        r->ended = true;
        r->why = "a quote is never closed, or a cell is longer than 2 MiB";
        return;
    }
    r->open.bad = "a cell longer than 1 MiB";
    on_row(0, r);
    char delimiter = (char)lib.csv_get_delim(&r->parser);
    lib.csv_free(&r->parser);
    start_parser(&r->parser, delimiter);
    for (;;) { /* to the end of the line */
        struct slice w = window(r);
        const char *nl = memchr(w.p, '\n', w.n);
        r->offset += nl ? (size_t)(nl + 1 - w.p) : w.n;
        if (nl || !w.n)
            return;
    }
}

/* The quote that closes the last cell of a file stands twice: it is taken for one, where the cell is in that
 * line. */
static bool
close_doubled(struct csv_parser *p)
{
    const char *text = (const char *)p->entry_buf;
    size_t n = p->entry_pos;
    while (n && (text[n - 1] == '\n' || text[n - 1] == '\r'))
        n--;
    if (!n || text[n - 1] != '"' || memchr(text, '\n', n))
        return false;
    p->entry_pos = n - 1;
    return true;
}

static void
end(struct csv_reader *r)
{
    r->ended = true;
    r->why = r->s->broken;
    if (r->parser.pstate == IN_FIELD && r->parser.quoted && !close_doubled(&r->parser))
        r->why = "a quote is never closed";
    if (r->why)
        lib.csv_fini(&r->parser, NULL, NULL, r);
    else
        lib.csv_fini(&r->parser, on_cell, on_row, r);
}

/* Lets libcsv read what is given. false: a cell has outgrown it. *taken: how far it came. */
static bool
parse_some(struct csv_reader *r, struct slice given, size_t *taken)
{
    *taken = lib.csv_parse(&r->parser, given.p, given.n, on_cell, on_row, r);
    return *taken == given.n;
}

/* Plain rows by vectors; where one is not plain, libcsv reads on to the end of a line between rows. */
static bool
parse_quick(struct csv_reader *r, struct slice w, size_t *taken)
{
    char delimiter = (char)lib.csv_get_delim(&r->parser);
    size_t at = 0, n;
    bool good = true;
    while (good && at < w.n) {
        if (r->parser.pstate == BETWEEN_ROWS && csv_plain_delimiter(delimiter))
            at += csv_plain_rows(w.p + at, w.n - at, delimiter, on_cell, on_row, r);
        const char *nl = memchr(w.p + at, '\n', w.n - at);
        size_t line = nl ? (size_t)(nl + 1 - w.p) - at : w.n - at;
        good = parse_some(r, (struct slice){w.p + at, line}, &n);
        at += n;
    }
    *taken = at;
    return good;
}

static void
feed(struct csv_reader *r, struct slice w)
{
    size_t taken;
    bool good;
    if (r->encoding == ENCODING_WINDOWS_1252) {
        r->converted.n = 0;
        decode_windows_1252(&r->converted, w.p, w.n);
        good = parse_some(r, buf_as_slice(&r->converted), &taken);
    } else {
        good = parse_quick(r, w, &taken);
    }
    r->offset += good || taken > w.n ? w.n : taken;
    if (!good)
        overflow(r);
}

/* The cells of the row that is not whole yet become the only ones of `to` (r itself, or another reader). */
static void
take_open_row(const struct csv_reader *r, struct csv_reader *to)
{
    size_t from = r->open.cell, first = from ? r->ends[from - 1] : 0, n = r->text.n - first;
    if (to != r) {
        buf_add(&to->text, r->text.p + first, n);
        to->ends = xgrow(to->ends, &to->cap_ends, r->open.cells, sizeof *to->ends);
    } else if (n) {
        memmove(to->text.p, r->text.p + first, n);
    }
    for (size_t i = 0; i < r->open.cells; i++)
        to->ends[i] = r->ends[from + i] - first;
    to->open = (struct row){0, r->open.cells, r->open.bad};
    to->text.n = n;
    to->n_ends = to->open.cells;
    to->at = to->n = 0;
}

/* Parses on until a row is there. */
static void
parse(struct csv_reader *r)
{
    if (r->open.cells)
        take_open_row(r, r);
    else
        buf_reset(&r->text);
    r->n_ends = r->open.cells;
    r->open.cell = 0;
    r->at = r->n = 0;
    while (!r->n && !r->ended) {
        struct slice w = window(r);
        if (w.n && r->encoding == ENCODING_ASCII && decode_ascii(w.p, w.n) < w.n) {
            if (!settle_encoding(r))
                return;
            w = window(r);
        }
        if (w.n)
            feed(r, w);
        else
            end(r);
    }
}

static void
copy_row(const struct csv_reader *r, size_t i, struct cells *row)
{
    const struct row *from = &r->rows[i];
    cells_clear(row);
    for (size_t k = from->cell; k < from->cell + from->cells; k++) {
        size_t start = k ? r->ends[k - 1] : 0, n = r->ends[k] - start;
        const char *p = r->text.p ? r->text.p + start : "";
        bool guarded =
            n > 1 && *p == '\'' && strchr("=+-@", p[1]); /* against spreadsheets, by the exporter */
        cells_add(row, p + guarded, n - guarded);
    }
}

enum csv_result
csv_next(struct csv_reader *r, struct cells *row, const char **why)
{
    if (r->at == r->n && !r->ended)
        parse(r);
    *why = r->why;
    if (r->at == r->n)
        return CSV_END;
    r->number++;
    copy_row(r, r->at, row);
    *why = r->rows[r->at].bad;
    return r->rows[r->at++].bad ? CSV_BAD_ROW : CSV_ROW;
}

/* A second reader goes on from where this one's parser stands. */
bool
csv_look_ahead(struct csv_reader *r, void (*see)(void *arg, const struct cells *row), void *arg)
{
    struct csv_reader ahead = {.s = r->s, .offset = r->offset, .encoding = ENCODING_UTF8, .ended = r->ended};
    struct cells row = {0};
    const char *why;
    for (size_t i = r->at; i < r->n; i++) {
        copy_row(r, i, &row);
        see(arg, &row);
    }
    ahead.parser = r->parser;
    ahead.parser.entry_buf = NULL;
    if (r->parser.entry_size) {
        ahead.parser.entry_buf = xmalloc(r->parser.entry_size);
        memcpy(ahead.parser.entry_buf, r->parser.entry_buf, r->parser.entry_pos);
    }
    take_open_row(r, &ahead);
    source_hold(r->s, r->offset);
    while (csv_next(&ahead, &row, &why) != CSV_END)
        see(arg, &row);
    bool good = !r->s->failed && source_seek(r->s, r->offset);
    source_release(r->s);
    lib.csv_free(&ahead.parser);
    free_rows(&ahead);
    cells_free(&row);
    return good;
}

struct first_rows {
    struct cells *rows;
    size_t n, most;
};

static void
first_cell(void *p, size_t n, void *arg)
{
    struct first_rows *f = arg;
    if (f->n < f->most && f->rows[f->n].n < COLUMNS_MAX)
        cells_add(&f->rows[f->n], p, n);
}

static void
first_row(int c, void *arg)
{
    struct first_rows *f = arg;
    (void)c;
    f->n += f->n < f->most;
}

size_t
csv_first_rows(const char *p, size_t n, char delimiter, struct cells *rows, size_t most, const char **why)
{
    struct csv_parser parser;
    struct first_rows f = {rows, 0, most};
    *why = NULL;
    if (!lib_load(why))
        return 0;
    start_parser(&parser, delimiter);
    for (size_t i = 0; i < n && f.n < most; i += 1024) {
        size_t k = n - i < 1024 ? n - i : 1024;
        if (lib.csv_parse(&parser, p + i, k, first_cell, first_row, &f) < k)
            break;
    }
    lib.csv_fini(&parser, first_cell, first_row, &f);
    lib.csv_free(&parser);
    return f.n;
}

static size_t
count_outside_quotes(const char *p, size_t n, char delimiter)
{
    size_t count = 0;
    bool quoted = false;
    for (size_t i = 0; i < n; i++) {
        quoted ^= p[i] == '"';
        count += !quoted && p[i] == delimiter;
    }
    return count;
}

size_t
csv_delimiters(const char *p, size_t n, bool pipe, char delimiters[4], size_t *bytes)
{
    const char all[] = {',', ';', '\t', '|'};
    size_t counts[4], found = 0;
    *bytes = 0;
    if (n >= 6 && memcmp(p, "sep=", 4) == 0 && (p[5] == '\n' || (p[5] == '\r' && n > 6 && p[6] == '\n'))) {
        *bytes = p[5] == '\n' ? 6 : 7;
        delimiters[0] = p[4];
        return 1;
    }
    for (size_t i = 0; i < (pipe ? 4 : 3); i++) {
        size_t count = count_outside_quotes(p, n < 4096 ? n : 4096, all[i]), at = found;
        if (!count)
            continue;
        while (at && counts[at - 1] < count) {
            counts[at] = counts[at - 1];
            delimiters[at] = delimiters[at - 1];
            at--;
        }
        counts[at] = count;
        delimiters[at] = all[i];
        found++;
    }
    return found;
}
