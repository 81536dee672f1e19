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

static void
read_members(struct line *l, struct record *r)
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
}

/* A line with the head of the one before differs from it in its entry and raw. */
static void
read_headed(struct line *l, struct record *r)
{
    static struct line before; /* its slices lie in the head */
    static uint64_t head;
    const struct record_head *h = &r->head;
    struct slice *source = &r->m[h->source_place].value, here = *source;
    if (h->id != head) {
        *source = (struct slice){h->text.p + h->source_at, h->source_n};
        read_members(&before, r);
        *source = here;
    }
    head = h->id;
    *l = before;
    l->head = h->id;
    l->text = r->text;
    l->source = here;
    l->raw = r->m[h->n - 1].value;
    l->entry = 0;
    for (size_t i = 0; i < r->entry.n; i++)
        l->entry = l->entry * 10 + (uint64_t)(r->entry.p[i] - '0');
}

const char *
line_read(struct line *l, struct record *r)
{
    if (r->head.id)
        read_headed(l, r);
    else
        read_members(l, r);
    if (!l->format.n)
        return "a raw record without a format";
    if (!l->report && !l->raw.p)
        return "a raw record without raw";
    return NULL;
}
