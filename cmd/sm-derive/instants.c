#include "instants.h"

#include <stdlib.h>

#include "mem.h"

struct instant_list {
    struct instant *at;
    size_t n, cap;
};

void
instants_add(struct instants *t, struct slice key, int64_t at, unsigned what)
{
    size_t *list = map_put(&t->keys, key, t->n);
    if (*list == t->n) {
        t->lists = xgrow(t->lists, &t->cap, t->n + 1, sizeof *t->lists);
        t->lists[t->n++] = (struct instant_list){0};
    }
    struct instant_list *l = &t->lists[*list];
    l->at = xgrow(l->at, &l->cap, l->n + 1, sizeof *l->at);
    l->at[l->n++] = (struct instant){at, what};
}

static int
by_time(const void *a, const void *b)
{
    const struct instant *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return (x->what > y->what) - (x->what < y->what);
}

void
instants_sort(struct instants *t)
{
    for (size_t i = 0; i < t->n; i++)
        qsort(t->lists[i].at, t->lists[i].n, sizeof *t->lists[i].at, by_time);
}

size_t
instants_list(const struct instants *t, struct slice key)
{
    return map_get(&t->keys, key);
}

/* How many of a list are before `when`. */
static size_t
count_before(const struct instant_list *l, int64_t when)
{
    size_t low = 0, high = l->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->at[middle].at < when)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct instant *
instants_before(const struct instants *t, size_t list, int64_t when)
{
    if (list == INSTANTS_NONE)
        return NULL;
    size_t n = count_before(&t->lists[list], when);
    return n ? &t->lists[list].at[n - 1] : NULL;
}

const struct instant *
instants_from(const struct instants *t, size_t list, int64_t when)
{
    if (list == INSTANTS_NONE)
        return NULL;
    size_t n = count_before(&t->lists[list], when);
    return n < t->lists[list].n ? &t->lists[list].at[n] : NULL;
}

void
instants_free(struct instants *t)
{
    for (size_t i = 0; i < t->n; i++)
        free(t->lists[i].at);
    free(t->lists);
    map_free(&t->keys);
    *t = (struct instants){0};
}
