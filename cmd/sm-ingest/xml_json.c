#include "xml_json.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "mem.h"
#include "xml.h"

struct level {   /* an element that is open */
    size_t text; /* where its text starts */
    bool object, more;
};

struct xml_json {
    struct xml *xml;
    struct xml_events events;
    struct buf *out;
    struct buf text; /* of all open elements, outermost first */
    struct level stack[DOCUMENT_DEPTH_MAX];
    size_t depth;
};

static void
put_name(struct xml_json *x, const char *name, bool attribute)
{
    struct level *l = &x->stack[x->depth - 1];
    buf_text(x->out, !l->object ? "{\"" : l->more ? ",\"" : "\"");
    if (attribute)
        buf_byte(x->out, '@');
    buf_text(x->out, name); /* an XML name has nothing to escape */
    buf_text(x->out, "\":");
    l->object = l->more = true;
}

static void
on_start(void *arg, struct xml *xml, const char *name, const char **attributes)
{
    struct xml_json *x = arg;
    if (x->depth == DOCUMENT_DEPTH_MAX) {
        xml_stop(xml, "nested deeper than 256 levels");
        return;
    }
    if (!x->depth) /* what stands around the root */
        x->stack[x->depth++] = (struct level){0};
    put_name(x, xml_local(name), false);
    x->stack[x->depth++] = (struct level){.text = x->text.n};
    for (; *attributes; attributes += 2) {
        if (xml_is_namespace(attributes[0]))
            continue;
        put_name(x, xml_local(attributes[0]), true);
        buf_json(x->out, attributes[1], strlen(attributes[1]));
    }
}

static void
on_text(void *arg, struct xml *xml, const char *p, size_t n)
{
    struct xml_json *x = arg;
    if (x->text.n + n > LINE_MAX_BYTES)
        xml_stop(xml, "text longer than 64 MiB");
    else
        buf_add(&x->text, p, n);
}

static void
on_end(void *arg, struct xml *xml)
{
    struct xml_json *x = arg;
    const struct level *l = &x->stack[x->depth - 1];
    struct slice text = {x->text.p ? x->text.p + l->text : "", x->text.n - l->text};
    (void)xml;
    text = slice_trim(text);
    if (l->object && text.n)
        put_name(x, "#text", false);
    if (text.n)
        buf_json_slice(x->out, text);
    else if (!l->object)
        buf_text(x->out, "null");
    if (l->object)
        buf_byte(x->out, '}');
    x->text.n = l->text;
    if (!x->text.n)
        buf_reset(&x->text);
    x->depth--;
}

struct xml_json *
xml_json_new(bool utf8)
{
    struct xml_json *x = xcalloc(1, sizeof *x);
    x->events = (struct xml_events){on_start, on_text, on_end, x};
    x->xml = xml_new(&x->events, utf8);
    return x;
}

void
xml_json_free(struct xml_json *x)
{
    if (!x)
        return;
    xml_free(x->xml);
    buf_free(&x->text);
    free(x);
}

bool
xml_json_read(struct xml_json *x, const char *p, size_t n, bool last, struct buf *out, const char **why,
              uint64_t *at)
{
    x->out = out;
    if (!xml_read(x->xml, p, n, last)) {
        *why = xml_why(x->xml);
        *at = xml_at(x->xml);
        return false;
    }
    return true;
}

void
xml_json_next(struct xml_json *x, bool utf8)
{
    xml_free(x->xml);
    x->xml = xml_new(&x->events, utf8);
}

uint64_t
xml_json_repaired(const struct xml_json *x)
{
    return xml_repaired(x->xml);
}
