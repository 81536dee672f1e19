/* How often each value occurred: exact, mergeable, and small where values are days. */
#ifndef DERIVE_HISTOGRAM_H
#define DERIVE_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

struct bin {
    double value;
    uint64_t count;
};

struct histogram {  /* zeroed before first use */
    struct bin *at; /* the first `sorted` are in order and distinct */
    size_t n, cap, sorted;
    uint64_t *days; /* counts of the whole numbers from 0 up, until histogram_sort */
    size_t n_days;
};

void histogram_add(struct histogram *h, double value, uint64_t times);
void histogram_sort(struct histogram *h); /* before the questions */
uint64_t histogram_count(const struct histogram *h);
/* Of at least one value: */
double histogram_sum(const struct histogram *h);    /* added in order of value */
double histogram_median(const struct histogram *h); /* of an even count the mean of the middle two */
double histogram_p90(const struct histogram *h);    /* nearest rank */
double histogram_max(const struct histogram *h);
void histogram_free(struct histogram *h);

#endif
