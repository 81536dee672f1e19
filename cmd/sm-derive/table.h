/* How many findings there are of each row and view. */
#ifndef DERIVE_TABLE_H
#define DERIVE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct pair { /* of a row and a view: how many findings; view 0: free */
    uint32_t row, view, times;
};

/* Rows are numbered as they come, and most have one view: so the first view of each has its place in a list,
 * and only the others are looked for. */
struct table { /* zeroed before first use */
    struct first {
        uint32_t view, times;
    } * first; /* by row */
    size_t rows, cap;
    struct pair *at;
    size_t n, places;
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

typedef void table_take(void *with, const struct pair *pair);
void table_each(const struct table *t, table_take *take, void *with);
void table_free(struct table *t);

#endif
