#include "group.h"

#include <stdlib.h>

#include "joining.h"
#include "mem.h"
#include "near.h"
#include "new_id.h"
#include "occurrence.h"
#include "regroup.h"
#include "row.h"

static struct run *sorting; /* qsort has no argument for it */

static int
compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int
by_text(uint32_t a, uint32_t b)
{
    return names_compare(&sorting->names, a, b);
}

struct draft {       /* what the entries of a group say */
    uint32_t oldest; /* entry with the id it has had longest; NO_NAME: it is new */
    uint32_t first;  /* row that was seen first */
    uint32_t newest; /* row whose service it has */
    uint32_t type, variant;
};

/* Where a new finding stands among others of its key: first seen first, then by location. */
static int
compare_rows(const struct row *x, const struct row *y)
{
    int c = (x->seen > y->seen) - (x->seen < y->seen);
    c = c ? c : compare_numbers(x->line, y->line);
    c = c ? c : by_text(x->tool, y->tool);
    c = c ? c : by_text(x->target, y->target);
    return c ? c : row_compare_order(sorting, x, y);
}

/* New findings before known ones, then the one seen last. */
static bool
has_newer_service(const struct row *x, const struct row *y)
{
    if (x->known != y->known)
        return !x->known;
    if (x->seen != y->seen)
        return x->seen > y->seen;
    return by_text(x->service, y->service) < 0;
}

static bool
is_older(const struct entry *x, const struct entry *y)
{
    if (x->first_seen != y->first_seen)
        return y->first_seen == DATE_NONE || (x->first_seen != DATE_NONE && x->first_seen < y->first_seen);
    return hash128_compare(x->id, y->id) < 0;
}

static void
draft_row(const struct index *x, struct draft *d, uint32_t row)
{
    const struct row *r = &x->row[row];
    if (d->first == NO_NAME || compare_rows(r, &x->row[d->first]) < 0)
        d->first = row;
    if (d->newest == NO_NAME || has_newer_service(r, &x->row[d->newest]))
        d->newest = row;
    int c = r->type == NO_NAME ? 1 : d->type == NO_NAME ? -1 : by_text(r->type, d->type);
    if (c < 0 || (c == 0 && r->variant < d->variant)) {
        d->type = r->type;
        d->variant = r->variant;
    }
}

static struct draft
draft_of(const struct index *x, uint32_t root)
{
    struct draft d = {NO_NAME, NO_NAME, NO_NAME, NO_NAME, 0};
    uint32_t entry = root;
    do {
        const struct entry *e = &x->entry[entry];
        if (e->has_id && (d.oldest == NO_NAME || is_older(e, &x->entry[d.oldest])))
            d.oldest = entry;
        for (size_t i = e->row; i < index_rows_end(x, entry); i++)
            draft_row(x, &d, (uint32_t)i);
        entry = x->joint[entry].next;
    } while (entry != root);
    return d;
}

bool
group_is_at(const struct index *x, uint32_t entry)
{
    return x->joint[entry].parent == entry && !x->entry[entry].digested;
}

static bool
is_owned(const struct index *x, struct hash128 id)
{
    size_t low = 0, high = x->ids;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct sort_item *at = &x->owned[mid];
        if (at->key < id.high || (at->key == id.high && at->more < (uint32_t)id.low))
            low = mid + 1;
        else
            high = mid;
    }
    return low < x->ids && x->owned[low].key == id.high && x->owned[low].more == (uint32_t)id.low;
}

static struct hash128
id_of(const struct run *run, const struct draft *d, uint64_t ordinal)
{
    const struct row *r = &run->index.row[d->first];
    return new_id(&run->names, r->key, &(struct id_parts){r->scope, d->type, d->variant, ordinal});
}

struct new
{ /* a new finding among those of its scope and key */
    uint32_t root;
    struct draft draft;
};

static int
by_first(const void *a, const void *b)
{
    const struct new *x = a, *y = b;
    const struct row *r = &sorting->index.row[x->draft.first], *q = &sorting->index.row[y->draft.first];
    int c = hash128_compare(r->key, q->key);
    c = c ? c : by_text(r->scope, q->scope);
    c = c ? c : by_text(x->draft.type, y->draft.type);
    c = c ? c : compare_numbers(x->draft.variant, y->draft.variant);
    return c ? c : compare_rows(r, q);
}

/* Ids of new findings of one key (nearly always): ordinals count up within a scope and key, passing over ids
 * that older findings have. */
static void
give_ids_of_run(struct run *run, const struct sort_item *k, size_t n)
{
    static struct new *new;
    static size_t cap;
    struct index *x = &run->index;
    uint64_t ordinal = 0;
    new = xgrow(new, &cap, n, sizeof *new);
    for (size_t i = 0; i < n; i++)
        new[i] = (struct new){k[i].value, draft_of(x, k[i].value)};
    if (n > 1)
        qsort(new, n, sizeof *new, by_first);
    for (size_t i = 0; i < n; i++) {
        const struct row *r = &x->row[new[i].draft.first],
                         *before = i ? &x->row[new[i - 1].draft.first] : NULL;
        if (!before || hash128_compare(r->key, before->key) != 0 || r->scope != before->scope ||
            new[i].draft.type != new[i - 1].draft.type || new[i].draft.variant != new[i - 1].draft.variant)
            ordinal = 0;
        do
            x->entry[new[i].root].id = id_of(run, &new[i].draft, ++ordinal);
        while (is_owned(x, x->entry[new[i].root].id));
    }
}

/* Each finding's service and scope, and which entry has its id: that of a new one the first of its key. */
static void
settle_findings(struct run *run, struct twice *twice)
{
    struct index *x = &run->index;
    for (size_t i = 0; i < x->entries; i++) {
        index_pass(x, i);
        if (!group_is_at(x, (uint32_t)i))
            continue;
        struct draft d = draft_of(x, (uint32_t)i);
        struct entry *e = &x->entry[i];
        e->service = x->row[d.newest].service;
        e->scope = x->row[d.newest].scope;
        e->named = d.oldest == NO_NAME ? (uint32_t)i : d.oldest;
        if (d.oldest == NO_NAME)
            twice_see(twice, (e->id = id_of(run, &d, 1)).high); /* most are the only one of their key */
    }
}

/* New findings with the same id have the same key: all but the first get another. */
static void
give_ids(struct run *run, struct groups *g, size_t part, size_t parts)
{
    struct sort_list *l = &g->list;
    struct index *x = &run->index;
    l->n = 0;
    for (size_t i = 0; i < x->entries; i++) {
        const struct entry *e = &x->entry[i];
        index_pass(x, i);
        if (!group_is_at(x, (uint32_t)i) || e->named != i || e->has_id || e->id.low % parts != part)
            continue;
        bool owned = is_owned(x, e->id);
        if (owned || twice_maybe(&g->twice, e->id.high))
            sort_add(l, (struct sort_item){e->id.high, (uint32_t)i, owned});
    }
    sort_list(l);
    for (size_t i = 0, j; i < l->n; i = j) {
        for (j = i + 1; j < l->n && l->at[j].key == l->at[i].key; j++)
            continue;
        if (j == i + 1 && !l->at[i].more)
            continue;
        give_ids_of_run(run, l->at + i, j - i);
        index_look(x);
    }
}

void
group_fill(const struct index *x, uint32_t root, struct group *g)
{
    const struct entry *e = &x->entry[root];
    g->root = root;
    g->id = x->entry[e->named].id;
    g->service = e->service;
    g->scope = e->scope;
}

/* Which entries are one finding, and its id. */
static void
join_and_name(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    joining_ids(x);
    joining_keys(run);
    occurrence_pair(run);
    near_pair(run);
    regroup(x);
    twice_start(&g->twice, x->entries, x->memory / 16);
    settle_findings(run, &g->twice);
    twice_settle(&g->twice);
    size_t parts = index_parts(x, x->entries, 2 * sizeof(struct sort_item));
    for (size_t part = 0; part < parts; part++)
        give_ids(run, g, part, parts);
    twice_free(&g->twice);
}

void
groups_find(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    sorting = run;
    *g = (struct groups){0};
    if (!run->early.all || !groups_in_parcels(run))
        index_joints(x);
    if (!run->early.all)
        join_and_name(run, g);
    groups_order(run, g);
}
