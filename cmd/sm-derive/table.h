/* How many findings there are of each row and view (never 0). */
#ifndef DERIVE_TABLE_H
#define DERIVE_TABLE_H

#include "pairs.h"

/* Rows are numbered as they come, and most have one view: so the first view of each has its place in a list,
 * and only the others are looked for. */
struct table { /* zeroed before first use */
    struct first {
        uint32_t view, times;
    } * first; /* by row */
    size_t rows, cap;
    struct pairs others; /* view and row */
};

size_t table_add_more(struct table *t, uint32_t row, uint32_t view,
                      uint32_t times); /* as table_add, of what is not there yet */

static inline size_t /* bytes of memory that it took for this */
table_add(struct table *t, uint32_t row, uint32_t view, uint32_t times)
{
    struct first *f = row < t->rows ? &t->first[row] : NULL;
    if (__builtin_expect(!f || (f->view && f->view != view), 0))
        return table_add_more(t, row, view, times);
    *f = (struct first){view, f->times + times};
    return 0;
}

struct tabled {
    uint32_t row, view, times;
};
typedef void table_take(void *with, const struct tabled *x);
void table_each(const struct table *t, table_take *take, void *with);
void table_free(struct table *t);

#endif
