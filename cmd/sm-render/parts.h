/* Parts of a document that are filled by turns and come out one after the other: what waits beyond
 * PARTS_MEMORY goes to an unlinked file in TMPDIR, so memory does not grow with the text. */
#ifndef RENDER_PARTS_H
#define RENDER_PARTS_H

#include "output.h"

#define PARTS_MEMORY (16u << 20) /* bytes of all parts kept in memory */

struct extent {
    uint64_t at, n; /* bytes of the file */
};

struct part {
    struct extent *extents;
    size_t n, cap;
    struct buf waiting; /* comes after the extents */
};

struct parts { /* zeroed before first use */
    bool open;
    int fd;
    const char *folder; /* for messages */
    uint64_t written;
    size_t waiting; /* bytes of all parts */
    struct part *part;
    size_t n, cap;
};

/* A file that can't be made, written or read is exit 2 with a message. */
size_t parts_new(struct parts *p); /* its number */
void parts_add(struct parts *p, size_t part, struct slice text);
void parts_copy(struct parts *p, size_t part, struct output *out); /* appends the whole part, flowing */
void parts_free(struct parts *p);

#endif
