/* The order in which the values of a breakdown are written. */
#include "cells.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "mem.h"
#include "select.h"

/* The one order that is not the text's. */
int
severity_rank(struct slice s)
{
    static const char *const ranks[] = {"critical", "high", "medium", "low", "info"};
    for (int i = 0; i < 5; i++)
        if (s.n && *s.p == *ranks[i] && slice_is(s, ranks[i]))
            return i;
    return 5;
}

/* Numbers that begin both texts compare as numbers. */
static int
compare_texts(struct slice a, struct slice b)
{
    double x = 0, y = 0;
    size_t i = 0, j = 0;
    while (i < a.n && i < 15 && isdigit((unsigned char)a.p[i]))
        x = x * 10 + (a.p[i++] - '0');
    while (j < b.n && j < 15 && isdigit((unsigned char)b.p[j]))
        y = y * 10 + (b.p[j++] - '0');
    if (i && j && x != y)
        return x < y ? -1 : 1;
    return slice_compare(a, b);
}

static int
compare_values(struct slice key, struct slice a, struct slice b)
{
    if (!a.p || !b.p)
        return !a.p - !b.p;
    if (slice_is(key, "severity") && severity_rank(a) != severity_rank(b))
        return severity_rank(a) - severity_rank(b);
    return compare_texts(a, b);
}

static const struct breakdown *ordered_by; /* of the sort at work */

int
cells_compare(const struct breakdown *by, const struct slice x[2], const struct slice y[2])
{
    for (size_t i = 0; i < by->n; i++) {
        int order = compare_values(by->keys[i], x[i], y[i]);
        if (order)
            return order;
    }
    return 0;
}

static int
by_values(const void *a, const void *b)
{
    const struct series *x = *(struct series *const *)a, *y = *(struct series *const *)b;
    return cells_compare(ordered_by, x->values, y->values);
}

static int
by_outputs(const void *a, const void *b)
{
    const struct series *x = *(struct series *const *)a, *y = *(struct series *const *)b;
    if (x->outputs != y->outputs)
        return x->outputs > y->outputs ? -1 : 1;
    return by_values(a, b);
}

static int
compare_numbers(const void *list, size_t a, size_t b)
{
    return by_outputs((struct series *const *)list + a, (struct series *const *)list + b);
}

/* Puts the first `want` of them in front, in no order. */
static void
keep_first(struct series **list, size_t n, size_t want)
{
    size_t *order = xcalloc(n, sizeof *order);
    struct series **first = xcalloc(want, sizeof(struct series *));
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    select_first(order, n, want, compare_numbers, list);
    for (size_t i = 0; i < want; i++)
        first[i] = list[order[i]];
    memcpy(list, first, want * sizeof(struct series *));
    free(first);
    free(order);
}

struct series **
cells_first(const struct cells *c, size_t metric, size_t by, size_t *n)
{
    struct series **list = cells_of(c, metric, by, n);
    if (*n <= CELLS_MAX)
        return list;
    ordered_by = &c->metrics->at[metric].by[by];
    keep_first(list, *n, CELLS_MAX);
    *n = CELLS_MAX;
    return list;
}

struct series **
cells_in_order(const struct cells *c, size_t metric, size_t by, size_t *n)
{
    struct series **list = cells_first(c, metric, by, n);
    if (*n < 2)
        return list;
    ordered_by = &c->metrics->at[metric].by[by];
    qsort(list, *n, sizeof(struct series *), by_values);
    return list;
}
