#include "xml_sketch.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "limits.h"
#include "mem.h"
#include "text.h"
#include "xml.h"

struct names { /* each once, in order */
    struct map seen;
    struct buf json;
};

struct drawing {
    size_t depth;
    struct buf root, namespace, attributes;
    struct names children, *below; /* below: one for each of children */
    size_t cap, current;
};

/* Its index among the names; MAP_NONE when there are too many. */
static size_t
add_name(struct names *to, const char *prefix, const char *name)
{
    struct buf text = {0};
    size_t n = to->seen.n, at = MAP_NONE;
    buf_format(&text, "%s%s", prefix, name);
    if (n < SKETCH_NAMES_MAX || map_get(&to->seen, buf_as_slice(&text)) != MAP_NONE)
        at = *map_put(&to->seen, buf_as_slice(&text), n);
    if (at == n && n < SKETCH_NAMES_MAX) {
        if (n)
            buf_byte(&to->json, ',');
        buf_json(&to->json, text.p, text.n);
    }
    buf_free(&text);
    return at;
}

static void
add_text(struct buf *to, const char *text)
{
    size_t n = strlen(text);
    if (n > SKETCH_STRING_MAX)
        n = text_valid_prefix((struct slice){text, SKETCH_STRING_MAX});
    buf_json(to, text, n);
}

static void
add_root(struct drawing *d, const char *name, const char **attributes)
{
    size_t prefix = (size_t)(xml_local(name) - name);
    add_text(&d->root, xml_local(name));
    for (; *attributes; attributes += 2) {
        const char *a = attributes[0];
        if (xml_is_namespace(a)) {
            if (prefix ? a[5] && strlen(a + 6) == prefix - 1 && memcmp(a + 6, name, prefix - 1) == 0 : !a[5])
                add_text(&d->namespace, attributes[1]);
            continue;
        }
        if (d->attributes.n)
            buf_byte(&d->attributes, ',');
        add_text(&d->attributes, xml_local(attributes[0]));
        buf_byte(&d->attributes, ':');
        add_text(&d->attributes, attributes[1]);
    }
}

static void
on_start(void *arg, struct xml *x, const char *name, const char **attributes)
{
    struct drawing *d = arg;
    (void)x;
    if (d->depth == 0) {
        add_root(d, name, attributes);
    } else if (d->depth == 1) {
        size_t n = d->children.seen.n;
        d->current = add_name(&d->children, "", xml_local(name));
        if (d->children.seen.n > n) {
            d->below = xgrow(d->below, &d->cap, n + 1, sizeof *d->below);
            d->below[n] = (struct names){0};
        }
        for (; d->current != MAP_NONE && *attributes; attributes += 2)
            if (!xml_is_namespace(attributes[0]))
                add_name(&d->below[d->current], "@", xml_local(attributes[0]));
    } else if (d->depth == 2 && d->current != MAP_NONE) {
        add_name(&d->below[d->current], "", xml_local(name));
    }
    d->depth++;
}

static void
on_text(void *arg, struct xml *x, const char *p, size_t n)
{
    (void)arg, (void)x, (void)p, (void)n;
}

static void
on_end(void *arg, struct xml *x)
{
    struct drawing *d = arg;
    (void)x;
    d->depth--;
}

/* The children's names are JSON strings apart by commas already: they are taken in turn as names of `below`.
 */
static void
write_below(struct drawing *d, struct buf *out)
{
    const char *p = d->children.json.p;
    for (size_t i = 0; i < d->children.seen.n; i++) {
        const char *q = strchr(p + 1, '"') + 1; /* an XML name has nothing escaped */
        if (i)
            buf_byte(out, ',');
        buf_add(out, p, (size_t)(q - p));
        buf_text(out, ":[");
        buf_slice(out, buf_as_slice(&d->below[i].json));
        buf_byte(out, ']');
        p = q + 1;
    }
}

static void
write_sketch(struct drawing *d, struct buf *out)
{
    buf_text(out, "{\"root\":");
    buf_slice(out, buf_as_slice(&d->root));
    buf_text(out, ",\"namespace\":");
    buf_slice(out, d->namespace.n ? buf_as_slice(&d->namespace) : SLICE("null"));
    buf_text(out, ",\"attributes\":{");
    buf_slice(out, buf_as_slice(&d->attributes));
    buf_text(out, "},\"children\":[");
    buf_slice(out, buf_as_slice(&d->children.json));
    buf_text(out, "],\"below\":{");
    buf_byte(&d->children.json, 0);
    write_below(d, out);
    buf_text(out, "}}");
}

static void
free_names(struct names *n)
{
    map_free(&n->seen);
    buf_free(&n->json);
}

bool
xml_sketch(struct slice text, bool last, bool utf8, struct buf *sketch, struct buf *said)
{
    struct drawing d = {0};
    struct xml_events events = {on_start, on_text, on_end, &d};
    struct xml *x = xml_new(&events, utf8);
    bool good = xml_read(x, text.p, text.n, last), root = d.root.n > 0;
    bool binary = xml_repaired(x) > text.n / 100;
    if (binary)
        buf_text(said, "more than 1 % of the bytes are not UTF-8: it is binary");
    else if (root)
        write_sketch(&d, sketch);
    else
        buf_format(said, "byte %llu: %s", good ? 1ull : (unsigned long long)xml_at(x) + 1,
                   good ? "XML without an element in its first 64 KiB" : xml_why(x));
    xml_free(x);
    for (size_t i = 0; i < d.children.seen.n; i++)
        free_names(&d.below[i]);
    free(d.below);
    free_names(&d.children);
    buf_free(&d.root);
    buf_free(&d.namespace);
    buf_free(&d.attributes);
    return root && !binary;
}
