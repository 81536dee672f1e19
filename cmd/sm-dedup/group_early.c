#include "group_early.h"

#include "intact.h"
#include "mem.h"

#define TWICE_EASE 4 /* ids that are taken for such that come again cost more than its memory */
#define AHEAD 16     /* entries: so far ahead they are asked for, as they stand anywhere in memory */

static uint32_t
rank_of(const struct run *run, const struct entry *e)
{
    return run->early.scene[e->scene].rank;
}

static bool
is_as_kept(const struct run *run, const struct entry *e)
{
    return run->early.scene[e->scene].as_kept && intact_entry_as_kept(e);
}

/* ---- in parcels: what is written as it was kept, and where it may not be the only one of its id the entry
 * ---- */

static size_t
bytes_of_text(const struct found *f)
{
    return f->as_kept ? (f->length + PARCEL_STEP - 1) / PARCEL_STEP * PARCEL_STEP : 0;
}

static const struct copy *
copy_of(const struct found *f)
{
    return (const struct copy *)(const void *)((const char *)(f + 1) + bytes_of_text(f));
}

static void
count_in_parcels(struct run *run, struct groups *g, size_t *bytes)
{
    struct index *x = &run->index;
    twice_start(&g->twice, TWICE_EASE * x->entries, x->memory / 16);
    for (size_t i = 0; i < x->entries; i++) {
        index_pass(x, i);
        twice_see(&g->twice, x->entry[i].id.high);
        bytes[rank_of(run, &x->entry[i])] += FOUND_BYTES + x->entry[i].text.length;
    }
    twice_settle(&g->twice);
}

static void
add_copy(struct run *run, struct buf *b, uint32_t entry)
{
    const struct entry *e = &run->index.entry[entry];
    static struct copy copy; /* it goes to a file: what lies between its members is zero */
    copy.entry = *e;
    copy.row = run->index.row[e->row];
    copy.number = entry;
    copy.row.made = run->early.scene[e->scene].made;
    while (b->n % PARCEL_STEP)
        buf_byte(b, 0);
    buf_add(b, (const char *)&copy, sizeof copy);
}

static void
pack_parcels(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    struct buf rest = {0};
    parcels_open(&g->parcels, g->parts.n, x->memory / 16);
    for (size_t i = 0; i < x->entries; i++) {
        const struct entry *e = &x->entry[i];
        struct found f = group_found(run, (uint32_t)i, e->id, rank_of(run, e), is_as_kept(run, e));
        f.copied = !f.as_kept || twice_maybe(&g->twice, e->id.high);
        index_pass(x, i);
        rest.n = 0;
        if (f.as_kept)
            buf_slice(&rest, texts_kept(&run->texts, e->text));
        if (f.copied)
            add_copy(run, &rest, (uint32_t)i);
        parcels_add(&g->parcels, order_part(&g->parts, f.rank, f.id.high),
                    (struct slice){(const char *)&f, sizeof f}, buf_as_slice(&rest));
    }
    buf_free(&rest);
    twice_free(&g->twice);
}

size_t
group_early_behind(const struct found *f)
{
    return bytes_of_text(f) + (f->copied ? sizeof(struct copy) : 0);
}

/* ---- in memory ---- */

static void
pack_heaps(struct run *run, struct groups *g)
{
    const struct index *x = &run->index;
    heaps_open(&g->heaps, g->parts.n, x->entries);
    for (size_t i = 0; i < x->entries; i++) {
        const struct entry *e = &x->entry[i];
        uint32_t rank = rank_of(run, e);
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
        g->now[i] = group_found(run, at[i].value, e->id, at[i].more, is_as_kept(run, e));
        at[i].value = (uint32_t)(i * FOUND_STEPS);
    }
}

/* ---- either way ---- */

void
group_early_count(struct run *run, struct groups *g, size_t *bytes)
{
    const struct early *y = &run->early;
    if (groups_in_parcels(run))
        count_in_parcels(run, g, bytes);
    else
        for (size_t i = 0; i < y->scenes; i++)
            bytes[y->scene[i].rank] += y->scene[i].entries * FOUND_BYTES;
}

void
group_early_pack(struct run *run, struct groups *g)
{
    if (groups_in_parcels(run))
        pack_parcels(run, g);
    else
        pack_heaps(run, g);
}

static struct found *
found_at(struct groups *g, size_t i)
{
    return (struct found *)(void *)(g->base + g->list.at[i].value * PARCEL_STEP);
}

static void
add_to(struct groups *g, const struct found *f)
{
    g->copy = xgrow(g->copy, &g->copy_cap, g->copies + 1, sizeof *g->copy);
    g->copy[g->copies++] = *copy_of(f);
}

/* f joins the finding of `to`; in parcels its copies stand together from copy[to->length] on. */
static void
join(struct run *run, struct groups *g, struct found *to, struct found *f)
{
    if (!f->copied) {
        index_join(&run->index, to->root, f->root, RULE_KEY, 0);
        to->root = index_root(&run->index, f->root);
    } else {
        size_t first = g->copies;
        if (to->n == 1) {
            add_to(g, to);
            to->length = (uint32_t)first;
        }
        add_to(g, f);
    }
    to->n++;
    to->as_kept = false;
    to->what = NULL;
}

void
group_early_join(struct run *run, struct groups *g)
{
    struct sort_item *at = g->list.at;
    size_t kept = 0;
    g->copies = 0;
    for (size_t i = 0; i < g->list.n; i++) {
        struct found *f = found_at(g, i), *before = kept ? found_at(g, kept - 1) : NULL;
        if (before && hash128_compare(before->id, f->id) == 0)
            join(run, g, before, f);
        else
            at[kept++] = at[i];
    }
    g->list.n = kept;
    for (size_t i = 0; g->copies && i < kept; i++) {
        struct found *f = found_at(g, i);
        if (f->n > 1)
            f->what = &g->copy[f->length];
    }
}
