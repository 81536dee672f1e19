/* The order of writing. Where memory does not hold everything, what writing needs of the findings of each
 * part is put by on one way through the index: findings come in the order of their ids, and looking each up
 * there would read it all again for each. */
#include <stdlib.h>

#include "group.h"
#include "intact.h"
#include "mem.h"

static const struct run *sorting; /* qsort has no argument for it */
static const struct groups *sorting_groups;

static int
by_name(const void *a, const void *b)
{
    return names_compare(&sorting->names, *(const uint32_t *)a, *(const uint32_t *)b);
}

/* Places of the services in order of their names, by name; NO_NAME's is 0. */
static uint32_t *
rank_services(struct run *run)
{
    uint32_t *rank = xcalloc(run->names.n + 1, sizeof *rank), *at = xmalloc((run->names.n + 1) * sizeof *at);
    size_t n = 0;
    for (size_t i = 0; i < run->index.entries; i++) {
        uint32_t service = run->index.entry[i].service;
        index_pass(&run->index, i);
        if (!group_is_at(&run->index, (uint32_t)i) || service == NO_NAME || rank[service])
            continue;
        rank[service] = 1;
        at[n++] = service;
    }
    if (n)
        qsort(at, n, sizeof *at, by_name);
    for (size_t i = 0; i < n; i++)
        rank[at[i]] = (uint32_t)i + 1;
    free(at);
    return rank;
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
        *rank = group->service == NO_NAME ? 0 : g->rank[group->service];
        ++*at;
        return true;
    }
    return false;
}

/* Has memory no room for everything? Then the findings of each part are put by together. */
static bool
in_parcels(const struct run *run)
{
    return index_in_file(&run->index) || run->texts.spooled;
}

/* Bytes that a finding takes while its part is written. */
static size_t
bytes_of(const struct run *run, const struct group *g)
{
    const struct entry *e = &run->index.entry[g->root];
    size_t n = 2 * sizeof(struct sort_item) + sizeof(struct found) + PARCEL_STEP;
    return !in_parcels(run) ? n
                            : n + (g->n == 1 && e->as_bytes ? e->text.length : g->n * sizeof(struct copy));
}

/* Findings are brought into order part by part: services one after the other, those with too many findings by
 * ranges of ids, which are evenly spread. */
static void
find_parts(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    size_t room = x->memory / (in_parcels(run) ? 8 : 4), in_part = 0,
           *bytes = xcalloc(run->names.n + 2, sizeof *bytes), ranks = 0;
    struct group group;
    uint32_t rank;
    for (size_t i = 0; next_group(x, g, &i, &group, &rank);) {
        bytes[rank] += bytes_of(run, &group);
        ranks = rank >= ranks ? rank + 1 : ranks;
    }
    for (rank = 0; rank < ranks; rank++) {
        size_t pieces = 1 + bytes[rank] / room;
        for (size_t piece = 0; piece < pieces; piece++) {
            size_t n = bytes[rank] / pieces;
            if (!g->parts || in_part + n > room) {
                g->part = xgrow(g->part, &g->part_cap, g->parts + 1, sizeof *g->part);
                g->part[g->parts++] = (struct part){rank, pieces == 1 ? 0 : UINT64_MAX / pieces * piece};
                in_part = 0;
            }
            in_part += n;
        }
    }
    free(bytes);
}

static bool
is_before(const struct part *p, uint32_t rank, uint64_t high)
{
    return rank < p->rank || (rank == p->rank && high < p->high);
}

/* Copies of the entries of a finding, in place of those that were made before. */
static struct slice
copy_entries(const struct index *x, struct groups *g, const struct group *group)
{
    uint32_t entry = group->root;
    g->copies = 0;
    g->copy = xgrow(g->copy, &g->copy_cap, group->n, sizeof *g->copy);
    do {
        const struct entry *e = &x->entry[entry];
        g->copy[g->copies++] = (struct copy){*e, x->row[e->row], entry};
        entry = x->joint[entry].next;
    } while (entry != group->root);
    return (struct slice){(const char *)g->copy, g->copies * sizeof *g->copy};
}

static struct found
find(struct run *run, const struct group *group, uint32_t rank)
{
    const struct index *x = &run->index;
    const struct entry *e = &x->entry[group->root];
    bool as_kept = group->n == 1 && intact_as_kept(run, e, &x->row[e->row]);
    return (struct found){.id = group->id,
                          .root = group->root,
                          .n = group->n,
                          .rank = rank,
                          .length = e->text.length,
                          .form = e->text.form,
                          .as_kept = as_kept,
                          .blocks = e->blocks};
}

/* ---- all in memory ---- */

static void
find_all(struct run *run, struct groups *g, const struct part *from, const struct part *to)
{
    struct index *x = &run->index;
    struct group group;
    uint32_t rank;
    for (size_t i = 0; next_group(x, g, &i, &group, &rank);) {
        if (is_before(from, rank, group.id.high) || (to && !is_before(to, rank, group.id.high)))
            continue;
        size_t at = g->list.n;
        sort_add(&g->list,
                 (struct sort_item){group.id.high, (uint32_t)(at * (sizeof *g->found / PARCEL_STEP)), rank});
        g->found = xgrow(g->found, &g->found_cap, at + 1, sizeof *g->found);
        g->found[at] = find(run, &group, rank);
        if (g->found[at].as_kept)
            g->found[at].what = texts_kept(&run->texts, x->entry[group.root].text).p;
    }
    g->base = (const char *)g->found;
}

/* ---- in parcels ---- */

static size_t
part_of(const struct groups *g, uint32_t rank, uint64_t high)
{
    size_t low = 0, end = g->parts;
    while (end - low > 1) {
        size_t mid = low + (end - low) / 2;
        if (is_before(&g->part[mid], rank, high))
            end = mid;
        else
            low = mid;
    }
    return low;
}

static void
pack_parcels(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    struct group group;
    uint32_t rank;
    parcels_open(&g->parcels, g->parts, x->memory / 16);
    for (size_t i = 0; next_group(x, g, &i, &group, &rank);) {
        struct found f = find(run, &group, rank);
        parcels_add(&g->parcels, part_of(g, rank, group.id.high), (struct slice){(const char *)&f, sizeof f},
                    f.as_kept ? texts_kept(&run->texts, x->entry[group.root].text)
                              : copy_entries(x, g, &group));
    }
}

static void
unpack_parcel(struct groups *g, size_t part)
{
    struct buf *b = parcels_read(&g->parcels, part);
    buf_room(b, FORM_PAD);
    g->base = b->p;
    for (size_t at = 0; at < b->n;) {
        struct found *f = (struct found *)(void *)(b->p + at);
        size_t n = f->as_kept ? f->length : f->n * sizeof(struct copy);
        sort_add(&g->list, (struct sort_item){f->id.high, (uint32_t)(at / PARCEL_STEP), f->rank});
        at += sizeof *f;
        f->what = b->p + at;
        at += (n + PARCEL_STEP - 1) / PARCEL_STEP * PARCEL_STEP;
    }
}

bool
groups_next(struct run *run, struct groups *g)
{
    if (g->done == g->parts)
        return false;
    const struct part *from = &g->part[g->done], *to = g->done + 1 < g->parts ? from + 1 : NULL;
    g->list.n = 0;
    if (in_parcels(run))
        unpack_parcel(g, g->done);
    else
        find_all(run, g, from, to);
    g->done++;
    struct sort_item *at = sort_list(&g->list);
    sorting_groups = g;
    sort_items_by_more(at, g->list.scratch, g->list.n);
    for (size_t i = 0, j; i < g->list.n; i = j) {
        for (j = i; j < g->list.n && at[j].key == at[i].key && at[j].more == at[i].more; j++)
            continue;
        if (j > i + 1)
            qsort(at + i, j - i, sizeof *at, by_id);
    }
    return true;
}

void
groups_order(struct run *run, struct groups *g)
{
    sorting = run;
    g->rank = rank_services(run);
    find_parts(run, g);
    if (in_parcels(run) && g->parts)
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
        (void)copy_entries(&run->index, g, group);
        group->member = g->copy;
    }
    group->service = group->member->entry.service;
    group->scope = group->member->entry.scope;
}

void
groups_free(struct groups *g)
{
    sort_free(&g->list);
    free(g->found);
    free(g->copy);
    free(g->rank);
    free(g->part);
    parcels_close(&g->parcels);
}
