/* The order of writing. Where memory does not hold everything, what writing needs of the findings of each
 * part is put by on one way through the index: findings come in the order of their ids, and looking each up
 * there would read it all again for each. */
#include <stdlib.h>

#include "group.h"
#include "group_early.h"
#include "intact.h"
#include "mem.h"

#define IN_ORDER ((size_t)4096) /* findings of a part in memory: they stay near while they are sorted */

static const struct run *sorting; /* qsort has no argument for it */
static const struct groups *sorting_groups;

static int
by_name(const void *a, const void *b)
{
    return names_compare(&sorting->names, *(const uint32_t *)a, *(const uint32_t *)b);
}

struct services {   /* that findings have */
    uint32_t *rank; /* by name: 0, or 1 until they are in order */
    uint32_t *at;   /* names */
    size_t n;
};

static void
add_service(struct services *s, uint32_t service)
{
    if (service == NO_NAME || s->rank[service])
        return;
    s->rank[service] = 1;
    s->at[s->n++] = service;
}

/* Places of the services in order of their names, by name; NO_NAME's is 0. */
static uint32_t *
rank_services(struct run *run)
{
    const struct index *x = &run->index;
    const struct early *y = &run->early;
    struct services s = {xcalloc(run->names.n + 1, sizeof *s.rank),
                         xmalloc((run->names.n + 1) * sizeof *s.at), 0};
    for (size_t i = 0; y->all && i < y->scenes; i++)
        add_service(&s, x->row[y->scene[i].first].service);
    for (size_t i = 0; !y->all && i < x->entries; i++) {
        index_pass(&run->index, i);
        if (group_is_at(x, (uint32_t)i))
            add_service(&s, x->entry[i].service);
    }
    if (s.n)
        qsort(s.at, s.n, sizeof *s.at, by_name);
    for (size_t i = 0; i < s.n; i++)
        s.rank[s.at[i]] = (uint32_t)i + 1;
    free(s.at);
    return s.rank;
}

static uint32_t
rank_of(const struct groups *g, uint32_t service)
{
    return service == NO_NAME ? 0 : g->rank[service];
}

const struct found *
groups_at(const struct groups *g, size_t i)
{
    return (const struct found *)(const void *)(g->base + g->list.at[i].value * PARCEL_STEP);
}

static int
by_id(const void *a, const void *b)
{
    const char *base = sorting_groups->base;
    const struct sort_item *x = a, *y = b;
    return hash128_compare(((const struct found *)(const void *)(base + x->value * PARCEL_STEP))->id,
                           ((const struct found *)(const void *)(base + y->value * PARCEL_STEP))->id);
}

static uint32_t
entries_of(const struct index *x, uint32_t root)
{
    uint32_t n = 1;
    for (uint32_t entry = x->joint[root].next; entry != root; entry = x->joint[entry].next)
        n++;
    return n;
}

/* The next group from *at on, with the rank of its service; *at: behind it. false: no more. */
static bool
next_group(struct index *x, const struct groups *g, size_t *at, struct group *group, uint32_t *rank)
{
    for (; *at < x->entries; ++*at) {
        index_pass(x, *at);
        if (!group_is_at(x, (uint32_t)*at))
            continue;
        group_fill(x, (uint32_t)*at, group);
        group->n = entries_of(x, group->root);
        *rank = rank_of(g, group->service);
        ++*at;
        return true;
    }
    return false;
}

/* Then the findings of each part are put by together. */
bool
groups_in_parcels(const struct run *run)
{
    return index_in_file(&run->index) || run->texts.spooled;
}

/* Bytes that a finding takes while its part is written. */
static size_t
bytes_of(const struct run *run, const struct group *g)
{
    const struct entry *e = &run->index.entry[g->root];
    if (!groups_in_parcels(run))
        return FOUND_BYTES;
    return FOUND_BYTES + (g->n == 1 && e->as_bytes ? e->text.length : g->n * sizeof(struct copy));
}

/* How many bytes the findings of each service take, by rank. */
static size_t *
count_bytes(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    struct early *y = &run->early;
    size_t *bytes = xcalloc(run->names.n + 2, sizeof *bytes);
    struct group group;
    uint32_t rank;
    for (size_t i = 0; y->all && i < y->scenes; i++)
        y->scene[i].rank = rank_of(g, x->row[y->scene[i].first].service);
    if (y->all)
        group_early_count(run, g, bytes);
    for (size_t i = 0; !y->all && next_group(x, g, &i, &group, &rank);)
        bytes[rank] += bytes_of(run, &group);
    return bytes;
}

/* Copies of the entries of a finding, in place of those that were made before. */
static struct slice
copy_entries(const struct run *run, struct groups *g, const struct group *group)
{
    const struct index *x = &run->index;
    uint32_t entry = group->root;
    g->copies = 0;
    g->copy = xgrow(g->copy, &g->copy_cap, group->n, sizeof *g->copy);
    do {
        const struct entry *e = &x->entry[entry];
        g->copy[g->copies++] = (struct copy){*e, x->row[e->row], entry};
        if (run->early.all)
            g->copy[g->copies - 1].row.made = run->early.scene[e->scene].made;
        entry = x->joint[entry].next;
    } while (entry != group->root);
    return (struct slice){(const char *)g->copy, g->copies * sizeof *g->copy};
}

struct found
group_found(struct run *run, uint32_t root, struct hash128 id, uint32_t rank, bool as_kept)
{
    const struct entry *e = &run->index.entry[root];
    return (struct found){.id = id,
                          .root = root,
                          .n = 1,
                          .rank = rank,
                          .length = e->text.length,
                          .form = e->text.form,
                          .what =
                              as_kept && !groups_in_parcels(run) ? texts_kept(&run->texts, e->text).p : NULL,
                          .as_kept = as_kept,
                          .blocks = e->blocks};
}

static struct found
find(struct run *run, const struct group *group, uint32_t rank)
{
    const struct index *x = &run->index;
    const struct entry *e = &x->entry[group->root];
    bool as_kept = group->n == 1 && intact_as_kept(run, e, &x->row[e->row]);
    struct found f = group_found(run, group->root, group->id, rank, as_kept);
    f.n = group->n;
    return f;
}

/* ---- in memory ---- */

static void
pack_heaps(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    struct group group;
    uint32_t rank;
    size_t cap = 0;
    heaps_open(&g->heaps, g->parts.n, x->entries);
    g->found = paged_grow(&g->found_file, NULL, &cap, x->entries + 1, sizeof *g->found,
                          (x->entries + 1) * sizeof *g->found);
    g->base = (char *)g->found;
    for (size_t i = 0; next_group(x, g, &i, &group, &rank);) {
        heaps_add(&g->heaps, order_part(&g->parts, rank, group.id.high),
                  (struct sort_item){group.id.high, (uint32_t)(g->founds * FOUND_STEPS), rank});
        g->found[g->founds++] = find(run, &group, rank);
    }
}

/* ---- in parcels ---- */

static void
pack_parcels(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    struct group group;
    uint32_t rank;
    parcels_open(&g->parcels, g->parts.n, x->memory / 16);
    for (size_t i = 0; next_group(x, g, &i, &group, &rank);) {
        struct found f = find(run, &group, rank);
        parcels_add(&g->parcels, order_part(&g->parts, rank, group.id.high),
                    (struct slice){(const char *)&f, sizeof f},
                    f.as_kept ? texts_kept(&run->texts, x->entry[group.root].text)
                              : copy_entries(run, g, &group));
    }
}

static size_t
bytes_behind(const struct found *f)
{
    size_t n = f->as_kept ? f->length : f->n * sizeof(struct copy);
    return (n + PARCEL_STEP - 1) / PARCEL_STEP * PARCEL_STEP;
}

/* The findings of a parcel into the list. What each is written from stands right behind it. */
static void
unpack_parcel(struct groups *g, size_t part, size_t behind(const struct found *f))
{
    struct buf *b = parcels_read(&g->parcels, part);
    buf_room(b, FORM_PAD);
    g->base = b->p;
    for (size_t at = 0; at < b->n;) {
        struct found *f = (struct found *)(void *)(b->p + at);
        sort_add(&g->list, (struct sort_item){f->id.high, (uint32_t)(at / PARCEL_STEP), f->rank});
        f->what = f + 1;
        at += sizeof *f + behind(f);
    }
}

/* ---- the order ---- */

/* By service, then the first half of the id. */
static void
sort_part(struct groups *g)
{
    struct sort_item *at = sort_list(&g->list);
    bool several = false;
    for (size_t i = 1; i < g->list.n && !several; i++)
        several = at[i].more != at->more;
    if (several)
        sort_items_by_more(at, g->list.scratch, g->list.n);
}

/* Where those are the same: by id. */
static void
sort_same(struct groups *g)
{
    struct sort_item *at = g->list.at;
    sorting_groups = g;
    for (size_t i = 0, j; i < g->list.n; i = j) {
        for (j = i + 1; j < g->list.n && at[j].key == at[i].key && at[j].more == at[i].more; j++)
            continue;
        if (j > i + 1)
            qsort(at + i, j - i, sizeof *at, by_id);
    }
}

bool
groups_next(struct run *run, struct groups *g)
{
    if (g->done == g->parts.n)
        return false;
    g->list.n = 0;
    if (groups_in_parcels(run))
        unpack_parcel(g, g->done, run->early.all ? group_early_behind : bytes_behind);
    else
        heaps_take(&g->heaps, g->done, &g->list);
    g->done++;
    sort_part(g);
    if (run->early.all && !groups_in_parcels(run))
        group_early_find(run, g);
    sort_same(g);
    if (run->early.all)
        group_early_join(run, g);
    return true;
}

void
groups_order(struct run *run, struct groups *g)
{
    size_t room = groups_in_parcels(run) ? run->index.memory / 32 : IN_ORDER * FOUND_BYTES;
    sorting = run;
    g->rank = rank_services(run);
    size_t *bytes = count_bytes(run, g);
    order_parts_find(&g->parts, bytes, run->names.n + 1, room);
    free(bytes);
    if (run->early.all)
        group_early_pack(run, g);
    else if (!groups_in_parcels(run))
        pack_heaps(run, g);
    else if (g->parts.n)
        pack_parcels(run, g);
}

#define AHEAD 16 /* findings: so far ahead what they need is asked for, as they stand anywhere in memory */

void
groups_prefetch(const struct run *run, const struct groups *g, size_t i)
{
    const struct index *x = &run->index;
    if (i + 2 * AHEAD >= g->list.n)
        return;
    __builtin_prefetch(groups_at(g, i + 2 * AHEAD));
    const struct found *f = groups_at(g, i + AHEAD);
    if (f->what) {
        for (size_t at = 0; at < f->length; at += 64)
            __builtin_prefetch((const char *)f->what + at);
        __builtin_prefetch((const char *)f->what + f->length); /* it begins anywhere in a line of the cache */
        return;
    }
    __builtin_prefetch(&x->joint[f->root]);
    __builtin_prefetch(&x->entry[f->root]);
    for (size_t at = 0; at < sizeof *x->row;
         at += 64) /* most entries have one row, so that it is near there */
        __builtin_prefetch((const char *)&x->row[f->root] + at);
}

void
groups_load(struct run *run, struct groups *g, const struct found *f, struct group *group)
{
    *group = (struct group){.id = f->id, .root = f->root, .n = f->n, .member = f->what};
    if (!f->what) {
        (void)copy_entries(run, g, group);
        group->member = g->copy;
    }
    group->service = group->member->entry.service;
    group->scope = group->member->entry.scope;
}

void
groups_free(struct groups *g)
{
    sort_free(&g->list);
    heaps_free(&g->heaps);
    paged_free(&g->found_file, g->found);
    free(g->now);
    free(g->copy);
    free(g->rank);
    order_parts_free(&g->parts);
    parcels_close(&g->parcels);
}
