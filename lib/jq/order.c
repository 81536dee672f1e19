#include "value.h"

#include <math.h>
#include <string.h>

static int
by_text(struct val a, struct val b)
{
    uint32_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.text, b.text, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

/* NaN is below every number, itself included. */
static int
by_number(struct val a, struct val b)
{
    double x = val_double(a), y = val_double(b);
    return isnan(x) || x < y ? -1 : x == y ? 0 : 1;
}

static int
by_items(struct memory *m, struct val a, struct val b)
{
    struct each x = val_each(a), y = val_each(b);
    struct val v, w;
    while (x.left && y.left) {
        val_next(&x, NULL, &v);
        val_next(&y, NULL, &w);
        int c = val_order(m, v, w);
        if (c)
            return c;
    }
    return (a.n > b.n) - (a.n < b.n);
}

/* Bottom-up merge sort of positions: stable, and no more memory than as much again. */
void
val_sort(struct memory *m, const struct val *keys, size_t n, uint32_t *at)
{
    uint32_t *from = at, *to = memory_take(m, n * sizeof *to);
    for (size_t i = 0; i < n; i++)
        at[i] = (uint32_t)i;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t lo = 0; lo < n; lo += 2 * width) {
            size_t mid = lo + width < n ? lo + width : n, hi = lo + 2 * width < n ? lo + 2 * width : n;
            size_t i = lo, j = mid, k = lo;
            while (i < mid && j < hi)
                to[k++] = val_order(m, keys[from[j]], keys[from[i]]) < 0 ? from[j++] : from[i++];
            while (i < mid)
                to[k++] = from[i++];
            while (j < hi)
                to[k++] = from[j++];
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != at)
        memcpy(at, from, n * sizeof *at);
}

const struct member **
val_sorted_members(struct memory *m, struct val object, size_t *n)
{
    struct each e = val_each(object);
    *n = e.left;
    struct member *all = memory_take(m, *n * sizeof *all);
    struct val *keys = memory_take(m, *n * sizeof *keys);
    uint32_t *at = memory_take(m, *n * sizeof *at);
    const struct member **out = memory_take(m, *n * sizeof *out);
    for (size_t i = 0; val_next(&e, &all[i].key, &all[i].val); i++)
        keys[i] = all[i].key;
    val_sort(m, keys, *n, at);
    for (size_t i = 0; i < *n; i++)
        out[i] = &all[at[i]];
    return out;
}

static int
by_members(struct memory *m, struct val a, struct val b)
{
    size_t n, k;
    const struct member **x = val_sorted_members(m, a, &n), **y = val_sorted_members(m, b, &k);
    int c = 0;
    for (size_t i = 0; !c && i < n && i < k; i++)
        c = by_text(x[i]->key, y[i]->key);
    if (!c)
        c = (n > k) - (n < k);
    for (size_t i = 0; !c && i < n; i++)
        c = val_order(m, x[i]->val, y[i]->val);
    return c;
}

int
val_order(struct memory *m, struct val a, struct val b)
{
    if (a.kind != b.kind)
        return a.kind < b.kind ? -1 : 1;
    switch (a.kind) {
    case K_NUMBER:
        return by_number(a, b);
    case K_STRING:
        return by_text(a, b);
    case K_ARRAY:
        return by_items(m, a, b);
    case K_OBJECT:
        return by_members(m, a, b);
    default:
        return 0;
    }
}

bool
val_equal(struct memory *m, struct val a, struct val b)
{
    if (a.kind != b.kind)
        return false;
    if (a.kind == K_STRING)
        return val_same_text(a, b);
    if (a.kind == K_ARRAY && a.n != b.n)
        return false;
    return val_order(m, a, b) == 0;
}
