/* Entries that wait: written in their order once every context that they want has come, or can't come, or the
 * innermost element ends that some context belongs to. So no slot begins anew while they wait; entries with
 * contexts of their own never do. */
#include "cut.h"

#include <string.h>

#define HELD_MAX (64u << 10) /* bytes of an entry that may wait */

struct held_entry {
    uint64_t number;
    size_t entry, n;
    bool lean;
};

bool
hold_can(const struct cut *c, size_t entry)
{
    return c->source->seekable && !c->source->xml && c->depth && c->plan->apart[entry] &&
           !c->plan->format->n_lookups && c->entry.n <= HELD_MAX;
}

static size_t
innermost(const struct cut *c, size_t entry)
{
    size_t n = c->plan->format->n_contexts, inner = 0;
    for (size_t i = 0; i < n; i++) {
        size_t depth = c->plan->slots[c->plan->entry_slots[entry * n + i]].scope.depth;
        inner = depth > inner ? depth : inner;
    }
    return inner;
}

void
hold_put(struct cut *c, size_t entry, size_t until)
{
    struct hold *h = &c->hold;
    struct held_entry one = {c->emit->entry, entry, c->entry.n, c->lean};
    if (!h->held.n) {
        h->from = cut_offset(c);
        h->depth = c->depth;
        h->until = c->depth;
        h->inner = h->entry = 0;
        memcpy(c->saved, c->stack, c->depth * sizeof *c->stack);
        c->enough = h->from + LOOK_AHEAD_OPTIONAL;
    }
    if (until < h->until)
        h->until = until;
    if (h->entry != entry + 1) {
        size_t inner = innermost(c, entry);
        h->inner = inner > h->inner ? inner : h->inner;
    }
    h->entry = entry + 1;
    h->changes = c->plan->changes;
    buf_room(&h->held, sizeof one + one.n);
    memcpy(h->held.p + h->held.n, &one, sizeof one);
    h->held.n += sizeof one;
    buf_slice(&h->held, buf_as_slice(&c->entry));
}

static void
write_held(struct cut *c)
{
    struct buf held = c->hold.held;
    uint64_t number = c->emit->entry;
    c->hold.held = (struct buf){0};
    for (size_t at = 0; at < held.n;) {
        struct held_entry one;
        memcpy(&one, held.p + at, sizeof one);
        at += sizeof one;
        c->emit->entry = one.number;
        entry_write(c, one.entry, (struct slice){held.p + at, one.n}, one.lean);
        at += one.n;
    }
    c->emit->entry = number;
    held.n = 0;
    c->hold.held = held;
}

bool
hold_step(struct cut *c)
{
    bool inside = c->depth > c->hold.inner;
    if (c->wanted && inside && cut_offset(c) < c->enough)
        return true;
    if (c->required || (c->wanted && !inside))
        return hold_resolve(c);
    cut_give_up(c);
    write_held(c);
    return true;
}

bool
hold_resolve(struct cut *c)
{
    if (!c->hold.held.n)
        return true;
    if (c->wanted && !cut_ahead(c, c->hold.until)) {
        c->hold.held.n = 0;
        return false;
    }
    write_held(c);
    return true;
}

/* Behind what is broken for one who reads all, one who looks ahead may still find something. */
void
hold_broken(struct cut *c)
{
    const char *why = c->why;
    uint64_t at = c->broken_at;
    if (!c->hold.held.n)
        return;
    if (c->wanted && !cut_ahead_from(c, c->hold.from, c->hold.depth, c->hold.until)) {
        c->hold.held.n = 0;
        return;
    }
    write_held(c);
    uint64_t before = at ? at - 1 : 0; /* whether a line starts there is asked */
    if (source_seek(c->source, before)) {
        if (c->source->base + c->source->n <= at)
            source_fill(c->source, before);
        cut_window(c, at);
    }
    c->why = why;
    c->broken_at = at;
}
