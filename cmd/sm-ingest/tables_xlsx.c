#include "tables_xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "rows.h"
#include "xlsx.h"

/* Looks for the header among the first rows of a sheet. */
static bool
find_header(struct recogniser *r, struct xlsx *x, size_t sheet, const struct format *named, struct looked *l)
{
    struct cells row = {0};
    struct buf sketch = {0};
    const struct format *f = NULL;
    bool good = xlsx_select(x, sheet, &l->said);
    for (size_t i = 0; good && !f && !l->said.n && i < HEADER_ROWS_MAX && xlsx_next(x, &row, &l->said); i++) {
        table_sketch(&row, 0, &sketch);
        f = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_XLSX, &l->said);
        if (named && f != named)
            f = NULL;
        l->csv.header = i;
    }
    l->format = f;
    l->detected = f != NULL;
    cells_free(&row);
    buf_free(&sketch);
    return f;
}

static void
say_sheets(const struct xlsx *x, const struct table_choice *choice, struct buf *said)
{
    bool hidden, any = false;
    const char *name;
    if (choice->sheet)
        buf_format(said, "a workbook without a sheet %s that a format recognises; it has", choice->sheet);
    else
        buf_text(said, "a workbook, and no format recognises a sheet of it:");
    for (size_t i = 0; i < 10 && (name = xlsx_sheet(x, i, &hidden)); i++) {
        buf_format(said, "%s %s%s", any ? "," : "", name, hidden ? " (hidden)" : "");
        any = true;
    }
}

void
tables_look_xlsx(struct recogniser *r, struct archive *a, const struct table_choice *choice,
                 const struct format *named, struct looked *l)
{
    struct xlsx *x = xlsx_open(a, &l->said);
    const char *name;
    bool hidden;
    l->container = CONTAINER_XLSX;
    if (!x)
        return;
    for (size_t i = 0; !l->format && !l->said.n && (name = xlsx_sheet(x, i, &hidden)); i++) {
        if (choice->sheet ? strcmp(name, choice->sheet) != 0 : hidden)
            continue;
        if (find_header(r, x, i, named, l))
            l->table = xstrdup(name);
    }
    if (!l->format && !l->said.n)
        say_sheets(x, choice, &l->said);
    xlsx_close(x);
}

static bool
select_named(struct xlsx *x, const char *sheet, struct buf *why)
{
    const char *name;
    bool hidden;
    size_t i = 0;
    while ((name = xlsx_sheet(x, i, &hidden)) && strcmp(name, sheet) != 0)
        i++;
    return name && xlsx_select(x, i, why);
}

struct reading {
    struct archive *archive;
    const struct looked *looked;
};

/* All rows behind the header, by a reader of their own. */
static bool
xlsx_ahead(void *reader, struct rows *t)
{
    const struct reading *q = reader;
    struct buf why = {0};
    struct cells row = {0};
    struct xlsx *x = xlsx_open(q->archive, &why);
    bool good = x && select_named(x, q->looked->table, &why);
    for (size_t i = 0; good && xlsx_next(x, &row, &why); i++)
        if (i > q->looked->csv.header)
            rows_learn(t, &row);
    xlsx_close(x);
    cells_free(&row);
    buf_free(&why);
    return true; /* what goes wrong shows when the rows are written */
}

/* Cells without a value are missing at the end of a row, too. */
static void
pad(struct cells *row, size_t columns)
{
    while (row->n < columns)
        cells_add(row, "", 0);
}

static void
write_row(struct rows *t, const struct cells *row, struct reading *q)
{
    if (cells_blank(row))
        emit_skip(t->e, "not_an_entry");
    else if (table_is_header(&t->table, row))
        emit_skip(t->e, "repeated_header");
    else if (rows_settle(t, row, xlsx_ahead, q))
        rows_write(t, row);
}

void
tables_read_xlsx(struct archive *a, struct emit *e, const struct looked *l, const struct table_choice *choice)
{
    struct buf why = {0};
    struct cells row = {0};
    struct rows t = {0};
    struct reading q = {a, l};
    struct xlsx *x = xlsx_open(a, &why);
    rows_begin(&t, e, l->format, choice->dates);
    bool good = x && select_named(x, l->table, &why);
    for (size_t i = 0; good && xlsx_next(x, &row, &why); i++) {
        if (i < l->csv.header) {
            table_contexts_above(&t.contexts, &row);
        } else if (i == l->csv.header) {
            rows_header(&t, &row);
        } else {
            pad(&row, t.table.n);
            write_row(&t, &row, &q);
        }
        stage_progress(e->stage, e->stage->tally.bytes, e->entry);
    }
    if (why.n)
        emit_reject(e, 0, SLICE(""), "sheet %s: row %llu: %s", l->table,
                    (unsigned long long)(x ? xlsx_row_number(x) + 1 : 1), buf_string(&why));
    if (x && xlsx_lost(x))
        stage_note(e->stage,
                   "%s: cells that are empty, for an error value or a formula without a value: %llu",
                   e->place, (unsigned long long)xlsx_lost(x));
    rows_end(&t, !why.n);
    xlsx_close(x);
    cells_free(&row);
    buf_free(&why);
}
