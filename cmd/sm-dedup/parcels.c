#include "parcels.h"

#include <stdlib.h>

#include "limits.h"
#include "mem.h"

#define LEAST 4096 /* bytes that are written at a time */

struct block { /* of the file */
    uint64_t offset;
    size_t n;
};

struct parcel {
    struct buf waiting; /* written last */
    struct block *block;
    size_t blocks, cap;
};

void
parcels_open(struct parcels *p, size_t n, size_t memory)
{
    spool_open(&p->file);
    p->at = xcalloc(n, sizeof *p->at);
    p->n = n;
    p->full = memory / n < LEAST ? LEAST : memory / n > WRITE_BLOCK ? WRITE_BLOCK : memory / n;
}

static void
flush(struct parcels *p, struct parcel *of)
{
    struct slice text = buf_as_slice(&of->waiting);
    if (!text.n)
        return;
    of->block = xgrow(of->block, &of->cap, of->blocks + 1, sizeof *of->block);
    of->block[of->blocks++] = (struct block){spool_add(&p->file, text), text.n};
    of->waiting.n = 0;
}

static void
add(struct buf *b, struct slice s)
{
    buf_slice(b, s);
    while (b->n % PARCEL_STEP)
        buf_byte(b, 0);
}

void
parcels_add(struct parcels *p, size_t parcel, struct slice head, struct slice rest)
{
    struct parcel *to = &p->at[parcel];
    if (to->waiting.n && to->waiting.n + head.n + rest.n > p->full)
        flush(p, to);
    add(&to->waiting, head);
    add(&to->waiting, rest);
}

struct buf *
parcels_read(struct parcels *p, size_t parcel)
{
    struct parcel *of = &p->at[parcel];
    p->now.n = 0;
    for (size_t i = 0; i < of->blocks; i++)
        spool_append(&p->file, of->block[i].offset, of->block[i].n, &p->now);
    buf_slice(&p->now, buf_as_slice(&of->waiting));
    free(of->block);
    buf_free(&of->waiting);
    of->block = NULL;
    of->blocks = 0;
    return &p->now;
}

void
parcels_close(struct parcels *p)
{
    if (!p->n)
        return;
    for (size_t i = 0; i < p->n; i++) {
        free(p->at[i].block);
        buf_free(&p->at[i].waiting);
    }
    free(p->at);
    buf_free(&p->now);
    spool_close(&p->file);
}
