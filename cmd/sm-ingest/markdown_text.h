/* The cells of a row of a Markdown table, as text: emphasis and code marks dropped, of links the text (the
 * address where there is none), `<br>` as a newline, entities as the characters they stand for. Always valid
 * UTF-8. Addresses (http, https) of links that have a text go to the row's links. */
#ifndef SM_INGEST_MARKDOWN_TEXT_H
#define SM_INGEST_MARKDOWN_TEXT_H

#include "cells.h"

/* Appended, trimmed; links: as in struct cells, NULL: not wanted. */
void markdown_plain(struct slice marked, struct buf *out, struct buf *links);
void markdown_cells(struct slice line, struct cells *row);

#endif
