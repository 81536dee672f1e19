/* The text of records, in an unlinked file in TMPDIR: memory holds only where each one is. */
#ifndef DEDUP_SPOOL_H
#define DEDUP_SPOOL_H

#include "buf.h"

struct spool {
    int fd;
    struct buf waiting; /* written last */
    uint64_t written;   /* bytes in the file */
};

/* A failed open, write or read is exit 2 with a message. */
void spool_open(struct spool *s);
uint64_t spool_add(struct spool *s, struct slice text);                       /* its offset */
void spool_read(struct spool *s, uint64_t offset, size_t n, struct buf *out); /* replaces the bytes of out */
void spool_close(struct spool *s);

#endif
