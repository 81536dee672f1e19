#include "context_text.h"

size_t
context_name(struct buf *out, const struct context *c)
{
    size_t at = out->n;
    buf_byte(out, at ? ',' : '{');
    buf_json_slice(out, slice_of(c->name));
    buf_byte(out, ':');
    return at;
}

void
context_none(struct buf *out, size_t name, bool nulls)
{
    if (nulls)
        buf_text(out, "null");
    else
        out->n = name;
}

void
context_end(struct buf *out)
{
    buf_text(out, out->n ? "}" : "{}");
}
