#include "normalizer.h"

#include <string.h>

struct list { /* over a JSON array of strings (or one string), as JSON texts */
    struct slice rest;
};

static bool
next_of(struct list *l, struct slice *item)
{
    const char *p = l->rest.p ? memchr(l->rest.p, '"', l->rest.n) : NULL, *why;
    const char *end = p ? json_skip(p, l->rest.p + l->rest.n, &why) : NULL;
    if (!end)
        return false;
    *item = (struct slice){p, (size_t)(end - p)};
    l->rest = (struct slice){end, l->rest.n - (size_t)(end - l->rest.p)};
    return true;
}

void
normalizer_join(struct normalizer *n, struct built *b)
{
    struct finding probe = {0};
    int service = kind_field(b->kind, SLICE("service")), product = kind_field(b->kind, SLICE("product"));
    int provenance = kind_field(b->kind, SLICE("provenance"));
    probe.f[F_SERVICE] = b->f.f[service];
    if (product >= 0)
        probe.f[F_PRODUCT] = b->f.f[product];
    probe.f[F_TARGET] = b->f.f[kind_field(b->kind, SLICE("target"))];
    probe.f[F_PROVENANCE] = b->f.f[provenance];
    references_fill(n->refs, &probe, &n->pool, &n->stage->tally);
    b->f.f[service] = probe.f[F_SERVICE];
    if (product >= 0)
        b->f.f[product] = probe.f[F_PRODUCT];
    b->f.f[provenance] = probe.f[F_PROVENANCE];
}

static void
set(struct built *b, const char *name, struct slice json)
{
    b->f.f[kind_field(b->kind, slice_of(name))] = json;
}

static void
activity(struct normalizer *n, const struct format *f, const struct report *r, const struct line *l,
         struct slice tool, struct slice category, struct slice target)
{
    struct built b = {.kind = &kind_activity};
    bool guessed;
    set(&b, "category", category);
    set(&b, "target", target);
    set(&b, "source_tool", tool);
    set(&b, "service", r->service);
    set(&b, "product", r->product);
    if (!r->by_tool.p || r->entries.p) /* which tool's they are nobody tells */
        set(&b, "entries", r->entries.p ? r->entries : l->entries);
    set(&b, "outcome", r->outcome);
    build_tags(&b, &n->tags);
    finish_defaults(&b, f, r, &n->pool);
    overrides_apply(n->overrides, &b, l, &n->values, &n->pool);
    finish_other(&b, normalizer_report_time(n, r), &guessed, &n->pool);
    if (!b.f.f[kind_at(b.kind)].p)
        stage_note(n->stage, "activity without a time: it closes and covers nothing");
    normalizer_join(n, &b);
    normalizer_write(n, &b);
}

static void
on_targets(struct normalizer *n, const struct format *f, const struct report *r, const struct line *l,
           struct slice tool, struct slice category)
{
    struct list targets = {r->targets};
    struct slice target;
    bool any = false;
    while (next_of(&targets, &target)) {
        activity(n, f, r, l, tool, category, target);
        any = true;
    }
    if (!any)
        activity(n, f, r, l, tool, category, (struct slice){0});
}

/* Each such file is noted; the first one is shown without -v too, since more of them may be pages of one
 * export. */
static void
tell(struct normalizer *n, struct slice file, const char *what)
{
    if (!n->told_incomplete && n->stage->verbosity != VERBOSE)
        report_warning("%.*s: %s", (int)file.n, file.p, what);
    n->told_incomplete = true;
    stage_note(n->stage, "%.*s: %s", (int)file.n, file.p, what);
}

void
report_tell_unfinished(struct normalizer *n)
{
    if (n->unfinished.n)
        tell(n, buf_as_slice(&n->unfinished),
             "one page of more, as it says itself: give the other pages too");
    n->unfinished.n = 0;
}

/* An export that no activity tells of: that it has less than there is must be said. A file of pages is whole
 * with its last one. */
static void
tell_outcome(struct normalizer *n, const struct report *r, const struct line *l)
{
    struct slice file = l->file.n ? l->file : SLICE("input");
    if (!slice_same(buf_as_slice(&n->unfinished), file))
        report_tell_unfinished(n);
    n->unfinished.n = 0;
    if (slice_is(r->outcome, "\"partial\""))
        buf_slice(&n->unfinished, file);
    else if (slice_is(r->outcome, "\"failed\""))
        tell(n, file, "incomplete, as it says itself: an error cut it short");
}

/* One for each control that the report says it used (for each tool, where it has several), on each of its
 * targets; an empty report is an activity too. */
void
report_normalize(struct normalizer *n, const struct format *f, const struct line *l)
{
    const struct report *r = reports_read(n->reports, f, l, &n->values);
    struct list categories = {r->categories.p ? r->categories : f->category}, pairs = {r->by_tool};
    struct slice tool, category;
    bool scan = f->kind == &kind_finding && (!n->tags.kind || n->tags.kind == &kind_finding);
    if (!scan || n->references_only)
        tell_outcome(n, r, l);
    if (n->references_only || (!scan && !r->categories.p && !r->by_tool.p))
        return;
    if (r->by_tool.p)
        categories.rest = (struct slice){0};
    else if (!r->categories.p && !f->category.p)
        categories.rest = SLICE("\"other\"");
    tool = r->source_tool.p ? r->source_tool : f->source_tool;
    while (next_of(&categories, &category))
        on_targets(n, f, r, l, tool, category);
    while (next_of(&pairs, &tool) && next_of(&pairs, &category))
        on_targets(n, f, r, l, tool, category);
}
