/* Lines of a source's text. */
#ifndef SM_INGEST_LINE_READER_H
#define SM_INGEST_LINE_READER_H

#include "source.h"

struct line_reader { /* zeroed but for source and offset; a copy reads on from the same place */
    struct source *source;
    uint64_t offset; /* of the next line */
    uint64_t number; /* of the line given last, from 1 */
    bool passing;    /* over a line that is too long */
};

/* The next line, without its end: valid until the next. 1; 0 at the end of the text; -1: longer than
 * FIELD_MAX, passed over. */
int line_next(struct line_reader *r, struct slice *line);

#endif
