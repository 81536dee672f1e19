/* Tables in Markdown (GitHub's rules): a header row and a delimiter row with as many cells. Tables inside fenced code
 * and what stands in front matter are none. Sections of fields are tables of one row (markdown_fields.h). Of the cells' markup only the text is kept. */
#ifndef SM_INGEST_MARKDOWN_H
#define SM_INGEST_MARKDOWN_H

#include "cells.h"
#include "line_reader.h"
#include "markdown_fields.h"

struct markdown {      /* zeroed but for the source and offset of lines */
    struct line_reader lines;
    char fence;        /* of the code block that is open, or 0 */
    size_t fence_length;
    bool front_matter, comment; /* inside one */
    struct markdown_fields fields;
    enum { MARKDOWN_TABLE, MARKDOWN_FIELDS, MARKDOWN_FIELDS_GIVEN } in; /* what the header given last is of */
};

enum markdown_row { MARKDOWN_HEADER, MARKDOWN_ROW, MARKDOWN_BAD_ROW, MARKDOWN_END };

/* The header of the next table, or the next row of the table whose header was given last (in_table). A row after a
 * table's last gives the next header. MARKDOWN_BAD_ROW: a line longer than FIELD_MAX. */
enum markdown_row markdown_next(struct markdown *m, bool in_table, struct cells *row);
/* Only the rows of that table: MARKDOWN_END behind its last. */
enum markdown_row markdown_next_row(struct markdown *m, struct cells *row);
void markdown_free(struct markdown *m);

/* Do the n bytes at p hold a table? Then out receives the sketch {"markdown":[[names],…]} of all. */
bool markdown_sketch(const char *p, size_t n, struct buf *out);
void markdown_sketch_one(const struct cells *header, struct buf *out); /* {"markdown":[[names]]} */

#endif
