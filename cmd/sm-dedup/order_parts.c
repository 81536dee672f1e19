#include "order_parts.h"

#include <stdlib.h>

#include "mem.h"

void
order_parts_find(struct order_parts *p, const size_t *bytes, size_t ranks, size_t room)
{
    size_t cap = 0, pieces = 0, in_part = 0;
    p->span = xmalloc((ranks + 1) * sizeof *p->span);
    for (size_t rank = 0; rank < ranks; rank++) {
        size_t n = 1 + bytes[rank] / room;
        p->span[rank] = (struct order_span){(uint32_t)pieces, (uint32_t)n};
        p->part = xgrow(p->part, &cap, pieces + n, sizeof *p->part);
        for (size_t piece = 0; piece < n; piece++) {
            if (!p->n || in_part + bytes[rank] / n > room) {
                p->n++;
                in_part = 0;
            }
            in_part += bytes[rank] / n;
            p->part[pieces++] = (uint32_t)p->n - 1;
        }
    }
}

void
order_parts_free(struct order_parts *p)
{
    free(p->span);
    free(p->part);
    *p = (struct order_parts){0};
}
