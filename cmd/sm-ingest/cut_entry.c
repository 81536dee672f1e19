#include <string.h>

#include "compact.h"
#include "context_text.h"
#include "cut.h"

/* Reads on until there is twice as much of the entry, so that it is copied a second time at most twice over.
 */
static bool
read_more(struct cut *c)
{
    size_t have = (size_t)(c->end - c->p);
    bool more = false;
    while ((size_t)(c->end - c->p) < 2 * have && (size_t)(c->end - c->p) <= LINE_MAX_BYTES &&
           cut_refill(c, c->p))
        more = true;
    return more;
}

static bool
pass_over(struct cut *c, struct slice seen, bool *rejected)
{
    emit_reject(c->emit, ++c->emit->entry, seen, "longer than %u MiB", LINE_MAX_BYTES >> 20);
    *rejected = true;
    return cut_skip_value(c);
}

/* The entry as compact text in c->entry, c->p behind it. *rejected: it is none, and has been passed over. */
static bool
copy_entry(struct cut *c, bool *rejected)
{
    struct compact k = {.depth_max = c->source->xml ? XML_DEPTH_MAX : DEPTH_MAX - 1,
                        .reads = c->lean ? c->emit->keeps.raw : NULL};
    *rejected = false;
    for (;;) {
        struct slice seen = {c->p, (size_t)(c->end - c->p)};
        k.p = c->p;
        k.end = c->end;
        buf_reset(&c->entry);
        switch (compact_value(&k, &c->entry)) {
        case COMPACT_DONE:
            if ((size_t)(k.p - c->p) > LINE_MAX_BYTES)
                return pass_over(c, seen, rejected);
            c->p = k.p;
            c->repaired += k.repaired;
            cut_fold(c, &c->entry);
            return true;
        case COMPACT_BROKEN:
            return cut_break(c, k.p, k.why);
        case COMPACT_DEEP:
            emit_reject(c->emit, ++c->emit->entry, seen, "nested deeper than %zu levels", k.depth_max);
            *rejected = true;
            return cut_skip_value(c);
        case COMPACT_MORE:
            if (seen.n > LINE_MAX_BYTES)
                return pass_over(c, seen, rejected);
            k.last = !read_more(c);
        }
    }
}

/* false: they are those that were written for the entry before. */
static bool
write_contexts(struct cut *c, size_t entry)
{
    const struct format *f = c->plan->format;
    if (c->context_entry == entry + 1 && c->context_changes == c->plan->changes)
        return false;
    c->context.n = 0;
    for (size_t i = 0; i < f->n_contexts; i++) {
        const struct slot *s = &c->plan->slots[c->plan->entry_slots[entry * f->n_contexts + i]];
        size_t name = context_name(&c->context, &f->contexts[i]);
        if (s->met && (c->emit->keeps.nulls || !slice_is(buf_as_slice(&s->text), "null")))
            buf_slice(&c->context, buf_as_slice(&s->text));
        else
            context_none(&c->context, name, c->emit->keeps.nulls);
    }
    context_end(&c->context);
    c->context_entry = entry + 1;
    c->context_changes = c->plan->changes;
    return true;
}

/* Wants the contexts that have not been met and may come. */
static void
want_contexts(struct cut *c, size_t entry, size_t *until)
{
    const struct format *f = c->plan->format;
    if (c->context_entry == entry + 1 && c->context_changes == c->plan->changes)
        return;
    for (size_t i = 0; i < f->n_contexts; i++) {
        struct slot *s = &c->plan->slots[c->plan->entry_slots[entry * f->n_contexts + i]];
        if (s->met || s->scope.final)
            continue;
        cut_want(c, &s->scope);
        if (s->scope.depth < *until)
            *until = s->scope.depth;
    }
}

/* Contexts and lookups of the entry. */
static bool
find_context(struct cut *c, size_t entry)
{
    size_t until = c->depth;
    want_contexts(c, entry, &until);
    if (c->plan->format->n_lookups)
        record_read(&c->members, buf_as_slice(&c->entry));
    lookup_find(c, entry, &until);
    while (c->wanted) { /* once, but for lookups that turn out to depend on more */
        if (!cut_ahead(c, until))
            return false;
        until = c->depth;
        lookup_find(c, entry, &until);
    }
    return true;
}

/* Does it want what those that are held do not? */
static bool
wants_more(const struct cut *c, size_t entry)
{
    const struct format *f = c->plan->format;
    for (size_t i = 0; i < f->n_contexts; i++) {
        const struct slot *s = &c->plan->slots[c->plan->entry_slots[entry * f->n_contexts + i]];
        if (!s->met && !s->scope.final && !s->scope.wanted)
            return true;
    }
    return false;
}

/* The entry in c->entry waits. false: it need not, or must not. */
static bool
hold_back(struct cut *c, size_t entry)
{
    size_t until = c->depth;
    bool like_the_last = c->hold.entry == entry + 1 && c->hold.changes == c->plan->changes;
    if (!hold_can(c, entry) || (c->hold.held.n && !like_the_last && wants_more(c, entry)))
        return false;
    if (!c->hold.held.n || !like_the_last)
        want_contexts(c, entry, &until);
    if (!c->wanted)
        return false;
    hold_put(c, entry, until);
    return true;
}

struct about
entry_about(struct cut *c, size_t entry)
{
    bool fresh = write_contexts(c, entry);
    return (struct about){c->report, c->plan->format->entries[entry].text, buf_as_slice(&c->context),
                          buf_as_slice(&c->lookup), !fresh && !c->plan->format->n_lookups};
}

void
entry_write(struct cut *c, size_t entry, struct slice text, bool lean)
{
    struct about about = entry_about(c, entry);
    if (emit_entry(c->emit, &about, text, lean))
        c->entries++;
}

bool
cut_entry(struct cut *c, struct state *arrived, struct state *st)
{
    bool rejected, inside = st->contexts_below || st->values.n || st->elements.n;
    size_t entry = st->entry;
    pool_reset(&c->pool);
    c->lean = !inside && c->lookups_lean && !c->source->xml; /* else all of the entry is looked at */
    if (!copy_entry(c, &rejected))
        return false;
    if (rejected)
        return true;
    c->emit->entry++;
    c->want = WANT_NEXT;
    if (inside)
        collect_inside(c, st, buf_as_slice(&c->entry));
    collect_whole(c, arrived);
    collect_whole(c, st);
    if (!hold_back(c, entry)) {
        if (!hold_resolve(c) || !find_context(c, entry))
            return false;
        entry_write(c, entry, buf_as_slice(&c->entry), c->lean);
    }
    if (!inside && cut_row_can(c, arrived, st))
        cut_row(c);
    return true;
}
