#include "look.h"

#include <stdlib.h>
#include <string.h>

#include "skip.h"
#include "tables_sqlite.h"
#include "tables_xlsx.h"
#include "xlsx.h"
#include "xml_sketch.h"
#include "yaml.h"

void
looked_free(struct looked *l)
{
    buf_free(&l->said);
    free(l->table);
    l->table = NULL;
}

/* The end of what is looked at, however much has been read. */
const char *
looked_end(const struct source *s)
{
    return s->p + (s->n < SKETCH_BYTES ? s->n : SKETCH_BYTES);
}

static const char html_page[] = "an HTML page (of a log-in, perhaps) in place of an export";

static void
say_xml(struct slice sketch, struct buf *said)
{
    struct json_doc doc = {0};
    const char *why;
    json_val *v = json_parse(&doc, sketch.p, sketch.n, &why);
    struct slice root = json_get_str(v, "root"), namespace = json_get_str(v, "namespace");
    if (slice_is_folded(root, "html")) {
        buf_text(said, html_page);
    } else {
        buf_text(said, "no format recognises it: an XML document with the root ");
        buf_json_slice(said, root);
        if (namespace.n) {
            buf_text(said, " in ");
            buf_json_slice(said, namespace);
        }
    }
    json_free(&doc);
}

static void
look_at_xml(struct recogniser *r, const struct source *s, const struct format *named, struct looked *l)
{
    struct buf sketch = {0};
    struct slice text = {s->p, (size_t)(looked_end(s) - s->p)};
    l->container = CONTAINER_XML;
    if (xml_sketch(text, s->eof && text.n == s->n, s->utf8, &sketch, &l->said)) {
        l->format = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_XML, &l->said);
        l->detected = l->format && (!named || l->format == named);
        if (!l->format && !l->said.n)
            say_xml(buf_as_slice(&sketch), &l->said);
        if (named && !slice_is(buf_as_slice(&l->said), html_page)) {
            l->format = named;
            l->said.n = 0;
        }
    }
    l->first = l->format != NULL;
    buf_free(&sketch);
}

/* What no format is asked about. true: said says what it is. */
static bool
is_foreign(const struct source *s, struct slice text, struct buf *said)
{
    if (slice_starts(text, "PK\3\4"))
        buf_format(said, "a zip archive: %s",
                   s->archive_why ? s->archive_why
                                  : "only workbooks (.xlsx) and Fortify projects (.fpr) are read");
    else if (s->head.n >= 4 && memcmp(s->head.p, "\xd0\xcf\x11\xe0", 4) == 0)
        buf_text(
            said,
            "an Office file of the old kind (.xls), or one with a password: save it as .xlsx without one");
    else if (s->nul < SKETCH_BYTES)
        buf_format(said, "byte %llu is a NUL: it is binary", (unsigned long long)s->nul + 1);
    else if (s->broken && !text.n)
        buf_text(said, s->broken);
    else if (slice_starts_folded(text, "<!doctype html") || slice_starts_folded(text, "<html"))
        buf_text(said, html_page);
    return said->n > 0;
}

void
recognise(struct recogniser *r, struct source *s, struct stage *stage, const struct format *named,
          const struct table_choice *choice, struct looked *l)
{
    *l = (struct looked){0};
    if (s->n >= strlen(SQLITE_START) && memcmp(s->p, SQLITE_START, strlen(SQLITE_START)) == 0) {
        tables_look_sqlite(r, s, choice, named, l);
        return;
    }
    if (s->archive && xlsx_sniff(s->archive)) {
        tables_look_xlsx(r, s->archive, choice, named, l);
        return;
    }
    const char *p = skip_blank(s->p, s->p + s->n);
    while (p == s->p + s->n && source_fill(s, s->base + s->n))
        p = skip_blank(s->p, s->p + s->n);
    p = skip_blank(s->p, s->p + s->n);
    struct slice text = {p, (size_t)(s->p + s->n - p)};
    bool json = text.n && (*text.p == '{' || *text.p == '[' ||
                           (slice_starts(text, "null") && slice_is(slice_trim(text), "null")));
    if (is_foreign(s, text, &l->said))
        return;
    if (!text.n) {
        l->empty = true;
        l->container = CONTAINER_JSON;
        buf_text(&l->said, s->base + s->n ? "nothing in it but white space" : "an empty file");
        l->format = named;
        return;
    }
    if (json && s->binary <= SKETCH_BYTES) {
        buf_text(&l->said, "more than 1 % of the bytes are not UTF-8: it is binary");
        return;
    }
    unsigned may = named ? named->containers : ~0u;
    if (*text.p == '<' && (may & CONTAINER_XML)) {
        look_at_xml(r, s, named, l);
        return;
    }
    if (json && (may & CONTAINER_JSON))
        look_at_json(r, s, stage, CONTAINER_JSON, named, l);
    if (l->format || l->empty)
        return;
    struct looked other = {0};
    if (may & (CONTAINER_CSV | CONTAINER_MARKDOWN)) /* Markdown may start with a bracket, too */
        look_at_text(r, s, named, &other);
    if (!other.format && (may & CONTAINER_TEXT))
        look_at_lines(r, s, named, &other);
    if (!other.format && (may & CONTAINER_YAML) && yaml_likely(text))
        look_at_yaml(r, s, stage, named, &other);
    if (!other.format && named && (may & CONTAINER_TEXT)) {
        other.container = CONTAINER_TEXT;
        other.format = named;
    }
    if (!other.format && !other.said.n && !l->said.n) {
        buf_text(&other.said, "no ");
        containers_say(named->containers, &other.said);
        buf_format(&other.said, ", which is what %s is read from", named->name);
    }
    if (other.format || !l->said.n) {
        buf_free(&l->said);
        *l = other;
    } else {
        looked_free(&other);
    }
    if (!l->format && (may & CONTAINER_JSON))
        look_past_log(r, s, named, l);
}
