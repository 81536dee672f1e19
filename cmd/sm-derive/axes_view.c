/* Views: what is counted of a class along an axis. */
#include "axes.h"

#include "axis.h"

static bool
is_counted(const struct axis *x, const struct outcome *o)
{
    for (size_t i = 0; i < o->n; i++)
        if (x->by[o->out[i].metric] != NOT_BY)
            return true;
    return false;
}

static void
add_runs(struct buf *b, const struct axis *x, const struct class *k)
{
    bool any = false;
    for (size_t i = 0; i < k->n_runs; i++) {
        const struct run *r = &k->runs[i];
        if (!is_counted(x, r->outcome))
            continue;
        const uint32_t parts[] = {r->outcome->number, (uint32_t)r->from << 16 | r->below};
        buf_add(b, (const char *)parts, sizeof parts);
        any = true;
    }
    if (any)
        buf_byte(b, (char)(1 + k->x.provenance + 4 * k->x.unreviewed + 8 * k->x.unmatched));
}

static void
add_side(struct buf *b, const struct class *k, enum side_of_facts side)
{
    if (!k->sides[side])
        return;
    buf_byte(b, (char)(16 + side));
    buf_add(b, (const char *)&k->sides[side], sizeof k->sides[side]);
}

/* What is counted of the class here; nothing: empty. */
static void
write_view(struct buf *b, const struct axis *x, const struct class *k)
{
    b->n = 0;
    add_runs(b, x, k);
    if (x->part >= 0 && k->facts) {
        buf_byte(b, (char)16); /* the part is there also where nothing moves */
        add_side(b, k, SIDE_MOVES);
    }
    if (x->owner)
        add_side(b, k, SIDE_OWED);
    if (x->topic >= 0 && k->sides[SIDE_OPEN]) {
        add_side(b, k, SIDE_OPEN);
        buf_byte(b, (char)((k->supplied.rank < 2 ? k->supplied.rank : 2) + 4 * k->supplied.fixable +
                           8 * k->supplied.named));
    }
    if (x->rows == ROWS_RULE)
        add_side(b, k, SIDE_NOISE);
    if (x->rows == ROWS_SERVICE && k->sides[SIDE_SERVED]) {
        add_side(b, k, SIDE_SERVED);
        buf_byte(b, (char)(1 + k->classified + 2 * k->intel + 4 * k->control));
    }
}

void
axes_view(struct axes *a, struct class *k)
{
    for (size_t i = 0; i < a->n; i++) {
        struct axis *x = &a->at[i];
        write_view(&a->key, x, k);
        k->views[i] = 0;
        if (!a->key.n)
            continue;
        size_t at = *map_put(&x->known, buf_as_slice(&a->key), x->n_views);
        k->views[i] = (uint32_t)at;
        if (at < x->n_views)
            continue;
        x->views = xgrow(x->views, &x->cap_views, at + 1, sizeof *x->views);
        x->views[x->n_views++] = k;
        a->memory += a->key.n + 64;
    }
}
