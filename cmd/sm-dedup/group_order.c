/* The order of writing. Where the index is in files, what writing needs of the findings of a part is copied
 * on the way through the index: findings come in the order of their ids, and looking each up there would read
 * it all again for each. */
#include <stdlib.h>

#include "group.h"
#include "intact.h"
#include "mem.h"

static const struct run *sorting; /* qsort has no argument for it */
static const struct found *sorting_found;

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

static int
by_id(const void *a, const void *b)
{
    return hash128_compare(sorting_found[((const struct sort_item *)a)->value].id,
                           sorting_found[((const struct sort_item *)b)->value].id);
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

/* Bytes that a finding of n entries takes while its part is written. */
static size_t
bytes_of(const struct index *x, uint32_t n)
{
    return 2 * sizeof(struct sort_item) + sizeof(struct found) +
           (index_in_file(x) ? n * sizeof(struct copy) : 0);
}

/* Findings are brought into order part by part: services one after the other, those with too many findings by
 * ranges of ids, which are evenly spread. */
static void
find_parts(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    size_t room = x->memory / 4, in_part = 0, *bytes = xcalloc(run->names.n + 2, sizeof *bytes), ranks = 0;
    struct group group;
    uint32_t rank;
    for (size_t i = 0; next_group(x, g, &i, &group, &rank);) {
        bytes[rank] += bytes_of(x, group.n);
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

/* Appends copies of the entries of a finding; gives the place of the first. */
static size_t
copy_entries(const struct index *x, struct groups *g, const struct group *group)
{
    size_t at = g->copies;
    uint32_t entry = group->root;
    g->copy = xgrow(g->copy, &g->copy_cap, at + group->n, sizeof *g->copy);
    do {
        const struct entry *e = &x->entry[entry];
        g->copy[g->copies++] = (struct copy){*e, x->row[e->row], entry};
        entry = x->joint[entry].next;
    } while (entry != group->root);
    return at;
}

/* Appends the group to those of the part: its number is that of the list's last item. */
static void
keep(struct run *run, struct groups *g, const struct group *group)
{
    const struct index *x = &run->index;
    const struct entry *e = &x->entry[group->root];
    g->found = xgrow(g->found, &g->found_cap, g->list.n, sizeof *g->found);
    struct found *f = &g->found[g->list.n - 1];
    *f = (struct found){.id = group->id, .root = group->root, .n = group->n};
    f->as_kept = group->n == 1 && intact_as_kept(run, e, &x->row[e->row]);
    if (f->as_kept) {
        f->text = e->text;
        f->blocks = e->blocks;
    } else if (index_in_file(x)) {
        f->copy = copy_entries(x, g, group);
    }
}

bool
groups_next(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    struct group group;
    uint32_t rank;
    if (g->done == g->parts)
        return false;
    const struct part *from = &g->part[g->done++], *to = g->done < g->parts ? &g->part[g->done] : NULL;
    g->list.n = g->copies = 0;
    for (size_t i = 0; next_group(x, g, &i, &group, &rank);) {
        if (is_before(from, rank, group.id.high) || (to && !is_before(to, rank, group.id.high)))
            continue;
        sort_add(&g->list, (struct sort_item){group.id.high, (uint32_t)g->list.n, rank});
        keep(run, g, &group);
    }
    struct sort_item *at = sort_list(&g->list);
    sorting_found = g->found;
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
}

#define AHEAD 8 /* findings: so far ahead what they need is asked for, as they stand anywhere in memory */

void
groups_prefetch(const struct run *run, const struct groups *g, size_t i)
{
    const struct index *x = &run->index;
    if (i + 2 * AHEAD >= g->list.n)
        return;
    __builtin_prefetch(&g->found[g->list.at[i + 2 * AHEAD].value]);
    const struct found *f = &g->found[g->list.at[i + AHEAD].value];
    if (f->as_kept) {
        texts_expect(&run->texts, f->text);
        return;
    }
    if (index_in_file(x)) {
        __builtin_prefetch(&g->copy[f->copy]);
        return;
    }
    __builtin_prefetch(&x->joint[f->root]);
    __builtin_prefetch(&x->entry[f->root]);
    for (size_t at = 0; at < sizeof *x->row;
         at += 64) /* most entries have one row, so that it is near there */
        __builtin_prefetch((const char *)&x->row[f->root] + at);
}

const struct found *
groups_at(const struct groups *g, size_t i)
{
    return &g->found[g->list.at[i].value];
}

void
groups_load(struct run *run, struct groups *g, const struct found *f, struct group *group)
{
    *group = (struct group){.id = f->id, .root = f->root, .n = f->n};
    size_t copy = f->copy;
    if (!index_in_file(&run->index)) {
        g->copies = 0;
        copy = copy_entries(&run->index, g, group);
    }
    group->member = &g->copy[copy];
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
}
