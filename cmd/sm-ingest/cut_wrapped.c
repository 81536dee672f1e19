#include "cut.h"
#include "skip.h"

/* The end of the value at p; NULL: beyond the window, or broken. */
static const char *
value_end(const char *p, const char *end)
{
    struct skip s;
    skip_begin(&s, DOCUMENT_DEPTH_MAX);
    if (p < end && (*p == '{' || *p == '[' || *p == '"')) {
        p = skip_run(&s, p, end);
        return s.done ? p : NULL;
    }
    while (p < end && *p != ',' && *p != '}')
        p++;
    return p < end ? p : NULL;
}

/* Does a member whose name stands in the window lead to entries? Escaped names lead nowhere. */
static bool
leads_to_entries(struct cut *c)
{
    const char *p = c->p, *q;
    do {
        p = skip_blank(p + 1, c->end);
        if (p == c->end || *p != '"' || !(q = skip_string_end(p + 1, c->end)))
            return false;
        const struct state *st =
            plan_member(c->plan, c->plan->root, (struct slice){p + 1, (size_t)(q - p) - 1});
        if (st->entry != NO_ENTRY || st->entries_below)
            return true;
        p = skip_blank(q + 1, c->end);
        if (p == c->end || *p != ':')
            return false;
        p = value_end(skip_blank(p + 1, c->end), c->end);
        p = p ? skip_blank(p, c->end) : c->end;
    } while (p < c->end && *p == ',');
    return false;
}

bool
cut_wrapped(struct cut *c)
{
    if (!c->plan->root->entries_below)
        return false;
    for (;;) {
        struct skip s;
        skip_begin(&s, DOCUMENT_DEPTH_MAX);
        if (leads_to_entries(c))
            return true;
        const char *end = skip_run(&s, c->p, c->end);
        if (s.done || s.why || (size_t)(end - c->p) >= SKETCH_BYTES || !cut_refill(c, c->p))
            return false;
    }
}
