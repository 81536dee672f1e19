/* What the thread that reads (read_ahead.h) does beside the counting of lines before: it compares lines with
 * the stencils that were learned so far, and puts findings by when they have been counted.
 *
 * It only saves time. What it finds in a line is what the counting thread would find there itself, as
 * stencils only grow (or are of another age); of a line in which it found nothing nothing is known. So
 * nothing that is written depends on how far the thread is. */
#ifndef DERIVE_BESIDE_H
#define DERIVE_BESIDE_H

#include <pthread.h>

#include "read_ahead.h"
#include "spool.h"

struct beside {
    struct read_work work; /* for the thread */
    struct spool *spool;   /* the thread's, as long as there is one */
    struct stencils stencils;
    struct stencil_room room;
    pthread_mutex_t lock;
    struct stencils shown; /* under the lock: to become the thread's */
    bool shows;
    /* the counting thread's */
    uint64_t age; /* of what it has shown last, … */
    size_t nodes;
    unsigned since; /* … findings since then */
};

void beside_begin(struct beside *b, struct spool *spool);
/* For the counting thread. What was found in a line that the thread has read; NULL: nothing. */
const struct stencil_found *beside_found(const struct read_line *line);
/* What it has learned is for the thread, too; called for each finding. */
void beside_show(struct beside *b, const struct stencils *s);
/* The line goes to the spool when it is left. form, holes: as of spool_add. */
void beside_put_by(struct read_line *line, struct pool *pool, uint32_t form,
                   const struct stencil_line *holes);
void beside_free(struct beside *b);

#endif
