/* The findings' text, put by until the other records have been read: in memory while it is little, then in a
 * file of TMPDIR that has no name. */
#ifndef DERIVE_SPOOL_H
#define DERIVE_SPOOL_H

#include "lines.h"
#include "thin.h"

struct spool { /* zeroed before first use */
    struct buf waiting;
    int fd; /* valid when `spilled` */
    bool spilled, reading;
    int error; /* of the first write that failed: what is added from then on is lost. 0: none */
    size_t at;
    struct lines lines;
};

void spool_open(struct spool *s); /* the file, where there is none: before another thread adds lines */
/* form: what is left of it in that form (thin.h) is added instead; 0: the line as it is. */
void spool_add(struct spool *s, struct slice line, uint32_t form, const struct stencil_line *holes);
void spool_check(const struct spool *s); /* a failed write is exit 2: not said before */
/* Lines in the order in which they were added; nothing may be added after the first call. A failed read is
 * exit 2. */
bool spool_next(struct spool *s, struct slice *line);
void spool_again(struct spool *s); /* the next spool_next gives the first line */
void spool_free(struct spool *s);

#endif
