/* An Excel workbook (libxlsxwriter behind it), row by row: rows are on disk as soon as the next one begins.
 * Text is always text, never a formula; it is an inline string. The same calls give the same bytes. */
#ifndef RENDER_BOOK_H
#define RENDER_BOOK_H

#include "output.h"

#define BOOK_ROWS_MAX 1048576 /* of a sheet, header included */
#define BOOK_TEXT_MAX 32767   /* UTF-16 units of a cell; longer text is cut with "… [+N]" */
#define BOOK_NAME_MAX 31      /* characters of a sheet's name */

enum cell_style {
    CELL_TEXT,
    CELL_HEAD,
    CELL_PROSE,
    CELL_COUNT,
    CELL_EXACT,
    CELL_SHARE,
    CELL_DAYS,
    CELL_DATE,
    CELL_STYLES
};

struct book;

/* created: seconds, what the file says of its making. A temporary file that can't be made is exit 2. */
struct book *book_open(struct slice title, int64_t created);
void book_sheet(struct book *w, struct slice name); /* the next sheet; the name is made legal and unique */
void book_head(struct book *w, struct slice name, double width); /* a column's header, in the first row */
void book_row(struct book *w);                                   /* the next row */
bool book_full(const struct book *w);                            /* the sheet has no more rows */
void book_text(struct book *w, struct slice text, enum cell_style style); /* a cell; absent: empty */
void book_number(struct book *w, double v, enum cell_style style);
void book_time(struct book *w, int64_t seconds); /* a date; before March 1900 or after 9999: empty */
bool book_has_time(int64_t seconds);             /* is it a date of a workbook */
void book_table(struct book *w,
                size_t columns);       /* the sheet is a table: frozen header and columns, filter, print */
size_t book_cut(const struct book *w); /* texts cut so far */
void book_close(struct book *w, struct output *out); /* the file goes to out; w is gone */

#endif
