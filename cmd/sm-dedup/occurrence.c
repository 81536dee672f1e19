#include "occurrence.h"

#include <stdlib.h>

#include "hash.h"
#include "pairing.h"

static const struct occurrence *sorted; /* pairing.at: qsort has no argument for it */

static int
compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int
compare_times(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Partition first (equality is all that counts there), known rows before new ones, new ones report by report.
 */
static int
by_partition(const void *a, const void *b)
{
    const struct occurrence *p = &sorted[*(const uint32_t *)a], *q = &sorted[*(const uint32_t *)b];
    const struct row *x = &p->row, *y = &q->row;
    int c = compare_numbers(x->scope, y->scope);
    c = c ? c : compare_numbers(x->tool, y->tool);
    c = c ? c : compare_numbers(x->target, y->target);
    c = c ? c : compare_numbers(x->family, y->family);
    c = c ? c : (int)y->known - (int)x->known;
    if (!c && !x->known) {
        c = compare_times(x->made, y->made);
        c = c ? c : compare_numbers(x->report, y->report);
    }
    c = c ? c : compare_numbers(x->place, y->place);
    c = c ? c : compare_numbers(x->line, y->line);
    c = c ? c : compare_numbers(x->told, y->told);
    if (!c && x->known)
        c = hash128_compare(p->id, q->id);
    c = c ? c : compare_times(y->seen, x->seen);
    c = c ? c : compare_numbers(x->order, y->order);
    c = c ? c : compare_numbers(x->native, y->native);
    return c;
}

static bool
same_partition(const struct row *x, const struct row *y)
{
    return x->scope == y->scope && x->tool == y->tool && x->target == y->target && x->family == y->family;
}

static int
items_by_line(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int c = compare_numbers(x->place, y->place);
    c = c ? c : compare_numbers(x->line, y->line);
    c = c ? c : (int)x->gone - (int)y->gone;
    c = c ? c : compare_times(y->seen, x->seen);
    return c ? c : compare_numbers(x->number, y->number);
}

static void
add_item(struct pairing *p, const struct row *r)
{
    p->item = xgrow(p->item, &p->item_cap, p->items + 1, sizeof *p->item);
    p->item[p->items] = (struct item){.place = r->place,
                                      .native = r->native,
                                      .told = r->told,
                                      .seen = r->seen,
                                      .covered = row_place(r),
                                      .entry = r->entry,
                                      .line = r->line,
                                      .base = r->base,
                                      .number = (uint32_t)p->items,
                                      .closed = !state_is_live((enum state)r->state)};
    p->items++;
}

/* Known rows become items; of two rows of one finding (it was read twice) the one seen last, else the first.
 */
static void
start_items(struct pairing *p, const uint32_t *rows, size_t n)
{
    struct index *x = &p->run->index;
    p->items = 0;
    p->a = xgrow(p->a, &p->a_cap, n + 1, sizeof *p->a);
    for (size_t i = 0; i < n; i++)
        p->a[i] = (struct evidence){index_root(x, p->at[rows[i]].row.entry), i};
    if (n)
        qsort(p->a, n, sizeof *p->a, pairing_by_evidence);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept && p->a[kept - 1].id == p->a[i].id) {
            if (p->at[rows[p->a[i].at]].row.seen > p->at[rows[p->a[kept - 1].at]].row.seen)
                p->a[kept - 1] = p->a[i];
            continue;
        }
        p->a[kept++] = p->a[i];
    }
    for (size_t i = 0; i < kept; i++)
        p->a[i].id = 0;
    if (kept)
        qsort(p->a, kept, sizeof *p->a, pairing_by_evidence);
    for (size_t i = 0; i < kept; i++)
        add_item(p, &p->at[rows[p->a[i].at]].row);
}

/* Was the item missing from a successful scan before this report? */
static bool
is_gone(const struct pairing *p, const struct item *i)
{
    if (i->closed)
        return true;
    if (i->seen == DATE_NONE || p->made == DATE_NONE)
        return false;
    int64_t at = coverage_after(&p->run->coverage, i->covered, i->seen);
    return at != DATE_NONE && at < p->made;
}

static void
unite(struct pairing *p, struct spot *to, uint32_t row, uint64_t native, int64_t seen, bool live)
{
    struct index *x = &p->run->index;
    const struct row *r = &p->at[row].row;
    index_join(x, p->at[to->row].row.entry, r->entry, RULE_PLACE, 0);
    to->live |= live;
    to->told = to->told ? to->told : r->told;
    to->seen = seen > to->seen ? seen : to->seen;
    to->native = to->native == native ? native : 0;
}

static int
spots_by_told(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    int c = compare_numbers(x->place, y->place);
    c = c ? c : compare_numbers(x->told, y->told);
    return c ? c : compare_numbers(x->line, y->line);
}

static int
spots_by_line(const void *a, const void *b)
{
    const struct spot *x = a, *y = b;
    int c = compare_numbers(x->place, y->place);
    c = c ? c : compare_numbers(x->line, y->line);
    return c ? c : compare_numbers(x->told, y->told);
}

/* What is told to be the same in several lines of a file stands in the first of them. */
static void
unite_told(struct pairing *p)
{
    size_t kept = 0;
    qsort(p->spot, p->spots, sizeof *p->spot, spots_by_told);
    for (size_t i = 0; i < p->spots; i++) {
        struct spot *last = kept ? &p->spot[kept - 1] : NULL, *s = &p->spot[i];
        if (last && s->told && s->told == last->told && s->place == last->place)
            unite(p, last, s->row, s->native, s->seen, s->live);
        else
            p->spot[kept++] = *s;
    }
    p->spots = kept;
    qsort(p->spot, p->spots, sizeof *p->spot, spots_by_line);
}

/* Rows of one location are one finding, whatever else they say, save that they are told apart. */
static void
find_spots_at(struct pairing *p, const uint32_t *rows, size_t n)
{
    const struct occurrence *at = p->at;
    size_t from = p->spots, told = 0;
    for (size_t i = 0; i < n; i++)
        told += at[rows[i]].row.told && (i == 0 || at[rows[i]].row.told != at[rows[i - 1]].row.told);
    for (size_t i = 0; i < n; i++) {
        const struct row *r = &at[rows[i]].row;
        struct spot *last = p->spots > from ? &p->spot[p->spots - 1] : NULL;
        bool live = state_is_live((enum state)r->state);
        if (last && (told < 2 || last->told == r->told)) {
            unite(p, last, rows[i], r->native, r->seen, live);
            continue;
        }
        p->spot = xgrow(p->spot, &p->spot_cap, p->spots + 1, sizeof *p->spot);
        p->spot[p->spots++] = (struct spot){.place = r->place,
                                            .native = r->native,
                                            .told = r->told,
                                            .seen = r->seen,
                                            .row = rows[i],
                                            .line = r->line,
                                            .live = live};
    }
}

/* The locations of a report. */
static void
find_spots(struct pairing *p, const uint32_t *rows, size_t n)
{
    const struct occurrence *at = p->at;
    bool any_told = false;
    p->spots = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && at[rows[j]].row.place == at[rows[i]].row.place &&
                    at[rows[j]].row.line == at[rows[i]].row.line;
             j++)
            any_told |= at[rows[j]].row.told != 0;
        find_spots_at(p, rows + i, j - i);
    }
    if (any_told)
        unite_told(p);
}

static void
set_digested(struct pairing *p, uint32_t entry)
{
    p->run->index.entry[entry].digested = true;
    index_look(&p->run->index);
}

static void
pair_report(struct pairing *p, const uint32_t *rows, size_t n)
{
    p->made = p->at[rows[0]].row.made;
    if (p->known && p->at[rows[0]].row.stale) { /* nothing new; which is which is known */
        for (size_t i = 0; i < n; i++)
            set_digested(p, p->at[rows[i]].row.entry);
        return;
    }
    find_spots(p, rows, n);
    for (size_t i = 0; i < p->items; i++) {
        p->item[i].used = false;
        p->item[i].gone = is_gone(p, &p->item[i]);
    }
    if (p->items)
        qsort(p->item, p->items, sizeof *p->item, items_by_line);
    size_t known = p->items;
    for (size_t s = 0, se, i = 0, ie; s < p->spots; s = se, i = ie) {
        for (se = s; se < p->spots && p->spot[se].place == p->spot[s].place; se++)
            continue;
        while (i < known && p->item[i].place < p->spot[s].place)
            i++;
        for (ie = i; ie < known && p->item[ie].place == p->spot[s].place; ie++)
            continue;
        pairing_file(p, i, ie, s, se);
    }
    pairing_renamed(p);
    for (size_t s = 0; s < p->spots; s++) {
        if (p->spot[s].used)
            continue;
        add_item(p, &p->at[p->spot[s].row].row);
        struct item *new = &p->item[p->items - 1]; /* what all rows of the location say, not the first */
        new->native = p->spot[s].native;
        new->told = p->spot[s].told;
        new->seen = p->spot[s].seen;
        new->closed = !p->spot[s].live;
    }
}

static void
pair_partition(struct pairing *p, const uint32_t *rows, size_t n)
{
    const struct occurrence *at = p->at;
    size_t i = 0, j;
    while (i < n && at[rows[i]].row.known)
        i++;
    start_items(p, rows, i);
    p->known = i > 0;
    for (; i < n; i = j) {
        const struct row *first = &at[rows[i]].row;
        for (j = i; j < n && at[rows[j]].row.report == first->report && at[rows[j]].row.made == first->made;
             j++)
            continue;
        pair_report(p, rows + i, j - i);
    }
}

static uint64_t
partition_of(const struct row *r)
{
    uint64_t place[3] = {(uint64_t)r->scope << 32 | r->tool, r->target, r->family};
    return hash_64(place, sizeof place);
}

/* Rows of some partitions: those of one hash, which nearly always is one partition. */
static void
pair_run(struct pairing *p, uint32_t *rows, size_t n)
{
    const struct occurrence *at = p->at;
    qsort(rows, n, sizeof *rows, by_partition);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && same_partition(&at[rows[j]].row, &at[rows[i]].row); j++)
            continue;
        pair_partition(p, rows + i, j - i);
    }
}

static void
pair_part(struct pairing *p, struct sort_list *l, size_t part, size_t parts)
{
    struct index *x = &p->run->index;
    l->n = 0;
    for (size_t i = 0; i < x->rows; i++) {
        index_pass(x, i);
        const struct row *r = &x->row[i];
        uint64_t key = r->occurrence ? partition_of(r) : 0;
        if (!r->occurrence || (parts > 1 && key % parts != part))
            continue;
        p->at = xgrow(p->at, &p->at_cap, l->n + 1, sizeof *p->at);
        p->at[l->n] = (struct occurrence){*r, r->known ? x->entry[r->entry].id : (struct hash128){0, 0}};
        sort_add(l, (struct sort_item){key, (uint32_t)l->n, 0});
    }
    sorted = p->at;
    sort_list(l);
    for (size_t i = 0, j; i < l->n; i = j) {
        for (j = i; j < l->n && l->at[j].key == l->at[i].key; j++) {
            p->row = xgrow(p->row, &p->row_cap, j - i + 1, sizeof *p->row);
            p->row[j - i] = l->at[j].value;
        }
        pair_run(p, p->row, j - i);
    }
}

void
occurrence_pair(struct run *run)
{
    struct pairing p = {.run = run};
    struct sort_list l = {0};
    if (!run->index.any_occurrence)
        return;
    size_t parts = index_parts(&run->index, run->index.rows, 2 * sizeof *l.at + sizeof *p.at);
    for (size_t part = 0; part < parts; part++)
        pair_part(&p, &l, part, parts);
    sort_free(&l);
    pairing_free(&p);
}
