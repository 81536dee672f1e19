#include "cells.h"

#include <stdlib.h>

#include "mem.h"

void
cells_clear(struct cells *c)
{
    buf_reset(&c->text);
    c->links.n = 0;
    c->n = 0;
}

static void
add(struct cells *c, const char *p, size_t n, bool json)
{
    buf_add(&c->text, p, n);
    c->ends = xgrow(c->ends, &c->cap, c->n + 1, sizeof *c->ends);
    c->ends[c->n++] = (struct cell_end){c->text.n, json};
}

void
cells_add(struct cells *c, const char *p, size_t n)
{
    add(c, p, n, false);
}

void
cells_add_json(struct cells *c, const char *p, size_t n)
{
    add(c, p, n, true);
}

bool
cells_is_json(const struct cells *c, size_t i)
{
    return c->ends[i].json;
}

struct slice
cells_at(const struct cells *c, size_t i)
{
    size_t from = i ? c->ends[i - 1].at : 0;
    return (struct slice){c->text.p ? c->text.p + from : "", c->ends[i].at - from};
}

void
cells_copy(struct cells *to, const struct cells *from)
{
    cells_clear(to);
    for (size_t i = 0; i < from->n; i++) {
        struct slice s = cells_at(from, i);
        add(to, s.p, s.n, from->ends[i].json);
    }
    buf_slice(&to->links, buf_as_slice(&from->links));
}

static bool
is_filled(const struct cells *c, size_t i)
{
    return slice_trim(cells_at(c, i)).n > 0 && !(c->ends[i].json && slice_is(cells_at(c, i), "null"));
}

size_t
cells_filled(const struct cells *c)
{
    size_t filled = 0;
    for (size_t i = 0; i < c->n; i++)
        filled += is_filled(c, i);
    return filled;
}

bool
cells_blank(const struct cells *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (is_filled(c, i))
            return false;
    return true;
}

void
cells_free(struct cells *c)
{
    buf_free(&c->text);
    buf_free(&c->links);
    free(c->ends);
    *c = (struct cells){0};
}
