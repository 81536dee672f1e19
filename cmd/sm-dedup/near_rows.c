#include "near_rows.h"

#include <stdlib.h>

#include "mem.h"

#define LOOKED (UINT32_C(1) << 31)
#define SEVERAL (LOOKED - 1) /* while places are looked for: the finding stands in more than one */

struct near_entry {
    uint32_t entry, from, rows; /* from: number of its first row */
    size_t row;                 /* that row's place among the copies */
};

/* ---- which part a finding is in ---- */

static uint32_t
short_hash(uint32_t scope, uint64_t place)
{
    uint64_t key[2] = {scope, place};
    return (uint32_t)(hash_64(key, sizeof key) % (SEVERAL - 1)) + 1;
}

static struct slice
bytes_of(const uint32_t *key)
{
    return (struct slice){(const char *)key, sizeof *key};
}

/* A finding in several places ties them together, with all findings that stand there. */
static void
find_places(struct near_rows *n)
{
    struct index *x = n->x;
    for (size_t i = 0; i < x->nears; i++) {
        const struct row *r = &x->row[x->near[i].row];
        uint32_t key = n->parts == 1 ? 1 : short_hash(r->scope, x->near[i].place);
        uint32_t *part = &n->part[index_root(x, r->entry)];
        index_pass(x, i);
        if (*part == key)
            continue;
        if (*part)
            (void)map_put(&n->tied, bytes_of(&key), 0);
        if (*part && *part != SEVERAL)
            (void)map_put(&n->tied, bytes_of(part), 0);
        *part = *part ? SEVERAL : key;
    }
}

/* From places to parts, from 1: all that is tied is in the first. */
static void
settle_parts(struct near_rows *n)
{
    struct index *x = n->x;
    uint32_t *place = n->part;
    n->part = xcalloc(x->entries + 1, sizeof *n->part);
    for (size_t i = 0; i < x->nears; i++) {
        const struct row *r = &x->row[x->near[i].row];
        uint32_t root = index_root(x, r->entry), key = place[root];
        index_pass(x, i);
        bool tied = key == SEVERAL || map_get(&n->tied, bytes_of(&key)) != MAP_NONE;
        n->part[root] = 1 + (tied ? 0 : (uint32_t)(key % n->parts));
    }
    free(place);
}

void
near_rows_start(struct near_rows *n)
{
    struct index *x = n->x;
    size_t bytes = 2 * sizeof *n->at + (index_in_file(x) ? sizeof *n->row + sizeof *n->entry : 0);
    n->parts = index_parts(x, x->nears, bytes);
    n->part = xcalloc(x->entries + 1, sizeof *n->part);
    find_places(n);
    settle_parts(n);
}

/* ---- its rows ---- */

static bool
is_in_part(const struct near_rows *n, uint32_t entry, size_t part)
{
    return (n->part[index_root(n->x, entry)] & ~LOOKED) == part + 1;
}

static void
copy_entries(struct near_rows *n, size_t part)
{
    struct index *x = n->x;
    n->rows = n->entries = 0;
    for (size_t i = 0; i < x->entries; i++) {
        index_pass(x, i);
        if (!is_in_part(n, (uint32_t)i, part))
            continue;
        uint32_t from = x->entry[i].row, count = (uint32_t)(index_rows_end(x, (uint32_t)i) - from);
        n->entry = xgrow(n->entry, &n->entry_cap, n->entries + 1, sizeof *n->entry);
        n->entry[n->entries++] = (struct near_entry){(uint32_t)i, from, count, n->rows};
        n->row = xgrow(n->row, &n->row_cap, n->rows + count, sizeof *n->row);
        memcpy(n->row + n->rows, x->row + from, count * sizeof *n->row);
        n->rows += count;
    }
}

/* The copied row of that number, NULL: it is of another part. *at: the entry it is looked for from on;
 * numbers only rise. */
static struct row *
copied_row(const struct near_rows *n, uint32_t number, size_t *at)
{
    while (*at < n->entries && n->entry[*at].from + n->entry[*at].rows <= number)
        ++*at;
    const struct near_entry *e = &n->entry[*at];
    return *at < n->entries && number >= e->from ? &n->row[e->row + number - e->from] : NULL;
}

void
near_rows_take(struct near_rows *n, size_t part)
{
    struct index *x = n->x;
    bool copied = index_in_file(x);
    size_t at = 0;
    n->n = 0;
    if (copied)
        copy_entries(n, part);
    for (size_t i = 0; i < x->nears; i++) {
        const struct near *near = &x->near[i];
        index_pass(x, i);
        struct row *r = copied ? copied_row(n, near->row, &at) : &x->row[near->row];
        if (!r || (!copied && !is_in_part(n, r->entry, part)) || x->entry[r->entry].digested)
            continue;
        n->at = xgrow(n->at, &n->cap, n->n + 1, sizeof *n->at);
        n->at[n->n++] = (struct near_at){near->place, near->what, r, near->row};
    }
}

struct row *
near_rows_of(const struct near_rows *n, uint32_t entry, size_t *count)
{
    struct index *x = n->x;
    if (!index_in_file(x)) {
        *count = index_rows_end(x, entry) - x->entry[entry].row;
        return &x->row[x->entry[entry].row];
    }
    size_t low = 0, high = n->entries;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (n->entry[mid].entry < entry)
            low = mid + 1;
        else
            high = mid;
    }
    *count = n->entry[low].rows;
    return &n->row[n->entry[low].row];
}

bool
near_rows_first(struct near_rows *n, uint32_t root)
{
    bool first = !(n->part[root] & LOOKED);
    n->part[root] |= LOOKED;
    return first;
}

void
near_rows_free(struct near_rows *n)
{
    free(n->at);
    free(n->part);
    free(n->row);
    free(n->entry);
    map_free(&n->tied);
}
