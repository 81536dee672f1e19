#include "twice.h"

#include <stdlib.h>

#include "mem.h"

#define EASE 8 /* places for each number: one in nine is taken for one that comes again */
#define LEAST 64

void
twice_start(struct twice *t, size_t n, size_t memory)
{
    t->places = LEAST;
    t->seen = 0;
    while (t->places < n * EASE && t->places / 2 <= memory)
        t->places *= 2;
    t->at = xcalloc(t->places / 32, sizeof *t->at);
}

void
twice_settle(struct twice *t)
{
    for (size_t i = t->seen < TWICE_WAIT ? 0 : t->seen - TWICE_WAIT; i < t->seen; i++)
        twice_note(t, t->waiting[i % TWICE_WAIT]);
}

void
twice_free(struct twice *t)
{
    free(t->at);
    *t = (struct twice){0};
}
