/* Rows of CSV that need no state machine, found by vectors; all others are libcsv's. Both read them the same.
 *     row  = cell { delimiter cell } ( CR | LF )
 *     cell = '"' { any byte but '"' | '""' } '"' | text without '"', delimiter, CR and LF, and without a blank or tab
 *            at its ends */
#ifndef SM_INGEST_CSV_PLAIN_H
#define SM_INGEST_CSV_PLAIN_H

#include <stdbool.h>
#include <stddef.h>

bool csv_plain_delimiter(char c); /* rows with that delimiter can be read so */

/* The whole rows at the start of a text that are of that kind go to `cell` and `row`, as libcsv would call them. Returns
 * how many bytes they have, with empty lines between them. */
size_t csv_plain_rows(const char *p, size_t n, char delimiter, void (*cell)(void *p, size_t n, void *arg),
                      void (*row)(int c, void *arg), void *arg);

#endif
