#include "passing.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define PLACES_BITS 8
#define PLACES ((size_t)1 << PLACES_BITS)

struct passing *
passing_at(struct passings *p, const struct spread_times *list, size_t n)
{
    uint64_t hash = 0, one;
    if (n > PASSING_NUMBERS)
        return NULL;
    if (!p->at)
        p->at = xcalloc(PLACES, sizeof *p->at);
    for (size_t i = 0; i < n; i++) {
        memcpy(&one, &list[i], sizeof one);
        hash = (hash ^ one) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    return &p->at[hash * 0x9e3779b97f4a7c15u >> (64 - PLACES_BITS)];
}

bool
passing_is(const struct passing *x, const struct spread_times *list, size_t n)
{
    if (x->n != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (x->list[i].number != list[i].number || x->list[i].times != list[i].times)
            return false;
    return true;
}

void
passing_begin(struct passing *x, const struct spread_times *list, size_t n)
{
    memcpy(x->list, list, n * sizeof *list);
    x->n = n;
    x->learned = x->alone = x->closed = false;
    x->n_open = x->times = 0;
}

bool
passing_passes(struct passing *x, const struct tops *tops, struct slice key)
{
    for (size_t i = 0; i < x->n_open;) {
        struct place_in_rows *place = &x->lists.at[i];
        enum taking t = rows_would_take(place, key);
        if (t == TAKES)
            return false;
        if (t == TAKES_NOT) {
            i++;
            continue;
        }
        struct place_in_rows last = x->lists.at[--x->n_open];
        x->lists.at[x->n_open] = *place;
        *place = last;
    }
    if (!x->closed) {
        enum taking t = tops ? tops_would_take(tops, x->records, key) : TAKES_NEVER;
        x->closed = t == TAKES_NEVER;
        if (t == TAKES)
            return false;
    }
    x->times++;
    return true;
}

struct passing *
passing_next(struct passings *p, struct passing *x)
{
    if (!p->at)
        return NULL;
    for (x = x ? x + 1 : p->at; x < p->at + PLACES; x++)
        if (x->n)
            return x;
    return NULL;
}

void
passings_free(struct passings *p)
{
    for (size_t i = 0; p->at && i < PLACES; i++) {
        lists_seen_free(&p->at[i].lists);
        free(p->at[i].records);
    }
    free(p->at);
    *p = (struct passings){0};
}
