/* The findings' text, put by until the other records have been read: in memory while it is little, then in a
 * file of TMPDIR that has no name. */
#ifndef DERIVE_SPOOL_H
#define DERIVE_SPOOL_H

#include "lines.h"

struct spool { /* zeroed before first use */
    struct buf waiting;
    int fd; /* valid when `spilled` */
    bool spilled, reading;
    size_t at;
    struct lines lines;
};

void spool_add(struct spool *s, struct slice line);
/* Lines in the order in which they were added; nothing may be added after the first call. A failed read is
 * exit 2. */
bool spool_next(struct spool *s, struct slice *line);
void spool_again(struct spool *s); /* the next spool_next gives the first line */
void spool_free(struct spool *s);

#endif
