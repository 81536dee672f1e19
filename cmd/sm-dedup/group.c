#include "group.h"

#include <stdlib.h>

#include "hash.h"
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

static int
by_owned_id(const void *a, const void *b)
{
    return hash128_compare(((const struct owned_id *)a)->id, ((const struct owned_id *)b)->id);
}

static void
join_ids(struct index *x)
{
    if (x->ids)
        qsort(x->owned, x->ids, sizeof *x->owned, by_owned_id);
    for (size_t i = 1; i < x->ids; i++)
        if (hash128_compare(x->owned[i - 1].id, x->owned[i].id) == 0)
            index_join(x, x->owned[i - 1].entry, x->owned[i].entry);
}

struct keyed { /* a row, by what makes it the same as others */
    struct hash128 key;
    uint32_t scope, type, row;
};

static int
by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    int c = hash128_compare(x->key, y->key);
    c = c ? c : compare_numbers(x->scope, y->scope);
    return c ? c : compare_numbers(x->type, y->type);
}

/* Rows of one scope and key. A package of unknown type is the same as those of the one type that there is;
 * where there are two types, it is neither. */
static void
join_same(struct index *x, const struct keyed *k, size_t n)
{
    uint32_t types = 0;
    for (size_t i = 0; i < n; i++)
        types += k[i].type != NO_NAME && (i == 0 || k[i].type != k[i - 1].type);
    for (size_t i = 1; i < n; i++)
        if (types < 2 || k[i].type == k[i - 1].type)
            index_join(x, x->row[k[i].row].entry, x->row[k[i - 1].row].entry);
}

static void
join_keys(struct index *x)
{
    struct keyed *k = xmalloc((x->rows + 1) * sizeof *k);
    size_t n = 0;
    for (size_t i = 0; i < x->rows; i++) {
        const struct row *r = &x->row[i];
        if (!r->occurrence)
            k[n++] = (struct keyed){r->key, r->scope, r->type, (uint32_t)i};
    }
    if (n)
        qsort(k, n, sizeof *k, by_key);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && hash128_compare(k[j].key, k[i].key) == 0 && k[j].scope == k[i].scope; j++)
            continue;
        join_same(x, k + i, j - i);
    }
    free(k);
}

/* ---- groups and ids ---- */

struct draft { /* a group in the making */
    struct group group;
    uint32_t oldest; /* entry with the id it has had longest; NO_NAME: it is new */
    uint32_t first;  /* row that was seen first */
    uint32_t newest; /* row whose service it has */
    uint32_t type;
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
draft_entry(struct index *x, struct draft *d, uint32_t entry)
{
    d->group.n++;
    if (x->entry[entry].has_id && (d->oldest == NO_NAME || is_older(&x->entry[entry], &x->entry[d->oldest])))
        d->oldest = entry;
}

static void
draft_row(struct index *x, struct draft *d, uint32_t row)
{
    const struct row *r = &x->row[row];
    if (d->first == NO_NAME || compare_rows(r, &x->row[d->first]) < 0)
        d->first = row;
    if (d->newest == NO_NAME || has_newer_service(r, &x->row[d->newest]))
        d->newest = row;
    if (r->type != NO_NAME && (d->type == NO_NAME || by_text(r->type, d->type) < 0))
        d->type = r->type;
}

static int
by_first(const void *a, const void *b)
{
    const struct draft *x = *(struct draft *const *)a, *y = *(struct draft *const *)b;
    const struct row *r = &sorting->index.row[x->first], *q = &sorting->index.row[y->first];
    int c = hash128_compare(r->key, q->key);
    c = c ? c : by_text(r->scope, q->scope);
    c = c ? c : by_text(x->type, y->type);
    return c ? c : compare_rows(r, q);
}

static bool
is_owned(const struct index *x, struct hash128 id)
{
    struct owned_id key = {id, 0};
    return x->ids && bsearch(&key, x->owned, x->ids, sizeof *x->owned, by_owned_id);
}

static struct hash128
id_of(const struct run *run, const struct draft *d, uint64_t ordinal)
{
    static struct buf b;
    const struct row *r = &run->index.row[d->first];
    b.n = 0;
    buf_format(&b, "v1:%016llx%016llx:", (unsigned long long)r->key.high, (unsigned long long)r->key.low);
    hash_part(&b, names_text(&run->names, r->scope));
    hash_part(&b, names_text(&run->names, d->type));
    buf_int(&b, (int64_t)ordinal);
    return hash128_of(&b);
}

/* Ids of new findings: ordinals count up within a scope and key, passing over ids that older findings have.
 */
static void
give_ids(struct run *run, struct draft *drafts, size_t n)
{
    struct draft **new = xmalloc((n + 1) * sizeof *new);
    size_t count = 0;
    uint64_t ordinal = 0;
    for (size_t i = 0; i < n; i++) {
        if (drafts[i].oldest == NO_NAME)
            new[count++] = &drafts[i];
        else
            drafts[i].group.id = run->index.entry[drafts[i].oldest].id;
    }
    if (count)
        qsort(new, count, sizeof *new, by_first);
    for (size_t i = 0; i < count; i++) {
        const struct row *r = &run->index.row[new[i]->first],
                         *before = i ? &run->index.row[new[i - 1]->first] : NULL;
        if (!before || hash128_compare(r->key, before->key) != 0 || r->scope != before->scope ||
            new[i]->type != new[i - 1]->type)
            ordinal = 0;
        do
            new[i]->group.id = id_of(run, new[i], ++ordinal);
        while (is_owned(&run->index, new[i]->group.id));
    }
    free(new);
}

static int
by_service(const void *a, const void *b)
{
    const struct group *x = a, *y = b;
    int c = by_text(x->service, y->service);
    return c ? c : hash128_compare(x->id, y->id);
}

static struct draft *
make_drafts(struct index *x, uint32_t *group_of, size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < x->entries; i++)
        if (index_root(x, (uint32_t)i) == i && !x->entry[i].digested)
            group_of[i] = (uint32_t)(*n)++;
    struct draft *d = xmalloc((*n + 1) * sizeof *d);
    for (size_t i = 0; i < *n; i++)
        d[i] = (struct draft){.oldest = NO_NAME, .first = NO_NAME, .newest = NO_NAME, .type = NO_NAME};
    for (size_t i = 0; i < x->entries; i++) {
        if (x->entry[i].digested)
            continue; /* it is joined to nothing */
        group_of[i] = group_of[index_root(x, (uint32_t)i)];
        draft_entry(x, &d[group_of[i]], (uint32_t)i);
    }
    for (size_t i = 0; i < x->rows; i++)
        if (!x->entry[x->row[i].entry].digested)
            draft_row(x, &d[group_of[x->row[i].entry]], (uint32_t)i);
    return d;
}

static void
fill_members(struct groups *g, const struct index *x, const uint32_t *group_of)
{
    uint32_t at = 0;
    g->member = xmalloc((x->entries + 1) * sizeof *g->member);
    for (size_t i = 0; i < g->n; i++) {
        g->at[i].first = at;
        at += g->at[i].n;
        g->at[i].n = 0;
    }
    for (size_t i = 0; i < x->entries; i++) {
        if (x->entry[i].digested)
            continue;
        struct group *to = &g->at[group_of[i]];
        g->member[to->first + to->n++] = (uint32_t)i;
    }
}

void
groups_find(struct run *run, struct groups *g)
{
    struct index *x = &run->index;
    sorting = run;
    join_ids(x);
    join_keys(x);
    occurrence_pair(run);
    uint32_t *group_of = xmalloc((x->entries + 1) * sizeof *group_of);
    struct draft *d = make_drafts(x, group_of, &g->n);
    give_ids(run, d, g->n);
    g->at = xmalloc((g->n + 1) * sizeof *g->at);
    for (size_t i = 0; i < g->n; i++) {
        g->at[i] = d[i].group;
        g->at[i].service = x->row[d[i].newest].service;
        g->at[i].scope = x->row[d[i].newest].scope;
    }
    free(d);
    fill_members(g, x, group_of);
    free(group_of);
    if (g->n)
        qsort(g->at, g->n, sizeof *g->at, by_service);
}

void
groups_free(struct groups *g)
{
    free(g->at);
    free(g->member);
}
