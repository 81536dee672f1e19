/* Excel workbooks (.xlsx): the rows of a sheet as text cells, as a spreadsheet program shows them.
 *
 * Dates are 2026-03-04, truth values true and false, numbers have at most 15 digits. A formula has the value
 * that was saved with it; one that was never computed, and an error value, are empty and counted. Of merged
 * cells the first has the value. Rows are read one after the other; strings that cells share lie in a file
 * under TMPDIR. */
#ifndef SM_INGEST_XLSX_H
#define SM_INGEST_XLSX_H

#include "archive.h"
#include "cells.h"

struct xlsx; /* owned by the caller */

bool xlsx_sniff(const struct archive *a);
/* NULL: why. The archive must outlive it. */
struct xlsx *xlsx_open(struct archive *a, struct buf *why);
void xlsx_close(struct xlsx *x); /* NULL: nothing */

const char *xlsx_sheet(const struct xlsx *x, size_t i,
                       bool *hidden); /* the name of sheet i; NULL: there are no more */
bool xlsx_select(struct xlsx *x, size_t i, struct buf *why); /* starts reading it, anew if need be */
/* The next row that has a cell with a value. false: there is none; with why where the sheet is broken. */
bool xlsx_next(struct xlsx *x, struct cells *row, struct buf *why);
uint64_t xlsx_row_number(const struct xlsx *x); /* of the row given last, as the program shows it */
uint64_t xlsx_lost(const struct xlsx *x); /* cells so far with an error value, or a formula without a value */

#endif
