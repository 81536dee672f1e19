/* The text of records, in an unlinked file in TMPDIR: memory holds only where each one is. */
#ifndef DEDUP_SPOOL_H
#define DEDUP_SPOOL_H

#include "buf.h"

struct spool {
    int fd;
    struct buf waiting; /* written last */
    uint64_t written;   /* bytes in the file */
    const char *map;    /* all of them, or NULL */
};

/* A failed open, write or read is exit 2 with a message. */
void spool_open(struct spool *s);
uint64_t spool_size(const struct spool *s);             /* bytes of all texts */
uint64_t spool_add(struct spool *s, struct slice text); /* its offset */
void spool_append(struct spool *s, uint64_t offset, size_t n, struct buf *out);
void spool_read(struct spool *s, uint64_t offset, size_t n, struct buf *out); /* replaces the bytes of out */
/* Maps the whole text, if it is no more than so many bytes; nothing is added afterwards. */
void spool_map(struct spool *s, size_t most);
/* The same bytes as spool_read gives: where they are mapped, else read into b. Valid until b changes. */
struct slice spool_view(struct spool *s, uint64_t offset, size_t n, struct buf *b);
void spool_close(struct spool *s);

#endif
