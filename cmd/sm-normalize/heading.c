#include "heading.h"

#include "jq/follow.h"

static void
add_rest(struct buf *rest, struct slice text, size_t from, size_t to)
{
    buf_add(rest, text.p + from, to - from);
    buf_byte(rest, 0);
}

/* All of the head but source and context, and where these stand. */
static void
read_rest(struct heading *h, const struct record *r)
{
    struct slice text = buf_as_slice(&r->head.text);
    struct slice source = {text.p + r->head.source_at, r->head.source_n};
    struct slice context = record_get(r, "context");
    bool any = context.p, first = any && context.p < source.p;
    struct slice a = first ? context : source, b = first ? source : context;
    size_t behind = (size_t)(a.p + a.n - text.p);
    h->rest.n = 0;
    add_rest(&h->rest, text, 0, (size_t)(a.p - text.p));
    if (any)
        add_rest(&h->rest, text, behind, (size_t)(b.p - text.p));
    add_rest(&h->rest, text, any ? (size_t)(b.p + b.n - text.p) : behind, text.n);
    h->context_text.n = 0;
    buf_slice(&h->context_text, context);
    buf_room(&h->context_text, SLICE_SPARE);
    h->context = any ? buf_as_slice(&h->context_text) : context;
}

void
heading_read(struct heading *h, struct normalizer *n, struct record *r)
{
    struct line line;
    const char *why;
    if (h->id == r->head.id)
        return;
    h->id = r->head.id;
    h->good = false;
    if (line_read(&line, r) || line.report)
        return;
    h->format = formats_get(&n->formats, line.format, line.program, &why);
    if (!h->format || !tags_read(&n->tags, line.tags, &n->values) ||
        !followed_is_value(buf_as_slice(&r->head.text)))
        return;
    h->report = reports_read(n->reports, h->format, &line, &n->values);
    read_rest(h, r);
    h->good = true;
}

void
heading_free(struct heading *h)
{
    buf_free(&h->rest);
    buf_free(&h->context_text);
}
