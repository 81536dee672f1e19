/* Entries that wait: written in their order once every context that they want has come, or can't come, or the
 * innermost element ends that some context belongs to. So no slot begins anew while they wait; entries with
 * contexts of their own never do. Mostly nothing comes: so their lines stand in the output's buffer as they
 * will be then, and only where something did come are they written anew. */
#include "cut.h"

#include <string.h>

#define HELD_MAX (64u << 10)      /* bytes of an entry that may wait */
#define HELD_LINES_MAX (4u << 20) /* bytes of lines that wait */

struct held_entry {
    uint64_t number;
    size_t entry; /* its entries path */
    struct line_begun line;
};

bool
hold_more(const struct cut *c, size_t n)
{
    const struct hold *h = &c->hold;
    return n <= HELD_MAX && c->emit->stage->out.buf.n - h->at < HELD_LINES_MAX && c->wanted &&
           c->depth > h->inner && cut_offset(c) < c->enough;
}

bool
hold_can(const struct cut *c, size_t entry)
{
    return c->source->seekable && !c->source->xml && c->depth && c->plan->apart[entry] &&
           !c->plan->format->n_lookups && c->entry.n <= HELD_MAX &&
           (!c->hold.held.n || c->emit->stage->out.buf.n - c->hold.at < HELD_LINES_MAX);
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
hold_line(struct cut *c, const struct line_begun *line)
{
    struct hold *h = &c->hold;
    struct held_entry one = {c->emit->entry, h->entry - 1, *line};
    if (!h->held.n)
        h->at = line->at;
    buf_add(&h->held, (const char *)&one, sizeof one);
}

void
hold_put(struct cut *c, size_t entry, size_t until)
{
    struct hold *h = &c->hold;
    struct about about = entry_about(c, entry);
    struct line_begun line;
    c->context_entry = 0; /* not the last word */
    if (!h->held.n) {
        h->alike = true;
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
    h->alike &= !h->held.n || (h->entry == entry + 1 && h->changes == c->plan->changes);
    h->entry = entry + 1;
    h->changes = c->plan->changes;
    if (emit_ahead(c->emit, &about, buf_as_slice(&c->entry), c->lean, &line))
        hold_line(c, &line);
}

static void
forget_held(struct cut *c)
{
    if (c->hold.held.n)
        c->emit->stage->out.buf.n = c->hold.at;
    c->hold.held.n = 0;
}

/* What was wanted has been found: the lines are written anew. */
static void
write_again(struct cut *c)
{
    struct buf held = c->hold.held, *out = &c->emit->stage->out.buf, lines = {0};
    size_t from = c->hold.at;
    uint64_t number = c->emit->entry;
    buf_add(&lines, out->p + from, out->n - from);
    forget_held(c);
    c->hold.held = (struct buf){0};
    for (size_t at = 0; at < held.n; at += sizeof(struct held_entry)) {
        struct held_entry one;
        memcpy(&one, held.p + at, sizeof one);
        c->emit->entry = one.number;
        entry_write(c, one.entry,
                    (struct slice){lines.p + one.line.raw - from, one.line.raw_end - one.line.raw}, true);
    }
    c->emit->entry = number;
    held.n = 0;
    c->hold.held = held;
    buf_free(&lines);
}

static void
write_held(struct cut *c)
{
    struct hold *h = &c->hold;
    struct about about = entry_about(c, h->entry - 1);
    if (!h->alike || !emit_would(c->emit, &about)) {
        c->context_entry = 0; /* no line has it yet */
        write_again(c);
        return;
    }
    uint64_t lines = h->held.n / sizeof(struct held_entry);
    h->held.n = 0;
    c->entries += lines;
    emit_count(c->emit, lines);
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
        forget_held(c);
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
        forget_held(c);
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
