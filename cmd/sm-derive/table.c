#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static size_t
add_rows(struct table *t, uint32_t row)
{
    size_t before = t->cap;
    t->first = xgrow(t->first, &t->cap, (size_t)row + 1, sizeof *t->first);
    memset(t->first + t->rows, 0, (t->cap - t->rows) * sizeof *t->first);
    t->rows = t->cap;
    return (t->cap - before) * sizeof *t->first;
}

size_t
table_add_more(struct table *t, uint32_t row, uint32_t view, uint32_t times)
{
    size_t memory = row >= t->rows ? add_rows(t, row) : 0;
    struct first *f = &t->first[row];
    if (f->view == view || !f->view) {
        *f = (struct first){view, f->times + times};
        return memory;
    }
    size_t before = pairs_memory(&t->others);
    pairs_put(&t->others, view, row)->times += times;
    return memory + pairs_memory(&t->others) - before;
}

void
table_each(const struct table *t, table_take *take, void *with)
{
    for (size_t row = 0; row < t->rows; row++)
        if (t->first[row].view)
            take(with, &(struct tabled){(uint32_t)row, t->first[row].view, t->first[row].times});
    for (size_t i = 0; i < t->others.places; i++) {
        const struct pair *x = &t->others.at[i];
        if (x->a)
            take(with, &(struct tabled){(uint32_t)x->b, (uint32_t)x->a, x->times});
    }
}

void
table_free(struct table *t)
{
    free(t->first);
    pairs_free(&t->others);
    *t = (struct table){0};
}
