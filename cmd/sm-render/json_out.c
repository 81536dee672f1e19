/* One JSON document: definitions, metrics, checks and lists, the records as they were read. */
#include "render.h"
#include "text.h"

void
json_keep(struct buf *b, struct slice record)
{
    if (text_valid_prefix(record) == record.n)
        buf_slice(b, record);
    else
        text_repair(b, record);
}

void
json_write_all(struct buf *out, struct render *r)
{
    static const char *const names[] = {"definitions", "metrics", "checks", "lists"};
    for (int i = 0; i < 4; i++) {
        buf_format(out, "%s\"%s\":[", i ? "," : "{", names[i]);
        buf_slice(out, buf_as_slice(&r->records[i]));
        buf_byte(out, ']');
        output_flow(&r->stage.out);
    }
    buf_text(out, "}\n");
}
