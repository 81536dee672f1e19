#include "histogram.h"

#include <stdlib.h>

#include "mem.h"

#define LOOSE_MIN 256 /* values that may wait unsorted */

static int
by_value(const void *a, const void *b)
{
    const struct bin *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

void
histogram_sort(struct histogram *h)
{
    size_t to = 0;
    if (h->sorted == h->n)
        return;
    qsort(h->at, h->n, sizeof *h->at, by_value);
    for (size_t i = 0; i < h->n; i++) {
        if (to && h->at[to - 1].value == h->at[i].value)
            h->at[to - 1].count += h->at[i].count;
        else
            h->at[to++] = h->at[i];
    }
    h->n = h->sorted = to;
}

void
histogram_add(struct histogram *h, double value)
{
    size_t low = 0, high = h->sorted;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (h->at[middle].value < value)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < h->sorted && h->at[low].value == value) {
        h->at[low].count++;
        return;
    }
    if (h->n - h->sorted >= LOOSE_MIN && h->n - h->sorted >= h->sorted)
        histogram_sort(h);
    h->at = xgrow(h->at, &h->cap, h->n + 1, sizeof *h->at);
    h->at[h->n++] = (struct bin){value, 1};
}

uint64_t
histogram_count(const struct histogram *h)
{
    uint64_t n = 0;
    for (size_t i = 0; i < h->n; i++)
        n += h->at[i].count;
    return n;
}

double
histogram_sum(const struct histogram *h)
{
    double sum = 0;
    for (size_t i = 0; i < h->n; i++)
        sum += h->at[i].value * (double)h->at[i].count;
    return sum;
}

/* The value of a rank, from 1. */
static double
ranked(const struct histogram *h, uint64_t rank)
{
    uint64_t seen = 0;
    for (size_t i = 0; i < h->n; i++) {
        seen += h->at[i].count;
        if (seen >= rank)
            return h->at[i].value;
    }
    return h->at[h->n - 1].value;
}

double
histogram_median(const struct histogram *h)
{
    uint64_t n = histogram_count(h);
    if (n % 2)
        return ranked(h, n / 2 + 1);
    return (ranked(h, n / 2) + ranked(h, n / 2 + 1)) / 2;
}

double
histogram_p90(const struct histogram *h)
{
    return ranked(h, (histogram_count(h) * 9 + 9) / 10);
}

double
histogram_max(const struct histogram *h)
{
    return h->at[h->n - 1].value;
}

void
histogram_free(struct histogram *h)
{
    free(h->at);
    *h = (struct histogram){0};
}
