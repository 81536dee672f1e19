#include "cells.h"

#include <stdlib.h>

#include "mem.h"

void
cells_clear(struct cells *c)
{
    buf_reset(&c->text);
    c->n = 0;
}

void
cells_add(struct cells *c, const char *p, size_t n)
{
    buf_add(&c->text, p, n);
    c->ends = xgrow(c->ends, &c->cap, c->n + 1, sizeof *c->ends);
    c->ends[c->n++] = c->text.n;
}

struct slice
cells_at(const struct cells *c, size_t i)
{
    size_t from = i ? c->ends[i - 1] : 0;
    return (struct slice){c->text.p ? c->text.p + from : "", c->ends[i] - from};
}

size_t
cells_filled(const struct cells *c)
{
    size_t filled = 0;
    for (size_t i = 0; i < c->n; i++)
        filled += slice_trim(cells_at(c, i)).n > 0;
    return filled;
}

void
cells_free(struct cells *c)
{
    buf_free(&c->text);
    free(c->ends);
    *c = (struct cells){0};
}
