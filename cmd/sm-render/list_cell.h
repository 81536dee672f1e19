/* A value of a list's row as text for a spreadsheet's cell. */
#ifndef RENDER_LIST_CELL_H
#define RENDER_LIST_CELL_H

#include "json.h"

/* Replaces b by the clean text of v: numbers as written, an array's elements with blanks between, null empty.
 */
void list_cell_text(struct buf *b, json_val *v);

#endif
