/* Findings are brought into order part by part: services one after the other in the order of their names,
 * those with too many findings by ranges of ids, which are evenly spread. */
#ifndef DEDUP_ORDER_PARTS_H
#define DEDUP_ORDER_PARTS_H

#include <stddef.h>
#include <stdint.h>

struct order_span { /* the findings of a service are cut into so many pieces */
    uint32_t first, pieces;
};

struct order_parts {         /* zeroed before first use */
    struct order_span *span; /* by rank of the service */
    uint32_t *part;          /* of each piece */
    size_t n;                /* parts */
};

/* bytes: that the findings of each service take, by rank; room: bytes for a part. */
void order_parts_find(struct order_parts *p, const size_t *bytes, size_t ranks, size_t room);
void order_parts_free(struct order_parts *p);

static inline uint32_t /* the part of a finding; high: of its id */
order_part(const struct order_parts *p, uint32_t rank, uint64_t high)
{
    const struct order_span *s = &p->span[rank];
    return p->part[s->first + (s->pieces == 1 ? 0 : (high >> 32) * s->pieces >> 32)];
}

#endif
