/* Of the rows of a breakdown that are too many to be kept, those that are written: for each metric the
 * CELLS_MAX values with most records. A row comes once, with all that is counted of it. */
#ifndef DERIVE_TOPS_H
#define DERIVE_TOPS_H

#include "axis.h"
#include "rows.h"

struct tops;

struct tops *tops_new(struct cells *c, const struct axis *x);
/* list: numbers as in the axis's spread, all of them counted in cells. */
void tops_take(struct tops *t, struct slice key, const struct spread_times *list, size_t n);
/* The same in parts: of each slot, a metric that is broken down so, how many records the row has; would it be
 * kept (NEVER: nor will another one with as many); and rows that have so many and are not kept. */
size_t tops_slots(const struct tops *t);
void tops_records(const struct tops *t, const struct spread_times *list, size_t n, uint64_t *records);
enum taking tops_would_take(const struct tops *t, const uint64_t *records, struct slice key);
void tops_drop(struct tops *t, const uint64_t *records, size_t rows);
/* The rows that are among the first of any metric; of all others, cells_drop has been told. */
void tops_each(struct tops *t, spread_take *take, void *with);
void tops_free(struct tops *t);

/* The values that a key of the axis's spread says. */
void tops_values(const struct axis *x, struct slice key, struct slice values[2]);

#endif
