/* The lines of a file, read by a thread of its own ahead of whoever takes them.
 *
 * The thread reads block by block and finds the lines; a batch is what one read brought (as many reads as a
 * long line needs). Batches go round in a ring, so what is read ahead is bounded: READ_AHEAD_BATCHES blocks,
 * or one line that is longer, which is not followed by others before it was taken. A batch belongs to one
 * side at a time and changes hands under a lock: what the taker gets is the same as if it had read by itself,
 * whatever the timing.
 *
 * The thread looks into lines only while the taker has others to take: so both have as much to do as they
 * can, and the thread, which may share a processor with the stage before, is not what is waited for.
 *
 * The thread takes no signals, writes no messages, and ends with the file. */
#ifndef SM_READ_AHEAD_H
#define SM_READ_AHEAD_H

#include "mem.h"
#include "window.h"

struct read_line {
    struct slice text;
    bool too_long;     /* only its first bytes are here */
    const void *found; /* what `look`, or the taker, has found out about it; or NULL */
    uint32_t mark;     /* the taker's, for `leave`; 0 at first */
};

/* What the thread does beside reading, with what belongs to it or is locked. */
struct read_work {
    void *with;
    /* Before the lines are taken, where the taker is busy with others: may set `found`, in their pool. */
    void (*look)(void *with, struct read_line *lines, size_t n, struct pool *pool);
    /* After that, in the same order; those not taken have no mark. */
    void (*leave)(void *with, const struct read_line *lines, size_t n);
};

struct read_ahead;

/* Goes on behind what has been taken of the window. NULL: there can be no thread; nothing has happened. */
struct read_ahead *read_ahead_new(int fd, const struct window *from, const struct read_work *work);
/* As window_next. *line: until the next call; NULL where there is none. *bytes grows by what was read up to
 * the end of the line's batch. */
enum line_result read_ahead_next(struct read_ahead *a, struct read_line **line, uint64_t *bytes);
struct pool *read_ahead_pool(struct read_ahead *a); /* of the line given last, until it is left */
/* At any time; NULL: nothing. All that was taken has been left then. The file stays open. */
void read_ahead_free(struct read_ahead *a);

#endif
