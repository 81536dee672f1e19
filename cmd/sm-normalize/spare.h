/* Texts with bytes behind them that may be read, for slice_put_spare. */
#ifndef NORMALIZE_SPARE_H
#define NORMALIZE_SPARE_H

#include "buf.h"
#include "mem.h"

static inline struct slice
slice_copy_spare(struct pool *pool, struct slice s)
{
    char *text = pool_alloc(pool, s.n + SLICE_SPARE);
    memset(text + s.n, 0, SLICE_SPARE);
    if (s.n)
        memcpy(text, s.p, s.n);
    return (struct slice){text, s.n};
}

#endif
