/* Lines of one file after the other, read in large blocks; a line lies in the reader's buffer until the next call.
 *
 * Each command is one thread, but where there is `work` a large file is read by a thread of its own, if there
 * is a processor for it (read_ahead.h): the lines, their numbers and what is said of them are the same. */
#ifndef SM_LINES_H
#define SM_LINES_H

#include "window.h"

struct lines {
    int fd;             /* -1: no file open */
    const char *name;   /* of the open file, for messages ("standard input") */
    uint64_t number;    /* of the line given last, from 1 in each file */
    uint64_t bytes;     /* read so far, over all files */
    uint64_t size;      /* of the open regular file, else 0 */
    const struct read_work *work; /* the caller's: large files are read by a thread that does this, too; or NULL */
    struct read_line *now; /* the line given last, if the thread read it; else NULL … */
    struct pool *pool;     /* … and for what the caller finds out about it */
    /* the rest is the reader's */
    uint64_t began;     /* `bytes` when the file was opened */
    struct window window;
    struct read_ahead *ahead; /* or NULL */
};

bool lines_open(struct lines *l, const char *path); /* NULL or "-": standard input. false: errno says why */
/* The next line without its newline (a last line without one is read too). SLICE_SPARE bytes behind it may be
 * read. LINE_TOO_LONG: the line exceeded LINE_MAX_BYTES and was passed over; *line holds its first bytes.
 * LINE_FAILED: read error, errno says which. */
enum line_result lines_next(struct lines *l, struct slice *line);
void lines_close(struct lines *l); /* the block is kept for the next file */
void lines_free(struct lines *l);

#endif
