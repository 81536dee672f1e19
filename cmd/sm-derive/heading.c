#include "heading.h"

void
heading_write(struct buf *b, struct slice kind, struct slice id, struct slice title, const struct period *p)
{
    buf_text(b, "{\"kind\":");
    buf_json_slice(b, kind);
    buf_text(b, ",\"id\":");
    buf_json_slice(b, id);
    buf_text(b, ",\"title\":");
    buf_json_slice(b, title);
    buf_text(b, ",\"period\":");
    buf_json_slice(b, slice_of(p->name));
    buf_text(b, ",\"as_of\":");
    buf_json_slice(b, slice_of(p->as_of));
}
