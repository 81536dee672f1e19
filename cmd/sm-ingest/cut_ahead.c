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

/* What has not been found by now is not there. */
static void
give_up(struct cut *c)
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

bool
cut_ahead(struct cut *c, size_t until)
{
    struct source *s = c->source;
    uint64_t here = cut_offset(c);
    size_t depth = c->depth;
    memcpy(c->saved, c->stack, depth * sizeof *c->stack);
    source_hold(s, here);
    c->ahead = true;
    c->enough = here + LOOK_AHEAD_OPTIONAL;
    c->looked++;
    cut_run(c, until); /* a break is met again, and reported, when it is its turn */
    c->ahead = false;
    c->why = NULL;
    give_up(c);
    bool good = !s->failed && source_seek(s, here);
    source_release(s);
    memcpy(c->stack, c->saved, depth * sizeof *c->stack);
    c->depth = depth;
    c->want = WANT_NEXT;
    cut_window(c, good ? here : s->base);
    if (!good)
        c->why = "it can't be read";
    return good;
}
