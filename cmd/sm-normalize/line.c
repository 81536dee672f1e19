#include "line.h"

#include <ctype.h>

static void
read_source(struct line *l, struct record *r)
{
    struct json_walk w;
    struct slice key, value;
    if (!l->source.p || !json_walk(&w, l->source))
        return;
    while (json_walk_next(&w, &key, &value) > 0) {
        if (slice_is(key, "file"))
            l->file = json_unquote(&r->pool, value);
        else if (slice_is(key, "report"))
            l->report_json = value;
        else if (slice_is(key, "entry"))
            for (size_t i = 0; i < value.n && i < 18 && isdigit((unsigned char)value.p[i]); i++)
                l->entry = l->entry * 10 + (uint64_t)(value.p[i] - '0');
    }
}

static struct slice
object_of(const struct record *r, const char *key)
{
    struct slice s = record_get(r, key);
    return s.n && *s.p == '{' ? s : SLICE("{}");
}

const char *
line_read(struct line *l, struct record *r)
{
    *l = (struct line){.text = r->text,
                       .format = record_str(r, "format"),
                       .program = record_str(r, "program"),
                       .from = record_str(r, "from"),
                       .tags = object_of(r, "tags"),
                       .context = object_of(r, "context"),
                       .raw = record_get(r, "raw"),
                       .source = record_get(r, "source"),
                       .entries = record_get(r, "entries"),
                       .lean = slice_is(record_get(r, "lean"), "true")};
    l->report = slice_is(l->from, "report");
    read_source(l, r);
    if (!l->format.n)
        return "a raw record without a format";
    if (!l->report && !l->raw.p)
        return "a raw record without raw";
    return NULL;
}
