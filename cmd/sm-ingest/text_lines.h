/* Plain text of which each line is an entry: {"text": the trimmed line, "above": the comment lines right
 * above it, or null}. Blank lines and lines that start with `#` are no entries. */
#ifndef SM_INGEST_TEXT_LINES_H
#define SM_INGEST_TEXT_LINES_H

#include "emit.h"
#include "source.h"

void text_lines_read(struct source *s, struct emit *e, const struct format *f);
void text_lines_sketch(struct slice text,
                       struct buf *out); /* {"lines":[the first five that are no comments]} */

#endif
