#include "group_early.h"

#include "intact.h"
#include "mem.h"

#define AHEAD 16 /* entries: so far ahead they are asked for, as they stand anywhere in memory */

void
group_early_pack(struct run *run, struct groups *g)
{
    const struct index *x = &run->index;
    heaps_open(&g->heaps, g->parts.n, x->entries);
    for (size_t i = 0; i < x->entries; i++) {
        const struct entry *e = &x->entry[i];
        uint32_t rank = run->early.scene[e->scene].rank;
        heaps_add(&g->heaps, order_part(&g->parts, rank, e->id.high),
                  (struct sort_item){e->id.high, (uint32_t)i, rank});
    }
}

void
group_early_find(struct run *run, struct groups *g)
{
    const struct entry *entry = run->index.entry;
    struct sort_item *at = g->list.at;
    g->now = xgrow(g->now, &g->now_cap, g->list.n, sizeof *g->now);
    g->base = (char *)g->now;
    for (size_t i = 0; i < g->list.n; i++) {
        const struct entry *e = &entry[at[i].value];
        if (i + AHEAD < g->list.n) {
            const char *ahead = (const char *)&entry[at[i + AHEAD].value];
            __builtin_prefetch(ahead);
            __builtin_prefetch(ahead + sizeof *e - 1);
        }
        bool as_kept = run->early.scene[e->scene].as_kept && intact_entry_as_kept(e);
        g->now[i] = group_found(run, at[i].value, e->id, at[i].more, as_kept);
        at[i].value = (uint32_t)(i * FOUND_STEPS);
    }
}

static struct found *
found_at(struct groups *g, size_t i)
{
    return &g->now[g->list.at[i].value / FOUND_STEPS];
}

void
group_early_join(struct run *run, struct groups *g)
{
    struct sort_item *at = g->list.at;
    size_t kept = 0;
    for (size_t i = 0; i < g->list.n; i++) {
        struct found *f = found_at(g, i), *before = kept ? found_at(g, kept - 1) : NULL;
        if (!before || hash128_compare(before->id, f->id) != 0) {
            at[kept++] = at[i];
            continue;
        }
        index_join(&run->index, before->root, f->root, RULE_KEY, 0);
        before->root = index_root(&run->index, f->root);
        before->n++;
        before->as_kept = false;
        before->what = NULL;
    }
    g->list.n = kept;
}
