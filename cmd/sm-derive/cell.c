#include "cell.h"

#include <stdlib.h>

#include "limits.h"
#include "mem.h"

void
evidence_add(struct evidence *e, const struct contribution *c, uint32_t times)
{
    e->by[c->provenance] += times;
    e->unreviewed += c->unreviewed ? times : 0;
    e->unmatched += c->unmatched ? times : 0;
}

void
evidence_sum(struct evidence *e, const struct evidence *other)
{
    for (int i = 0; i < 3; i++)
        e->by[i] += other->by[i];
    e->unreviewed += other->unreviewed;
    e->unmatched += other->unmatched;
}

static struct detail *
detail_of(struct cell *cell)
{
    if (!cell->more)
        cell->more = xcalloc(1, sizeof *cell->more);
    return cell->more;
}

static void
add_note(struct detail *d, struct slice text, uint64_t times, struct pool *pool)
{
    for (size_t i = 0; i < d->n_noted; i++) {
        if (slice_same(d->noted[i].text, text)) {
            d->noted[i].count += times;
            return;
        }
    }
    if (d->n_noted == DIMENSION_VALUES_MAX)
        return;
    d->noted = xgrow(d->noted, &d->cap_noted, d->n_noted + 1, sizeof *d->noted);
    d->noted[d->n_noted++] = (struct noted){{pool_copy(pool, text.p, text.n), text.n}, times};
}

void
cell_add_detail(struct cell *cell, const struct given *o, enum aggregate aggregate, uint64_t times,
                struct pool *pool)
{
    if (o->side == SIDE_NOTE)
        add_note(detail_of(cell), o->text, times, pool);
    else if (aggregate == AGGREGATE_DISTINCT)
        map_put(&detail_of(cell)->distinct, o->text, 0);
    else
        histogram_add(o->yes ? &detail_of(cell)->values : &detail_of(cell)->others, o->number, times);
}

void
cell_free(struct cell *cell)
{
    struct detail *d = cell->more;
    if (!d)
        return;
    histogram_free(&d->values);
    histogram_free(&d->others);
    map_free(&d->distinct);
    free(d->noted);
    free(d);
}
