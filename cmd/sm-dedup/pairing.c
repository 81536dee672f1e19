#include "pairing.h"

#include <stdlib.h>

#include "distance.h"

int
pairing_by_evidence(const void *a, const void *b)
{
    const struct evidence *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static void
take(struct pairing *p, size_t item, size_t spot, enum rule rule)
{
    struct item *i = &p->item[item];
    struct spot *s = &p->spot[spot];
    uint32_t distance = i->line > s->line ? i->line - s->line : s->line - i->line;
    index_join(&p->run->index, i->entry, p->at[s->row].row.entry, rule, distance);
    i->used = s->used = true;
    i->place = s->place;
    i->told = s->told ? s->told : i->told;
    i->base = p->at[s->row].row.base;
    i->line = s->line;
    i->native = s->native ? s->native : i->native;
    i->seen = s->seen > i->seen ? s->seen : i->seen;
    i->closed = !s->live;
}

/* What both tell is told by it: two secrets are never one, wherever they stand. Equal ones are paired first.
 */
static bool
may_pair(const struct item *i, const struct spot *s)
{
    return !i->told || !s->told;
}

static bool
is_single(const struct evidence *n, size_t count, size_t i)
{
    return (i == 0 || n[i - 1].id != n[i].id) && (i + 1 == count || n[i + 1].id != n[i].id);
}

static void
sort_evidence(struct pairing *p, size_t na, size_t nb)
{
    qsort(p->a, na, sizeof *p->a, pairing_by_evidence);
    qsort(p->b, nb, sizeof *p->b, pairing_by_evidence);
}

/* Takes what has one id in p->a and p->b, where it is once on each side. */
static void
pair_evidence(struct pairing *p, size_t na, size_t nb, enum rule rule)
{
    if (!na || !nb)
        return;
    sort_evidence(p, na, nb);
    for (size_t x = 0, y = 0; x < na && y < nb;) {
        if (p->a[x].id != p->b[y].id) {
            p->a[x].id < p->b[y].id ? x++ : y++;
            continue;
        }
        bool one = is_single(p->a, na, x) && is_single(p->b, nb, y);
        if (one && (rule == RULE_KEY || may_pair(&p->item[p->a[x].at], &p->spot[p->b[y].at])))
            take(p, p->a[x].at, p->b[y].at, rule);
        uint64_t done = p->a[x].id;
        while (x < na && p->a[x].id == done)
            x++;
        while (y < nb && p->b[y].id == done)
            y++;
    }
}

/* What tells them, which the keys have joined already; then the tool's own id. */
static void
pair_ids(struct pairing *p, size_t i, size_t ie, size_t s, size_t se, bool told)
{
    size_t na = 0, nb = 0;
    p->a = xgrow(p->a, &p->a_cap, ie - i + 1, sizeof *p->a);
    p->b = xgrow(p->b, &p->b_cap, se - s + 1, sizeof *p->b);
    for (size_t k = i; k < ie; k++) {
        uint64_t id = told ? p->item[k].told : p->item[k].native;
        if (id && !p->item[k].used)
            p->a[na++] = (struct evidence){id, k};
    }
    for (size_t k = s; k < se; k++) {
        uint64_t id = told ? p->spot[k].told : p->spot[k].native;
        if (id && !p->spot[k].used)
            p->b[nb++] = (struct evidence){id, k};
    }
    pair_evidence(p, na, nb, told ? RULE_KEY : RULE_NATIVE);
}

/* The first item from k on of the same line that the spot may be; ie: none. */
static size_t
on_line(const struct pairing *p, size_t i, size_t k, size_t ie, const struct spot *s)
{
    while (k < ie && p->old[k - i] == s->line && (p->item[k].used || !may_pair(&p->item[k], s)))
        k++;
    return k < ie && p->old[k - i] == s->line ? k : ie;
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
        else {
            size_t at = on_line(p, i, k, ie, &p->spot[s]);
            if (at < ie)
                take(p, at, s, RULE_LINE);
            s++;
        }
    }
}

/* Items that are told or not: the told ones may only be spots that are not. */
static void
pair_distances(struct pairing *p, size_t i, size_t ie, size_t s, size_t se, bool gone, bool told)
{
    size_t n = 0, m = 0;
    p->old = xgrow(p->old, &p->old_cap, ie - i + 1, sizeof *p->old);
    p->old_item = xgrow(p->old_item, &p->old_item_cap, ie - i + 1, sizeof *p->old_item);
    p->new = xgrow(p->new, &p->new_cap, se - s + 1, sizeof *p->new);
    p->new_spot = xgrow(p->new_spot, &p->new_spot_cap, se - s + 1, sizeof *p->new_spot);
    p->to = xgrow(p->to, &p->to_cap, se - s + 1, sizeof *p->to);
    for (size_t k = i; k < ie; k++) {
        if (p->item[k].used || p->item[k].gone != gone || !p->item[k].told == told)
            continue;
        p->old_item[n] = k;
        p->old[n++] = p->item[k].line;
    }
    for (size_t k = s; n && k < se; k++) {
        if (p->spot[k].used || (told && p->spot[k].told))
            continue;
        p->new_spot[m] = k;
        p->new[m++] = p->spot[k].line;
    }
    distance_pair(p->old, n, p->new, m, p->to);
    for (size_t k = 0; k < m; k++)
        if (p->to[k] != NOT_PAIRED)
            take(p, p->old_item[p->to[k]], p->new_spot[k], RULE_NEAREST);
}

static bool
is_missed_now(const struct pairing *p, const struct item *i)
{
    return !i->used && !i->gone && i->seen != DATE_NONE &&
           coverage_after(&p->run->coverage, i->covered, i->seen) == p->made;
}

/* Is there something that says that the new one is the missing one in another file? */
static bool
is_likely(const struct pairing *p, const struct item *i, const struct spot *s)
{
    const struct row *r = &p->at[s->row].row;
    if (i->told && s->told)
        return i->told == s->told;
    bool line = i->line && i->line == s->line, base = i->base && i->base == r->base;
    return line || base || (i->native && i->native == s->native);
}

/* A renamed file: one finding of the rule is missing, one is new, and what it is told by, line, file name or
 * the tool's id is the same. */
void
pairing_renamed(struct pairing *p)
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
    if (is_likely(p, &p->item[item], &p->spot[spot]))
        take(p, item, spot, RULE_RENAMED);
}

void
pairing_file(struct pairing *p, size_t i, size_t ie, size_t s, size_t se)
{
    if (i == ie)
        return;
    const bool *off = p->run->rules.off;
    pair_ids(p, i, ie, s, se, true);
    if (!off[RULE_NATIVE])
        pair_ids(p, i, ie, s, se, false);
    if (!off[RULE_LINE])
        pair_lines(p, i, ie, s, se);
    for (int gone = 0; gone < 2 && !off[RULE_NEAREST]; gone++)
        for (int told = 0; told < 2; told++)
            pair_distances(p, i, ie, s, se, gone, told);
}

void
pairing_free(struct pairing *p)
{
    free(p->at);
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
