#include "occurrence.h"

#include <stdlib.h>
#include <string.h>

#include "distance.h"
#include "hash.h"

struct item {           /* an occurrence that is known */
    struct hash128 key; /* rule and file */
    uint64_t native;
    int64_t seen;
    struct place place;
    uint32_t entry, line, base;
    uint32_t number; /* in order of first appearance, for ties */
    bool closed, used, gone;
};

struct spot { /* a location in the report at hand */
    struct hash128 key;
    uint64_t native;
    int64_t seen;
    uint32_t row, line;
    bool used, live;
};

struct native {
    uint64_t native;
    size_t at;
};

struct pairing { /* memory of one run, used again by every partition */
    struct run *run;
    struct item *item;
    size_t items, item_cap;
    struct spot *spot;
    size_t spots, spot_cap;
    struct native *a, *b;
    size_t a_cap, b_cap;
    uint32_t *old, *new, *row;
    size_t *old_item, *new_spot, *to;
    size_t old_cap, new_cap, old_item_cap, new_spot_cap, to_cap, row_cap;
    int64_t made; /* of the report at hand */
    bool known;   /* last month's output has findings of this partition */
};

static const struct index *sorted; /* qsort has no argument for it */

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
    const struct row *x = &sorted->row[*(const uint32_t *)a], *y = &sorted->row[*(const uint32_t *)b];
    int c = compare_numbers(x->scope, y->scope);
    c = c ? c : compare_numbers(x->tool, y->tool);
    c = c ? c : compare_numbers(x->target, y->target);
    c = c ? c : compare_numbers(x->family, y->family);
    c = c ? c : (int)y->known - (int)x->known;
    if (!c && !x->known) {
        c = compare_times(x->made, y->made);
        c = c ? c : compare_numbers(x->report, y->report);
    }
    c = c ? c : hash128_compare(x->key, y->key);
    c = c ? c : compare_numbers(x->line, y->line);
    if (!c && x->known)
        c = hash128_compare(sorted->entry[x->entry].id, sorted->entry[y->entry].id);
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
    int c = hash128_compare(x->key, y->key);
    c = c ? c : compare_numbers(x->line, y->line);
    c = c ? c : (int)x->gone - (int)y->gone;
    c = c ? c : compare_times(y->seen, x->seen);
    return c ? c : compare_numbers(x->number, y->number);
}

static void
add_item(struct pairing *p, const struct row *r)
{
    p->item = xgrow(p->item, &p->item_cap, p->items + 1, sizeof *p->item);
    p->item[p->items] = (struct item){.key = r->key,
                                      .native = r->native,
                                      .seen = r->seen,
                                      .place = row_place(r),
                                      .entry = r->entry,
                                      .line = r->line,
                                      .base = r->base,
                                      .number = (uint32_t)p->items,
                                      .closed = !state_is_live((enum state)r->state)};
    p->items++;
}

static int
by_native(const void *a, const void *b)
{
    const struct native *x = a, *y = b;
    int c = compare_numbers(x->native, y->native);
    return c ? c : compare_numbers(x->at, y->at);
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
        p->a[i] = (struct native){index_root(x, x->row[rows[i]].entry), i};
    if (n)
        qsort(p->a, n, sizeof *p->a, by_native);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept && p->a[kept - 1].native == p->a[i].native) {
            if (x->row[rows[p->a[i].at]].seen > x->row[rows[p->a[kept - 1].at]].seen)
                p->a[kept - 1] = p->a[i];
            continue;
        }
        p->a[kept++] = p->a[i];
    }
    for (size_t i = 0; i < kept; i++)
        p->a[i].native = 0;
    if (kept)
        qsort(p->a, kept, sizeof *p->a, by_native);
    for (size_t i = 0; i < kept; i++)
        add_item(p, &x->row[rows[p->a[i].at]]);
}

static void
take(struct pairing *p, size_t item, size_t spot, enum rule rule)
{
    struct item *i = &p->item[item];
    struct spot *s = &p->spot[spot];
    uint32_t distance = i->line > s->line ? i->line - s->line : s->line - i->line;
    index_join(&p->run->index, i->entry, p->run->index.row[s->row].entry, rule, distance);
    i->used = s->used = true;
    i->key = s->key;
    i->base = p->run->index.row[s->row].base;
    i->line = s->line;
    i->native = s->native ? s->native : i->native;
    i->seen = s->seen > i->seen ? s->seen : i->seen;
    i->closed = !s->live;
}

static bool
is_single(const struct native *n, size_t count, size_t i)
{
    return (i == 0 || n[i - 1].native != n[i].native) && (i + 1 == count || n[i + 1].native != n[i].native);
}

/* The tool's own id, where it occurs once on each side. Items [i, ie) and spots [s, se) are of one rule and
 * file. */
static void
pair_natives(struct pairing *p, size_t i, size_t ie, size_t s, size_t se)
{
    size_t na = 0, nb = 0;
    p->a = xgrow(p->a, &p->a_cap, ie - i + 1, sizeof *p->a);
    p->b = xgrow(p->b, &p->b_cap, se - s + 1, sizeof *p->b);
    for (size_t k = i; k < ie; k++)
        if (p->item[k].native)
            p->a[na++] = (struct native){p->item[k].native, k};
    for (size_t k = s; k < se; k++)
        if (p->spot[k].native)
            p->b[nb++] = (struct native){p->spot[k].native, k};
    if (!na || !nb)
        return;
    qsort(p->a, na, sizeof *p->a, by_native);
    qsort(p->b, nb, sizeof *p->b, by_native);
    for (size_t x = 0, y = 0; x < na && y < nb;) {
        if (p->a[x].native != p->b[y].native) {
            p->a[x].native < p->b[y].native ? x++ : y++;
            continue;
        }
        if (is_single(p->a, na, x) && is_single(p->b, nb, y))
            take(p, p->a[x].at, p->b[y].at, RULE_NATIVE);
        uint64_t done = p->a[x].native;
        while (x < na && p->a[x].native == done)
            x++;
        while (y < nb && p->b[y].native == done)
            y++;
    }
}

/* `take` moves an item's line, which the order of items rests on: the line it had is looked at in p->old. */
static void
pair_lines(struct pairing *p, size_t i, size_t ie, size_t s, size_t se)
{
    p->old = xgrow(p->old, &p->old_cap, ie - i + 1, sizeof *p->old);
    for (size_t k = i; k < ie; k++)
        p->old[k - i] = p->item[k].line;
    for (size_t k = i; k < ie && s < se;) {
        if (p->item[k].used || p->old[k - i] < p->spot[s].line)
            k++;
        else if (p->spot[s].used || p->old[k - i] > p->spot[s].line)
            s++;
        else
            take(p, k++, s++, RULE_LINE);
    }
}

static void
pair_distances(struct pairing *p, size_t i, size_t ie, size_t s, size_t se, bool gone)
{
    size_t n = 0, m = 0;
    p->old = xgrow(p->old, &p->old_cap, ie - i + 1, sizeof *p->old);
    p->old_item = xgrow(p->old_item, &p->old_item_cap, ie - i + 1, sizeof *p->old_item);
    p->new = xgrow(p->new, &p->new_cap, se - s + 1, sizeof *p->new);
    p->new_spot = xgrow(p->new_spot, &p->new_spot_cap, se - s + 1, sizeof *p->new_spot);
    p->to = xgrow(p->to, &p->to_cap, se - s + 1, sizeof *p->to);
    for (size_t k = i; k < ie; k++) {
        if (p->item[k].used || p->item[k].gone != gone)
            continue;
        p->old_item[n] = k;
        p->old[n++] = p->item[k].line;
    }
    for (size_t k = s; k < se; k++) {
        if (p->spot[k].used)
            continue;
        p->new_spot[m] = k;
        p->new[m++] = p->spot[k].line;
    }
    distance_pair(p->old, n, p->new, m, p->to);
    for (size_t k = 0; k < m; k++)
        if (p->to[k] != NOT_PAIRED)
            take(p, p->old_item[p->to[k]], p->new_spot[k], RULE_NEAREST);
}

/* Was the item missing from a successful scan before this report? */
static bool
is_gone(const struct pairing *p, const struct item *i)
{
    if (i->closed)
        return true;
    if (i->seen == DATE_NONE || p->made == DATE_NONE)
        return false;
    int64_t at = coverage_after(&p->run->coverage, i->place, i->seen);
    return at != DATE_NONE && at < p->made;
}

static bool
is_missed_now(const struct pairing *p, const struct item *i)
{
    return !i->used && !i->gone && i->seen != DATE_NONE &&
           coverage_after(&p->run->coverage, i->place, i->seen) == p->made;
}

/* A renamed file: one finding of the rule is missing, one is new, and line, file name or the tool's id is the
 * same. */
static void
pair_renamed(struct pairing *p)
{
    size_t item = NOT_PAIRED, spot = NOT_PAIRED, missing = 0, new = 0;
    if (p->made == DATE_NONE || p->run->rules.off[RULE_RENAMED])
        return;
    for (size_t i = 0; i < p->spots; i++) {
        if (!p->spot[i].used) {
            spot = i;
            new ++;
        }
    }
    if (new != 1)
        return;
    for (size_t i = 0; i < p->items && missing < 2; i++) {
        if (is_missed_now(p, &p->item[i])) {
            item = i;
            missing++;
        }
    }
    if (missing != 1)
        return;
    const struct item *i = &p->item[item];
    const struct spot *s = &p->spot[spot];
    const struct row *r = &p->run->index.row[s->row];
    bool line = i->line && i->line == s->line, base = i->base && i->base == r->base;
    if (line || base || (i->native && i->native == s->native))
        take(p, item, spot, RULE_RENAMED);
}

/* The locations of a report. Rows of one location are one finding, whatever else they say. */
static void
find_spots(struct pairing *p, const uint32_t *rows, size_t n)
{
    struct index *x = &p->run->index;
    p->spots = 0;
    for (size_t i = 0; i < n; i++) {
        const struct row *r = &x->row[rows[i]];
        struct spot *last = p->spots ? &p->spot[p->spots - 1] : NULL;
        bool live = state_is_live((enum state)r->state);
        if (last && last->line == r->line && hash128_compare(last->key, r->key) == 0) {
            index_join(x, x->row[last->row].entry, r->entry, RULE_PLACE, 0);
            last->live |= live;
            last->seen = r->seen > last->seen ? r->seen : last->seen;
            last->native = last->native == r->native ? r->native : 0;
            continue;
        }
        p->spot = xgrow(p->spot, &p->spot_cap, p->spots + 1, sizeof *p->spot);
        p->spot[p->spots++] = (struct spot){.key = r->key,
                                            .native = r->native,
                                            .seen = r->seen,
                                            .row = rows[i],
                                            .line = r->line,
                                            .live = live};
    }
}

static void
pair_file(struct pairing *p, size_t i, size_t ie, size_t s, size_t se)
{
    if (i == ie)
        return;
    const bool *off = p->run->rules.off;
    if (!off[RULE_NATIVE])
        pair_natives(p, i, ie, s, se);
    if (!off[RULE_LINE])
        pair_lines(p, i, ie, s, se);
    if (off[RULE_NEAREST])
        return;
    pair_distances(p, i, ie, s, se, false);
    pair_distances(p, i, ie, s, se, true);
}

static void
pair_report(struct pairing *p, const uint32_t *rows, size_t n)
{
    p->made = p->run->index.row[rows[0]].made;
    if (p->known && p->run->index.row[rows[0]].stale) { /* nothing new; which is which is known */
        for (size_t i = 0; i < n; i++)
            p->run->index.entry[p->run->index.row[rows[i]].entry].digested = true;
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
        for (se = s; se < p->spots && hash128_compare(p->spot[se].key, p->spot[s].key) == 0; se++)
            continue;
        while (i < known && hash128_compare(p->item[i].key, p->spot[s].key) < 0)
            i++;
        for (ie = i; ie < known && hash128_compare(p->item[ie].key, p->spot[s].key) == 0; ie++)
            continue;
        pair_file(p, i, ie, s, se);
    }
    pair_renamed(p);
    for (size_t s = 0; s < p->spots; s++) {
        if (p->spot[s].used)
            continue;
        add_item(p, &p->run->index.row[p->spot[s].row]);
        struct item *new = &p->item[p->items - 1]; /* what all rows of the location say, not the first */
        new->native = p->spot[s].native;
        new->seen = p->spot[s].seen;
        new->closed = !p->spot[s].live;
    }
}

static void
pair_partition(struct pairing *p, const uint32_t *rows, size_t n)
{
    const struct row *row = p->run->index.row;
    size_t i = 0, j;
    while (i < n && row[rows[i]].known)
        i++;
    start_items(p, rows, i);
    p->known = i > 0;
    for (; i < n; i = j) {
        const struct row *first = &row[rows[i]];
        for (j = i; j < n && row[rows[j]].report == first->report && row[rows[j]].made == first->made; j++)
            continue;
        pair_report(p, rows + i, j - i);
    }
}

static void
free_pairing(struct pairing *p)
{
    free(p->item);
    free(p->spot);
    free(p->a);
    free(p->b);
    free(p->old);
    free(p->new);
    free(p->old_item);
    free(p->new_spot);
    free(p->to);
    free(p->row);
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
    const struct row *row = p->run->index.row;
    qsort(rows, n, sizeof *rows, by_partition);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && same_partition(&row[rows[j]], &row[rows[i]]); j++)
            index_look(&p->run->index);
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
        uint64_t key = x->row[i].occurrence ? partition_of(&x->row[i]) : 0;
        if (x->row[i].occurrence && (parts == 1 || key % parts == part))
            sort_add(l, (struct sort_item){key, (uint32_t)i, 0});
    }
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
    size_t parts = index_parts(&run->index, run->index.rows, 2 * sizeof *l.at);
    sorted = &run->index;
    for (size_t part = 0; part < parts; part++)
        pair_part(&p, &l, part, parts);
    sort_free(&l);
    free_pairing(&p);
}
