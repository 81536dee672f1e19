/* Bytes of a stream kept for a second reading, in a file under TMPDIR that is unlinked at once. */
#ifndef SM_INGEST_SPOOL_H
#define SM_INGEST_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct spool {       /* .fd = -1 before first use */
    int fd;
    uint64_t from, to; /* offsets in the stream of what is kept */
};

/* Appends bytes that stand at offset `at` of the stream: the end of what is kept, or anywhere when nothing is.
 * false: errno. */
bool spool_put(struct spool *s, uint64_t at, const char *p, size_t n);
ssize_t spool_get(struct spool *s, uint64_t at, char *p, size_t n); /* bytes from offset `at` on; -1: errno */
void spool_empty(struct spool *s);
void spool_close(struct spool *s);
const char *spool_folder(void); /* TMPDIR, or /tmp: for messages */

#endif
