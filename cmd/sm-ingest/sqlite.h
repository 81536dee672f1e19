/* SQLite databases (libsqlite3 behind it): a table, a view or a query as rows of cells.
 *
 * A file is only read: immutable, without extensions, and every statement is vetted, so that only SELECT
 * remains. One with a write-ahead log beside it is copied, log and all, to TMPDIR and read there. NULL is
 * null, numbers are numbers, text is text; a blob is its base64. Integers of more than 15 digits are text:
 * they are ids. */
#ifndef SM_INGEST_SQLITE_H
#define SM_INGEST_SQLITE_H

#include "cells.h"

struct sqlite; /* owned by the caller */

/* The database at a path; or, without one, what an open file holds, by a copy. NULL: why receives the reason.
 */
struct sqlite *sqlite_open(const char *path, int fd, struct buf *why);
void sqlite_close(struct sqlite *d);

/* The name of table or view number i, in order of name; NULL: there are no more. */
const char *sqlite_table(const struct sqlite *d, size_t i);

/* Starts reading: a query, or else all of a table. Reading again starts anew. false: why. */
bool sqlite_select(struct sqlite *d, const char *table, const char *query, struct buf *why);
void sqlite_header(struct sqlite *d, struct cells *header);

enum sqlite_result { SQLITE_GOT_ROW, SQLITE_BAD_ROW, SQLITE_END };
/* The next row. BAD_ROW: it can't be used. END: of the rows; with why where they break off. */
enum sqlite_result sqlite_next(struct sqlite *d, struct cells *row, struct buf *why);

#endif
