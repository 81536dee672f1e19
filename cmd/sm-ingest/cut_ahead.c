#include <string.h>

#include "cut.h"

void
cut_want(struct cut *c, struct scope *s)
{
    if (!s->wanted) {
        c->wanted++;
        c->required += !s->optional;
    }
    s->wanted = true;
}

void
cut_found(struct cut *c, struct scope *s)
{
    if (s->wanted) {
        c->wanted--;
        c->required -= !s->optional;
    }
    s->wanted = false;
}

bool
cut_far(const struct cut *c)
{
    return c->ahead && !c->required && cut_offset(c) >= c->enough;
}

void
cut_give_up(struct cut *c)
{
    for (size_t i = 0; i < c->plan->n_slots; i++)
        if (c->plan->slots[i].scope.wanted)
            c->plan->slots[i].scope.final = true;
    for (size_t i = 0; i < c->plan->n_stores; i++)
        if (c->plan->stores[i].scope.wanted)
            c->plan->stores[i].scope.final = true;
    c->plan->changes++;
    collect_reset(c);
}

/* A break is met again, and reported, when it is its turn. */
static void
look(struct cut *c, size_t until)
{
    c->ahead = true;
    c->looked++;
    cut_run(c, until);
    c->ahead = false;
    c->why = NULL;
    cut_give_up(c);
}

bool
cut_ahead(struct cut *c, size_t until)
{
    struct source *s = c->source;
    uint64_t here = cut_offset(c);
    size_t depth = c->depth;
    enum want want = c->want;
    memcpy(c->saved, c->stack, depth * sizeof *c->stack);
    source_hold(s, here);
    if (!c->hold.held.n)
        c->enough = here + LOOK_AHEAD_OPTIONAL;
    look(c, until);
    bool good = !s->failed && source_seek(s, here);
    source_release(s);
    memcpy(c->stack, c->saved, depth * sizeof *c->stack);
    c->depth = depth;
    c->want = want;
    cut_window(c, good ? here : s->base);
    if (!good)
        c->why = "it can't be read";
    return good;
}

bool
cut_ahead_from(struct cut *c, uint64_t from, size_t depth, size_t until)
{
    if (c->source->failed || !source_seek(c->source, from))
        return false;
    memcpy(c->stack, c->saved, depth * sizeof *c->stack);
    c->depth = depth;
    c->want = WANT_NEXT;
    cut_window(c, from);
    look(c, until);
    return !c->source->failed;
}
