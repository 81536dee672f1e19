#include "joining.h"

#include <stdlib.h>

#include "mem.h"
#include "twice.h"

void
joining_ids(struct index *x)
{
    struct sort_item *scratch = xmalloc((x->ids + 1) * sizeof *scratch);
    sort_items_by_more(x->owned, scratch, x->ids);
    sort_items(x->owned, scratch, x->ids);
    free(scratch);
    for (size_t i = 1; i < x->ids; i++)
        if (x->owned[i - 1].key == x->owned[i].key && x->owned[i - 1].more == x->owned[i].more)
            index_join(x, x->owned[i - 1].value, x->owned[i].value, RULE_ID, 0);
}

/* ---- rows of one key ---- */

struct keyed { /* what a row says of its key: rows of one key stand anywhere, so it is copied on the way
                  through */
    struct hash128 key;
    uint64_t vulnerability;
    uint32_t scope, type, variant, tool, entry;
    uint8_t exact;
};

struct joining {           /* the rows of a part of the keys */
    struct sort_list list; /* value: place in row */
    uint64_t *key;         /* of each row, 0: none; NULL: there is no room for them */
    struct twice twice;    /* those keys: most are the only one */
    struct keyed *row;
    size_t row_cap;
};

static uint64_t
mix(struct hash128 key, uint32_t scope)
{
    uint64_t h = key.low ^ (((uint64_t)scope << 32) + 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u;
    return h ^ h >> 31;
}

static int
compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static const struct keyed *keyed; /* those of the part; qsort has no argument for it */

static int
by_key(const void *a, const void *b)
{
    const struct keyed *r = &keyed[((const struct sort_item *)a)->value],
                       *q = &keyed[((const struct sort_item *)b)->value];
    int c = hash128_compare(r->key, q->key);
    c = c ? c : compare_numbers(r->scope, q->scope);
    c = c ? c : compare_numbers(r->type, q->type);
    c = c ? c : compare_numbers(r->variant, q->variant);
    return c ? c : compare_numbers(r->tool, q->tool);
}

static bool
same_package(const struct keyed *r, const struct keyed *q)
{
    return r->type == q->type && r->variant == q->variant;
}

/* Rows of one scope and key. A package of unknown type is the same as those of the one type that there is;
 * where there are two types, it is neither. */
static void
join_same(struct run *run, const struct sort_item *k, size_t n)
{
    uint32_t types = run->rules.off[RULE_TYPE] ? 2 : 0;
    for (size_t i = 0; i < n; i++) {
        const struct keyed *r = &keyed[k[i].value];
        types += r->type != NO_NAME && (i == 0 || !same_package(r, &keyed[k[i - 1].value]));
    }
    for (size_t i = 1; i < n; i++) {
        const struct keyed *r = &keyed[k[i].value], *before = &keyed[k[i - 1].value];
        bool same_type = same_package(r, before), same_tool = r->tool == before->tool;
        enum rule rule = r->vulnerability != before->vulnerability ? RULE_ALIAS
                         : same_tool                               ? RULE_KEY
                         : same_type                               ? (enum rule)r->exact
                                                                   : RULE_TYPE;
        if ((types < 2 || same_type) && (same_tool || !run->rules.off[r->exact]))
            index_join(&run->index, r->entry, before->entry, rule, 0);
    }
}

/* Items whose rows have one number of mix(): nearly always one scope and key. */
static void
join_run(struct run *run, struct sort_item *k, size_t n)
{
    if (n < 2)
        return;
    qsort(k, n, sizeof *k, by_key);
    for (size_t i = 0, j; i < n; i = j) {
        const struct keyed *r = &keyed[k[i].value];
        for (j = i; j < n && hash128_compare(keyed[k[j].value].key, r->key) == 0 &&
                    keyed[k[j].value].scope == r->scope;
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

static uint64_t
key_of(const struct row *r)
{
    return is_told_by_key(r) ? mix(r->key, r->scope) | 1 : 0;
}

/* The key of each row, and which of them come again; gives how many may do so. */
static size_t
see_keys(struct index *x, struct joining *j)
{
    size_t again = 0;
    j->key = xmalloc((x->rows + 1) * sizeof *j->key);
    twice_start(&j->twice, x->rows, x->memory / 16);
    for (size_t i = 0; i < x->rows; i++) {
        index_pass(x, i);
        j->key[i] = key_of(&x->row[i]);
        twice_see(&j->twice, j->key[i] >> 1);
    }
    twice_settle(&j->twice);
    for (size_t i = 0; i < x->rows; i++)
        again += j->key[i] && twice_maybe(&j->twice, j->key[i] >> 1);
    return again;
}

static void
add(struct joining *j, const struct row *r, uint64_t key)
{
    struct sort_list *l = &j->list;
    j->row = xgrow(j->row, &j->row_cap, l->n + 1, sizeof *j->row);
    j->row[l->n] =
        (struct keyed){r->key, r->vulnerability, r->scope, r->type, r->variant, r->tool, r->entry, r->exact};
    sort_add(l, (struct sort_item){key, (uint32_t)l->n, 0});
}

/* Items of one part are in memory at a time: which part a row is in follows from its key. */
static void
take_part(struct index *x, struct joining *j, size_t part, size_t parts)
{
    for (size_t i = 0; i < x->rows; i++) {
        index_pass(x, i);
        uint64_t key = j->key ? j->key[i] : key_of(&x->row[i]);
        if (!key || (key >> 1) % parts != part || (j->key && !twice_maybe(&j->twice, key >> 1)))
            continue;
        add(j, &x->row[i], key);
    }
}

static void
join_part(struct run *run, struct joining *j, size_t part, size_t parts)
{
    struct sort_list *l = &j->list;
    l->n = 0;
    take_part(&run->index, j, part, parts);
    keyed = j->row;
    sort_list(l);
    for (size_t i = 0, k; i < l->n; i = k) {
        for (k = i; k < l->n && l->at[k].key == l->at[i].key; k++)
            continue;
        join_run(run, l->at + i, k - i);
    }
}

void
joining_keys(struct run *run)
{
    struct index *x = &run->index;
    struct joining j = {0};
    bool seen = x->rows * sizeof *j.key <= x->memory / 8;
    size_t n = seen ? see_keys(x, &j) : x->rows,
           parts = index_parts(x, n, 2 * sizeof *j.list.at + sizeof *j.row);
    for (size_t part = 0; part < parts; part++)
        join_part(run, &j, part, parts);
    sort_free(&j.list);
    twice_free(&j.twice);
    free(j.key);
    free(j.row);
}
