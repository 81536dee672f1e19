/* Entries that follow each other in one array: all that is known of the contexts of one holds for the next,
 * as long as nothing stands between them. They are copied straight into the output. What is not as it mostly
 * is (the window ends, an entry is broken, too deep or too long) is left to cut_entry, which reads it from
 * its start. */
#include "compact.h"
#include "cut.h"
#include "skip.h"

static bool
starts_nothing(const struct state *st)
{
    return !st->report && !st->names.n && !st->starts.n && !st->ends.n && !st->store_starts.n &&
           !st->store_ends.n;
}

static bool
nothing_new(const struct cut *c, size_t entry)
{
    return c->hold.held.n ? c->hold.entry == entry + 1 && c->hold.changes == c->plan->changes
                          : c->context_entry == entry + 1 && c->context_changes == c->plan->changes;
}

bool
cut_row_can(const struct cut *c, const struct state *arrived, const struct state *st)
{
    return arrived == st && starts_nothing(st) && c->depth && !c->stack[c->depth - 1].object &&
           !c->source->xml && !c->plan->format->n_lookups && (c->lean || !c->emit->keeps.raw) &&
           nothing_new(c, st->entry);
}

/* The object that comes next in the array; NULL: something else, or it is not there yet. */
static const char *
next_object(const struct cut *c)
{
    const char *p = skip_blank(c->p, c->end);
    if (p == c->end || *p != ',')
        return NULL;
    p = skip_blank(p + 1, c->end);
    return p < c->end && *p == '{' ? p : NULL;
}

void
cut_row(struct cut *c)
{
    struct frame *array = &c->stack[c->depth - 1];
    struct compact k = {.depth_max = DEPTH_MAX - 1, .reads = c->emit->keeps.raw};
    struct line_begun line;
    bool held = c->hold.held.n;
    while ((k.p = next_object(c)) && (!held || hold_more(c, 0))) {
        const char *start = k.p;
        struct buf *out = emit_open(c->emit, &line);
        k.end = c->end;
        if (compact_value(&k, out) != COMPACT_DONE || k.p - start > LINE_MAX_BYTES ||
            (held && !hold_more(c, out->n - line.raw))) {
            emit_undo(c->emit, &line);
            return;
        }
        c->p = k.p;
        c->repaired += k.repaired;
        k.repaired = 0;
        array->index++;
        if (!emit_close(c->emit, &line))
            continue;
        if (held)
            hold_line(c, &line);
        else
            emit_count(c->emit, 1);
        c->entries += !held;
    }
}
