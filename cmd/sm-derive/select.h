/* The first of many by an order, without sorting the others. */
#ifndef DERIVE_SELECT_H
#define DERIVE_SELECT_H

#include <stddef.h>

/* <0: a comes before b, >0: behind it; 0 only where either may come first. */
typedef int select_compare(const void *with, size_t a, size_t b);
/* Puts the first `want` of n numbers in front, in no order; n log(want) comparisons at most, few more than n
 * where the numbers are in no order. */
void select_first(size_t *list, size_t n, size_t want, select_compare *compare, const void *with);
/* Of n numbers, at least one, the last. */
size_t select_last(const size_t *list, size_t n, select_compare *compare, const void *with);

#endif
