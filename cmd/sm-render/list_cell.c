#include "list_cell.h"

#include "clean.h"

void
list_cell_text(struct buf *b, json_val *v)
{
    struct buf raw = {0};
    json_val *element;
    struct json_iter it = json_each(v);
    switch (json_type(v)) {
    case JSON_STRING:
        buf_slice(&raw, json_str(v));
        break;
    case JSON_BOOL:
        buf_text(&raw, json_bool(v) ? "true" : "false");
        break;
    case JSON_ARRAY:
        for (int i = 0; json_next(&it, NULL, &element); i++) {
            buf_text(&raw, i ? " " : "");
            if (json_type(element) == JSON_STRING)
                buf_slice(&raw, json_str(element));
            else
                json_write(&raw, element);
        }
        break;
    case JSON_NUMBER:
    case JSON_OBJECT:
        json_write(&raw, v);
        break;
    default:
        break;
    }
    b->n = 0;
    buf_room(b, raw.n + 1);
    clean_text(b, buf_as_slice(&raw));
    buf_free(&raw);
}
