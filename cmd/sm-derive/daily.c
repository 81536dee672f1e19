#include "daily.h"

#include <stdlib.h>

#include "mem.h"

static void
grow(struct daily *d)
{
    struct daily old = *d;
    d->places = old.places ? 2 * old.places : 64;
    d->at = xcalloc(d->places, sizeof *d->at);
    for (size_t i = 0; i < old.places; i++)
        if (old.at[i].shape)
            d->at[daily_place(d, old.at[i].shape, old.at[i].days)] = old.at[i];
    free(old.at);
}

void
daily_add(struct daily *d, const struct daily_count *count)
{
    if (2 * d->n >= d->places)
        grow(d);
    d->at[daily_place(d, count->shape, count->days)] = *count;
    d->n++;
}

void
daily_forget(struct daily *d)
{
    free(d->at);
    *d = (struct daily){0};
}
