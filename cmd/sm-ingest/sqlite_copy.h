/* Is a database file at rest, and a copy of it where it is not quite. */
#ifndef SM_INGEST_SQLITE_COPY_H
#define SM_INGEST_SQLITE_COPY_H

#include "buf.h"

struct sqlite_copy {   /* zeroed before first use */
    struct buf folder; /* NUL-ended; empty: there is no copy */
    struct buf file;   /* … and the file in it */
};

/* Refuses a file that somebody writes to. One whose newest rows stand in a write-ahead log is copied together
 * with the log. false: why. */
bool sqlite_copy_make(struct sqlite_copy *c, const char *path, struct buf *why);
bool sqlite_copy_file(struct sqlite_copy *c, int fd, struct buf *why); /* … of what an open file holds */
void sqlite_copy_remove(struct sqlite_copy *c);

#endif
