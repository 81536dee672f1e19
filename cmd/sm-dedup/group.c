#include "group.h"

#include <stdlib.h>

#include "hash.h"
#include "near.h"
#include "mem.h"
#include "occurrence.h"

static const struct run *sorting; /* qsort has no argument for it */

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

/* ---- joining ---- */

static void
join_ids(struct index *x)
{
    struct sort_item *scratch = xmalloc((x->ids + 1) * sizeof *scratch);
    sort_items_by_more(x->owned, scratch, x->ids);
    sort_items(x->owned, scratch, x->ids);
    free(scratch);
    for (size_t i = 1; i < x->ids; i++)
        if (x->owned[i - 1].key == x->owned[i].key && x->owned[i - 1].more == x->owned[i].more) {
            index_join(x, x->owned[i - 1].value, x->owned[i].value, RULE_ID, 0);
            index_look(x);
        }
}

/* ---- rows of one key ---- */

static uint64_t
mix(struct hash128 key, uint32_t scope, uint32_t type)
{
    uint64_t h = key.low ^ (((uint64_t)scope << 32 | type) + 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u;
    return h ^ h >> 31;
}

static int
by_key(const void *a, const void *b)
{
    const struct row *r = &sorting->index.row[((const struct sort_item *)a)->value];
    const struct row *q = &sorting->index.row[((const struct sort_item *)b)->value];
    int c = hash128_compare(r->key, q->key);
    c = c ? c : compare_numbers(r->scope, q->scope);
    c = c ? c : compare_numbers(r->type, q->type);
    c = c ? c : compare_numbers(r->variant, q->variant);
    return c ? c : compare_numbers(r->tool, q->tool);
}

static bool
same_package(const struct row *r, const struct row *q)
{
    return r->type == q->type && r->variant == q->variant;
}

/* Rows of one scope and key. A package of unknown type is the same as those of the one type that there is;
 * where there are two types, it is neither. */
static void
join_same(struct run *run, const struct sort_item *k, size_t n)
{
    struct index *x = &run->index;
    uint32_t types = run->rules.off[RULE_TYPE] ? 2 : 0;
    for (size_t i = 0; i < n; i++) {
        const struct row *r = &x->row[k[i].value];
        types += r->type != NO_NAME && (i == 0 || !same_package(r, &x->row[k[i - 1].value]));
    }
    for (size_t i = 1; i < n; i++) {
        const struct row *r = &x->row[k[i].value], *before = &x->row[k[i - 1].value];
        bool same_type = same_package(r, before), same_tool = r->tool == before->tool;
        enum rule rule = r->vulnerability != before->vulnerability ? RULE_ALIAS
                         : same_tool                               ? RULE_KEY
                         : same_type                               ? (enum rule)r->exact
                                                                   : RULE_TYPE;
        if ((types < 2 || same_type) && (same_tool || !run->rules.off[r->exact]))
            index_join(x, r->entry, before->entry, rule, 0);
    }
}

/* Items whose rows have one number of mix(): nearly always one scope and key. */
static void
join_run(struct run *run, struct sort_item *k, size_t n)
{
    const struct row *row = run->index.row;
    if (n < 2)
        return;
    qsort(k, n, sizeof *k, by_key);
    for (size_t i = 0, j; i < n; i = j) {
        const struct row *r = &row[k[i].value];
        for (j = i;
             j < n && hash128_compare(row[k[j].value].key, r->key) == 0 && row[k[j].value].scope == r->scope;
             j++)
            continue;
        join_same(run, k + i, j - i);
    }
}

/* Is everything with its key one finding? Not what stands in several places of a file, unless it is told
 * apart; and then nothing of a report that last month's output knows already (occurrence.c drops it). */
static bool
is_told_by_key(const struct row *r)
{
    return !r->occurrence || (r->told && !r->stale);
}

/* Items of one part are in memory at a time: which part a row is in follows from its key. */
static void
join_part(struct run *run, struct sort_list *l, size_t part, size_t parts)
{
    struct index *x = &run->index;
    l->n = 0;
    for (size_t i = 0; i < x->rows; i++) {
        const struct row *r = &x->row[i];
        index_pass(x, i);
        bool told = is_told_by_key(r);
        uint64_t key = told ? mix(r->key, r->scope, 0) : 0;
        if (told && (parts == 1 || key % parts == part))
            sort_add(l, (struct sort_item){key, (uint32_t)i, 0});
    }
    sort_list(l);
    for (size_t i = 0, j; i < l->n; i = j) {
        for (j = i; j < l->n && l->at[j].key == l->at[i].key; j++)
            if (j > i)
                index_look(x);
        join_run(run, l->at + i, j - i);
    }
}

static void
join_keys(struct run *run)
{
    struct sort_list l = {0};
    size_t parts = index_parts(&run->index, run->index.rows, 2 * sizeof *l.at);
    for (size_t part = 0; part < parts; part++)
        join_part(run, &l, part, parts);
    sort_free(&l);
}

/* ---- groups and ids ---- */

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
    return c ? c : compare_numbers(x->order, y->order);
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
        entry = e->next;
    } while (entry != root);
    return d;
}

bool
group_is_at(const struct index *x, uint32_t entry)
{
    return x->entry[entry].parent == entry && !x->entry[entry].digested;
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
    static struct buf b;
    const struct row *r = &run->index.row[d->first];
    b.n = 0;
    buf_add(&b, (const char *)&r->key, sizeof r->key);
    hash_part(&b, names_text(&run->names, r->scope));
    hash_part(&b, names_text(&run->names, d->type));
    if (d->variant)
        buf_add(&b, (const char *)&d->variant, sizeof d->variant);
    buf_int(&b, (int64_t)ordinal);
    return hash128_of(&b);
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

/* Ids of new findings of one number of mix(): ordinals count up within a scope and key, passing over ids that
 * older findings have. */
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

static void
give_ids(struct run *run, struct sort_list *l, size_t part, size_t parts)
{
    struct index *x = &run->index;
    l->n = 0;
    for (size_t i = 0; i < x->entries; i++) {
        index_pass(x, i);
        if (!group_is_at(x, (uint32_t)i))
            continue;
        struct draft d = draft_of(x, (uint32_t)i);
        const struct row *r = &x->row[d.first];
        uint64_t key = mix(r->key, r->scope, d.type);
        if (d.oldest != NO_NAME || (parts > 1 && key % parts != part))
            continue;
        x->entry[i].id = id_of(run, &d, 1); /* most are the only one of their key */
        sort_add(l, (struct sort_item){key, (uint32_t)i, is_owned(x, x->entry[i].id)});
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
    struct draft d = draft_of(x, root);
    g->root = root;
    g->id = x->entry[d.oldest == NO_NAME ? root : d.oldest].id;
    g->service = x->row[d.newest].service;
    g->scope = x->row[d.newest].scope;
}

void
groups_find(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    sorting = run;
    *g = (struct groups){0};
    join_ids(x);
    join_keys(run);
    occurrence_pair(run);
    near_pair(run);
    for (size_t i = 0; i < x->entries; i++) {
        index_pass(x, i);
        (void)index_root(x, (uint32_t)i);
    }
    size_t parts = index_parts(x, x->entries, 2 * sizeof(struct sort_item));
    for (size_t part = 0; part < parts; part++)
        give_ids(run, &g->list, part, parts);
    groups_order(run, g);
}
