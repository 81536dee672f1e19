#include "histogram.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define LOOSE_MIN 256 /* values that may wait unsorted */
#define DAYS_MAX 4096 /* whole numbers below it are counted in place */

static int
by_value(const void *a, const void *b)
{
    const struct bin *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

static void
take_days(struct histogram *h)
{
    for (size_t i = 0; i < h->n_days; i++) {
        if (!h->days[i])
            continue;
        h->at = xgrow(h->at, &h->cap, h->n + 1, sizeof *h->at);
        h->at[h->n++] = (struct bin){(double)i, h->days[i]};
    }
    free(h->days);
    h->days = NULL;
    h->n_days = 0;
}

static void
add_day(struct histogram *h, size_t day, uint64_t count)
{
    if (day >= h->n_days) {
        size_t n = h->n_days ? h->n_days : 16;
        while (n <= day)
            n *= 2;
        h->days = xrealloc(h->days, n * sizeof *h->days);
        memset(h->days + h->n_days, 0, (n - h->n_days) * sizeof *h->days);
        h->n_days = n;
    }
    h->days[day] += count;
}

static void
unite(struct histogram *h)
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
histogram_sort(struct histogram *h)
{
    take_days(h);
    unite(h);
}

void
histogram_add(struct histogram *h, double value, uint64_t times)
{
    size_t low = 0, high = h->sorted;
    if (value >= 0 && value < DAYS_MAX && value == (double)(size_t)value) {
        add_day(h, (size_t)value, times);
        return;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (h->at[middle].value < value)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < h->sorted && h->at[low].value == value) {
        h->at[low].count += times;
        return;
    }
    if (h->n - h->sorted >= LOOSE_MIN && h->n - h->sorted >= h->sorted)
        unite(h);
    h->at = xgrow(h->at, &h->cap, h->n + 1, sizeof *h->at);
    h->at[h->n++] = (struct bin){value, times};
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
    free(h->days);
    *h = (struct histogram){0};
}
