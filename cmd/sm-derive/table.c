#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static size_t
place_in(const struct table *t, uint32_t row, uint32_t view)
{
    uint64_t hash = ((uint64_t)row << 32 | view) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(hash >> 32) & (t->places - 1);
    while (t->at[i].view && (t->at[i].row != row || t->at[i].view != view))
        i = (i + 1) & (t->places - 1);
    return i;
}

static size_t
grow(struct table *t)
{
    struct table old = *t;
    t->places = old.places ? 2 * old.places : 64;
    t->at = xcalloc(t->places, sizeof *t->at);
    for (size_t i = 0; i < old.places; i++)
        if (old.at[i].view)
            t->at[place_in(t, old.at[i].row, old.at[i].view)] = old.at[i];
    free(old.at);
    return (t->places - old.places) * sizeof *t->at;
}

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
    if (2 * t->n >= t->places)
        memory += grow(t);
    struct pair *p = &t->at[place_in(t, row, view)];
    t->n += !p->view;
    *p = (struct pair){row, view, p->times + times};
    return memory;
}

void
table_each(const struct table *t, table_take *take, void *with)
{
    for (size_t row = 0; row < t->rows; row++)
        if (t->first[row].view)
            take(with, &(struct pair){(uint32_t)row, t->first[row].view, t->first[row].times});
    for (size_t i = 0; i < t->places; i++)
        if (t->at[i].view)
            take(with, &t->at[i]);
}

void
table_free(struct table *t)
{
    free(t->first);
    free(t->at);
    *t = (struct table){0};
}
