#include "document_seen.h"

#include "recognise.h"

#define SAID_MAX 300 /* bytes of what an export looks like in a message */

void
seen_read(struct seen *d, const char *p, size_t n, bool last)
{
    d->sketch.n = 0;
    d->got = sketch_json(&d->sketch, p, n, last, &d->end, &d->broken);
}

static void
add_names(struct buf *said, json_val *v)
{
    struct json_iter it = json_each(v);
    struct slice name;
    size_t n = 0, from = said->n;
    buf_text(said, "with the names");
    while (json_next(&it, &name, &v)) {
        if (n++ == 8 || said->n - from + name.n > SAID_MAX) {
            buf_text(said, ", …");
            break;
        }
        buf_text(said, n > 1 ? ", " : " ");
        buf_json_slice(said, name);
    }
}

void
seen_say(struct slice sketch, struct buf *said)
{
    struct json_doc doc = {0};
    struct json_iter it;
    const char *why;
    json_val *v = json_parse(&doc, sketch.p, sketch.n, &why), *first;
    it = json_each(v);
    if (json_type(v) == JSON_OBJECT && json_count(v)) {
        buf_text(said, "a JSON object ");
        add_names(said, v);
    } else if (json_type(v) == JSON_ARRAY && json_next(&it, NULL, &first) &&
               json_type(first) == JSON_OBJECT) {
        buf_text(said, "a JSON array of objects ");
        add_names(said, first);
    } else {
        buf_text(said, json_type(v) == JSON_ARRAY ? "a JSON array that holds no objects"
                                                  : "an empty JSON document");
    }
    json_free(&doc);
}

/* What an error body says: text, or text in an object (npm: error.summary). */
static struct slice
error_text(json_val *root)
{
    static const char *const inner[] = {"message", "summary", "detail", "code", "status"};
    struct slice text = json_get_str(root, "message");
    json_val *error = json_get(root, "error");
    if (!text.n)
        text = json_str(error);
    for (size_t i = 0; !text.n && i < sizeof inner / sizeof *inner; i++)
        text = json_get_str(error, inner[i]);
    return text;
}

bool
seen_is_error(struct slice sketch, bool *certain, struct buf *said)
{
    static const char *const usual[] = {"message",     "error",
                                        "errors",      "documentation_url",
                                        "status",      "error_description",
                                        "code",        "statusCode",
                                        "status_code", "detail",
                                        "ok",          "path",
                                        "title",       "type",
                                        "instance",    "requestId",
                                        "request_id",  "timestamp"};
    struct json_doc doc = {0};
    const char *why;
    json_val *root = json_parse(&doc, sketch.p, sketch.n, &why), *v;
    struct json_iter it = json_each(root);
    struct slice name, text = error_text(root);
    bool body = json_get(root, "message") || json_get(root, "error");
    size_t n = it.left;
    while (body && json_next(&it, &name, &v)) {
        bool found = false;
        for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
            found |= slice_is(name, usual[i]);
        body = found;
    }
    *certain = body && (n == 1 || (json_get(root, "message") &&
                                   (json_get(root, "documentation_url") || json_get(root, "status"))));
    if (body) {
        buf_text(said, "an error message in place of an export: ");
        buf_json(said, text.p ? text.p : "", text.n < SAID_MAX ? text.n : SAID_MAX);
    }
    json_free(&doc);
    return body;
}

bool
seen_is_empty(struct slice sketch, bool list)
{
    struct json_doc doc = {0};
    const char *why;
    json_val *root = json_parse(&doc, sketch.p, sketch.n, &why), *v = NULL;
    struct json_iter it = json_each(root);
    bool empty = json_type(root) == JSON_NULL ||
                 ((json_type(root) == JSON_OBJECT || json_type(root) == JSON_ARRAY) && !it.left);
    if (list && json_type(root) == JSON_OBJECT && json_count(root) == 1 && json_next(&it, NULL, &v))
        empty = json_type(v) == JSON_ARRAY && !json_count(v);
    json_free(&doc);
    return empty;
}

const struct format *
recognise_document(struct recogniser *r, enum container container, const char *p, size_t n, bool last, bool *empty, struct buf *said)
{
    struct seen d = {0};
    bool certain;
    seen_read(&d, p, n, last);
    const struct format *f = recognise_sketch(r, buf_as_slice(&d.sketch), container, said);
    *empty = d.got == SKETCH_WHOLE && seen_is_empty(buf_as_slice(&d.sketch), false);
    if (!f && !said->n &&
        !(d.got == SKETCH_WHOLE && seen_is_error(buf_as_slice(&d.sketch), &certain, said))) {
        buf_text(said, "no format recognises it: ");
        seen_say(buf_as_slice(&d.sketch), said);
    }
    buf_free(&d.sketch);
    return f;
}
