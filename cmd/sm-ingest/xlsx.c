#include "xlsx.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "mem.h"
#include "xlsx_book.h"
#include "xlsx_value.h"

/* worksheet / sheetData / row r / c r s t / v | f | is / t | r / t      (is / rPh says how it is spoken) */
enum where { OTHER, ROW, CELL, VALUE, FORMULA, INLINE, SPOKEN };

struct waiting { /* a row that has been read and not been given */
    struct cells cells;
    uint64_t number;
};

struct xlsx {
    struct book book;
    struct xml_events events;
    struct book_part part;
    bool open;
    enum where stack[DEPTH_MAX];
    size_t depth;
    struct waiting *rows; /* first … n are waiting */
    size_t first, n, cap;
    uint64_t number, given, lost;
    struct buf broken; /* why the sheet can't be read any further, behind the rows that wait */
    /* the cell at hand */
    struct buf text;
    size_t column, style;
    char type; /* of `t`: its first letter, S for `str`; 0: a number */
    bool formula, value;
};

bool
xlsx_sniff(const struct archive *a)
{
    return archive_has(a, "xl/workbook.xml");
}

static bool
is_inside(const struct xlsx *x, enum where w)
{
    return x->depth && x->stack[x->depth - 1] == w;
}

/* C7 → 2; what is no reference: the next column. */
static size_t
column_of(const char *reference, size_t next)
{
    size_t n = 0;
    for (; reference && isupper((unsigned char)*reference) && n < COLUMNS_MAX; reference++)
        n = n * 26 + (size_t)(*reference - 'A' + 1);
    return n ? n - 1 : next;
}

static void
start_row(struct xlsx *x, struct xml *xml, const char **attributes)
{
    const char *r = book_attribute(attributes, "r");
    uint64_t number = r ? strtoull(r, NULL, 10) : 0;
    x->number = number ? number : x->number + 1;
    if (x->number > XLSX_ROWS_MAX || x->n > XLSX_ROWS_MAX) {
        xml_stop(xml, "more rows than a sheet can have");
        return;
    }
    size_t before = x->cap;
    x->rows = xgrow(x->rows, &x->cap, x->n + 1, sizeof *x->rows);
    if (x->cap > before)
        memset(x->rows + before, 0, (x->cap - before) * sizeof *x->rows);
    cells_clear(&x->rows[x->n].cells);
    x->rows[x->n].number = x->number;
}

static void
start_cell(struct xlsx *x, struct xml *xml, const char **attributes)
{
    const char *s = book_attribute(attributes, "s"), *t = book_attribute(attributes, "t");
    x->column = column_of(book_attribute(attributes, "r"), x->rows[x->n].cells.n);
    x->style = s ? strtoul(s, NULL, 10) : 0;
    x->type = !t || strcmp(t, "n") == 0 ? 0 : strcmp(t, "str") == 0 ? 'S' : *t;
    x->formula = x->value = false;
    x->text.n = 0;
    if (x->column >= COLUMNS_MAX || x->column < x->rows[x->n].cells.n)
        xml_stop(xml, "cells in no order, or beyond the columns that a sheet can have");
}

static void
start(void *arg, struct xml *xml, const char *name, const char **attributes)
{
    struct xlsx *x = arg;
    enum where w = OTHER;
    name = xml_local(name);
    if (x->depth == DEPTH_MAX) {
        xml_stop(xml, "nested deeper than 200 levels");
        return;
    }
    if (x->depth == 2 && strcmp(name, "row") == 0) {
        w = ROW;
        start_row(x, xml, attributes);
    } else if (is_inside(x, ROW) && strcmp(name, "c") == 0) {
        w = CELL;
        start_cell(x, xml, attributes);
    } else if (is_inside(x, CELL)) {
        w = strcmp(name, "v") == 0    ? VALUE
            : strcmp(name, "f") == 0  ? FORMULA
            : strcmp(name, "is") == 0 ? INLINE
                                      : OTHER;
        x->formula |= w == FORMULA;
        x->value |= w == VALUE || w == INLINE;
    } else if (is_inside(x, INLINE)) {
        w = strcmp(name, "rPh") == 0 ? SPOKEN : INLINE;
    } else if (is_inside(x, SPOKEN)) {
        w = SPOKEN;
    }
    x->stack[x->depth++] = w;
}

static void
text(void *arg, struct xml *xml, const char *p, size_t n)
{
    struct xlsx *x = arg;
    if (!is_inside(x, VALUE) && !is_inside(x, INLINE))
        return;
    if (x->text.n + n > FIELD_MAX)
        xml_stop(xml, "a cell longer than 1 MiB");
    else
        buf_add(&x->text, p, n);
}

/* A number as it is shown. */
static void
show_number(struct xlsx *x)
{
    const char *s = buf_string(&x->text);
    char *end;
    double v = strtod(s, &end);
    if (end == s || *end || !(v > -1e300 && v < 1e300))
        return;
    struct buf shown = {0};
    bool date = x->style < x->book.n_dates && x->book.dates[x->style];
    if (!date || !xlsx_add_date(&shown, v, x->book.from_1904))
        xlsx_add_number(&shown, v);
    x->text.n = 0;
    buf_slice(&x->text, buf_as_slice(&shown));
    buf_free(&shown);
}

static void
end_cell(struct xlsx *x, struct xml *xml)
{
    struct cells *row = &x->rows[x->n].cells;
    if (x->type == 's') {
        size_t number = strtoul(buf_string(&x->text), NULL, 10);
        x->text.n = 0;
        if (!book_string(&x->book, number, &x->text))
            xml_stop(xml, "a string that the workbook does not have");
    } else if (x->type == 'b') {
        bool yes = slice_is(buf_as_slice(&x->text), "1");
        x->text.n = 0;
        buf_text(&x->text, yes ? "true" : "false");
    } else if (x->type == 'e') {
        x->text.n = 0;
        x->lost++;
    } else if (!x->type && x->text.n) {
        show_number(x);
    }
    x->lost += x->formula && !x->value;
    if (!x->text.n)
        return;
    while (row->n < x->column)
        cells_add(row, "", 0);
    cells_add(row, x->text.p, x->text.n);
}

static void
end(void *arg, struct xml *xml)
{
    struct xlsx *x = arg;
    enum where w = x->stack[--x->depth];
    if (w == CELL)
        end_cell(x, xml);
    else if (w == ROW && x->rows[x->n].cells.n)
        x->n++;
}

struct xlsx *
xlsx_open(struct archive *a, struct buf *why)
{
    struct xlsx *x = xcalloc(1, sizeof *x);
    x->events = (struct xml_events){start, text, end, x};
    if (book_open(&x->book, a, why))
        return x;
    free(x);
    return NULL;
}

static void
close_sheet(struct xlsx *x)
{
    if (x->open)
        book_part_close(&x->part);
    x->open = false;
}

void
xlsx_close(struct xlsx *x)
{
    if (!x)
        return;
    close_sheet(x);
    book_close(&x->book);
    for (size_t i = 0; i < x->cap; i++)
        cells_free(&x->rows[i].cells);
    free(x->rows);
    buf_free(&x->text);
    buf_free(&x->broken);
    free(x);
}

const char *
xlsx_sheet(const struct xlsx *x, size_t i, bool *hidden)
{
    if (i >= x->book.n_sheets)
        return NULL;
    *hidden = x->book.sheets[i].hidden;
    return x->book.sheets[i].name;
}

bool
xlsx_select(struct xlsx *x, size_t i, struct buf *why)
{
    const struct book_sheet *s = &x->book.sheets[i];
    close_sheet(x);
    x->depth = x->first = x->n = x->broken.n = 0;
    x->number = x->given = x->lost = 0;
    if (!s->part) {
        buf_format(why, "the sheet %s is nowhere in it", s->name);
        return false;
    }
    return x->open = book_part_open(&x->part, x->book.archive, s->part, &x->events, why);
}

bool
xlsx_next(struct xlsx *x, struct cells *row, struct buf *why)
{
    while (x->first == x->n) {
        if (!x->open || x->part.end || x->broken.n) {
            buf_slice(why, buf_as_slice(&x->broken));
            return false;
        }
        if (x->n) { /* the row being read moves to the front */
            struct waiting w = x->rows[0];
            x->rows[0] = x->rows[x->n < x->cap ? x->n : 0];
            if (x->n < x->cap)
                x->rows[x->n] = w;
            x->first = x->n = 0;
        }
        book_part_read(&x->part, &x->broken);
    }
    struct waiting *w = &x->rows[x->first++];
    struct cells given = *row;
    *row = w->cells;
    w->cells = given;
    x->given = w->number;
    return true;
}

uint64_t
xlsx_row_number(const struct xlsx *x)
{
    return x->given;
}

uint64_t
xlsx_lost(const struct xlsx *x)
{
    return x->lost;
}
