/* CSV and its relatives (libcsv behind it): rows of a source, one after the other. */
#ifndef SM_INGEST_CSV_READER_H
#define SM_INGEST_CSV_READER_H

#include "cells.h"
#include "source.h"

struct csv_layout {
    char delimiter;
    size_t bytes;  /* of a first line `sep=;` that is no row */
    size_t header; /* rows before the one with the column names */
};

/* Delimiters that the first lines may be written with, the likeliest first; at most 4. *bytes: of a `sep=;` line, which
 * leaves one. pipe: may `|` be one. */
size_t csv_delimiters(const char *p, size_t n, bool pipe, char delimiters[4], size_t *bytes);
/* The first rows of a text; returns how many there are, at most `most`. *why: CSV can't be read at all (static text), or
 * NULL. */
size_t csv_first_rows(const char *p, size_t n, char delimiter, struct cells *rows, size_t most, const char **why);

struct csv_reader; /* owned by the caller */

enum csv_result {
    CSV_ROW,
    CSV_BAD_ROW, /* can't be used: why; the rows after it can */
    CSV_END,     /* of the text; why where it is no good one (a quote that is never closed): the last row is lost */
};

struct csv_reader *csv_open(struct source *s, const struct csv_layout *layout);
void csv_close(struct csv_reader *r);
/* Empty lines are no rows. *why: static text, or NULL. */
enum csv_result csv_next(struct csv_reader *r, struct cells *row, const char **why);
uint64_t csv_row_number(const struct csv_reader *r); /* of the row given last, from 1, the header counted */
uint64_t csv_foreign(const struct csv_reader *r);    /* bytes that are no UTF-8: the text is read as windows-1252 */

/* Calls `see` with every row after the one given last, to the end; then goes back. false: the source failed. */
bool csv_look_ahead(struct csv_reader *r, void (*see)(void *arg, const struct cells *row), void *arg);

#endif
