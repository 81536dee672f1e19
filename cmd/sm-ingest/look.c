#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "document_seen.h"
#include "markdown.h"
#include "mem.h"
#include "recognise.h"
#include "skip.h"
#include "table.h"
#include "tables_sqlite.h"
#include "tables_xlsx.h"
#include "text.h"
#include "text_lines.h"
#include "xlsx.h"
#include "xml_sketch.h"
#include "yaml.h"

#define LOG_LINES_MAX 100 /* lines of a log before the first line of JSON */
#define DOCUMENTS_SEEN 16 /* first documents of a file that are tried (log objects may come first) */
#define LINE_SAID 150     /* bytes of a first line in a message */

void
looked_free(struct looked *l)
{
    buf_free(&l->said);
    free(l->table);
    l->table = NULL;
}

/* Adds the names that lie beyond the sketch, and asks again. */
static const struct format *
ask_again(struct recogniser *r, struct source *s, struct stage *stage, enum container container,
          struct buf *sketch, struct buf *said)
{
    struct emit emit = {.stage = stage};
    struct cut *c = xmalloc(sizeof *c);
    uint64_t here = s->base;
    cut_begin(c, s, &emit);
    source_hold(s, here);
    if (cut_peek(c) == '{')
        sketch_names(c, sketch, s->regular ? UINT64_MAX : PIPE_LOOK_MAX);
    cut_end(c, false);
    free(c);
    if (!s->failed)
        source_seek(s, here);
    source_release(s);
    while (!s->failed && s->n < SKETCH_BYTES && source_fill(s, here))
        ;
    return recognise_sketch(r, buf_as_slice(sketch), container, said);
}

static bool
alone(const char *p, const char *end, const struct source *s)
{
    return s->eof && skip_blank(p, end) == end;
}

/* The end of what is looked at, however much has been read. */
static const char *
looked_end(const struct source *s)
{
    return s->p + (s->n < SKETCH_BYTES ? s->n : SKETCH_BYTES);
}

/* The format of the first document that has one, among those in the window. */
static const struct format *
ask_documents(struct recogniser *r, struct source *s, enum container container, struct seen *first,
              bool *is_first, struct buf *said)
{
    struct seen d = {0};
    const struct format *f = recognise_sketch(r, buf_as_slice(&first->sketch), container, said);
    const char *p = first->end, *end = looked_end(s);
    bool whole = first->got == SKETCH_WHOLE;
    *is_first = f != NULL;
    for (size_t i = 1; i < DOCUMENTS_SEEN && !f && !said->n && whole; i++) {
        p = skip_blank(p, end);
        if (p == end || (*p != '{' && *p != '['))
            break;
        seen_read(&d, p, (size_t)(end - p), s->eof && end == s->p + s->n);
        f = recognise_sketch(r, buf_as_slice(&d.sketch), container, said);
        whole = d.got == SKETCH_WHOLE;
        p = d.end;
    }
    buf_free(&d.sketch);
    return f;
}

static void
say_unknown(struct looked *l, const struct source *s, const struct seen *d)
{
    if (d->broken && d->sketch.n <= 4) {
        buf_format(&l->said, "no JSON from byte %llu on, and no known table",
                   (unsigned long long)(s->base + (uint64_t)(d->end - s->p)) + 1);
        return;
    }
    buf_text(&l->said, "no format recognises it: ");
    seen_say(buf_as_slice(&d->sketch), &l->said);
}

/* The text of s is JSON, by itself or by conversion. */
static void
look_at_json(struct recogniser *r, struct source *s, struct stage *stage, enum container container,
             const struct format *named, struct looked *l)
{
    struct seen d = {0};
    bool certain;
    const char *p = skip_blank(s->p, s->p + s->n);
    l->container = container;
    seen_read(&d, p, (size_t)(looked_end(s) - p), s->eof && looked_end(s) == s->p + s->n);
    bool whole = d.got == SKETCH_WHOLE && alone(d.end, s->p + s->n, s);
    if (whole && seen_is_empty(buf_as_slice(&d.sketch), !named)) {
        l->empty = true;
        buf_text(&l->said, "nothing in it that tells which tool it is from: ");
        buf_slice(&l->said, buf_as_slice(&d.sketch));
    } else {
        struct buf said = {0};
        const struct format *f = ask_documents(r, s, container, &d, &l->first, &l->said);
        if (!f && !l->said.n && d.got != SKETCH_WHOLE && !d.broken)
            l->first = (f = ask_again(r, s, stage, container, &d.sketch, &l->said)) != NULL;
        l->format = f;
        if (whole && (!f || named) && seen_is_error(buf_as_slice(&d.sketch), &certain, &said) &&
            (!named || certain)) {
            l->format = NULL;
            l->said.n = 0;
            buf_slice(&l->said, buf_as_slice(&said));
            named = NULL;
        } else if (!f && !l->said.n) {
            say_unknown(l, s, &d);
        }
        buf_free(&said);
    }
    l->detected = named && l->format == named;
    if (named)
        l->format = named;
    buf_free(&d.sketch);
}

/* The text as it is looked at: valid UTF-8. */
static struct slice
readable(const struct source *s, struct buf *converted)
{
    struct slice text = {s->p, s->n < SKETCH_BYTES ? s->n : SKETCH_BYTES};
    size_t valid = text_valid_prefix(text);
    if (valid + 4 > text.n || (valid == text.n))
        return (struct slice){text.p, valid};
    decode_windows_1252(converted, text.p, text.n);
    return buf_as_slice(converted);
}

/* Without a predicate that holds: the first row with two cells, or the first. */
static size_t
likely_header(const struct cells *rows, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cells_filled(&rows[i]) > 1)
            return i;
    return 0;
}

static bool
look_at_rows(struct recogniser *r, struct slice text, char delimiter, const struct format *named,
             struct looked *l)
{
    struct cells rows[HEADER_ROWS_MAX] = {{.n = 0}};
    struct buf sketch = {0};
    size_t n = csv_first_rows(text.p + l->csv.bytes, text.n - l->csv.bytes, delimiter, rows, HEADER_ROWS_MAX);
    const struct format *found = NULL;
    for (size_t i = 0; i < n && !l->said.n; i++) {
        if (cells_filled(&rows[i])) {
            table_sketch(&rows[i], delimiter, &sketch);
            found = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_CSV, &l->said);
        }
        if (found && (!named || found == named)) {
            l->csv.header = i;
            break;
        }
        found = NULL;
    }
    if (found)
        l->csv.delimiter = delimiter;
    else if (!l->csv.delimiter) {
        l->csv.delimiter = delimiter;
        l->csv.header = likely_header(rows, n);
    }
    for (size_t i = 0; i < HEADER_ROWS_MAX; i++)
        cells_free(&rows[i]);
    buf_free(&sketch);
    l->format = found;
    return found;
}

static void
look_at_csv(struct recogniser *r, struct slice text, bool pipe, const struct format *named, struct looked *l)
{
    char delimiters[4] = {',', 0, 0, 0};
    size_t n = csv_delimiters(text.p, text.n, pipe, delimiters, &l->csv.bytes);
    l->container = CONTAINER_CSV;
    if (!n && named && !(named->containers & CONTAINER_MARKDOWN))
        n = 1; /* one column */
    for (size_t i = 0; i < n; i++)
        if (look_at_rows(r, text, delimiters[i], named, l))
            return;
}

static void
say_text(struct looked *l, struct slice text)
{
    struct slice line = slice_trim(text);
    const char *nl = memchr(line.p, '\n', line.n);
    if (nl)
        line = slice_trim((struct slice){line.p, (size_t)(nl - line.p)});
    if (line.n > LINE_SAID)
        line.n = text_valid_prefix((struct slice){line.p, LINE_SAID});
    buf_text(&l->said, "no format recognises it: text that begins ");
    buf_json_slice(&l->said, line);
    for (const char *p = text.p; (p = memchr(p, '\n', (size_t)(text.p + text.n - p)));) {
        p++;
        if (p < text.p + text.n && (*p == '{' || *p == '[')) {
            buf_format(&l->said, "; what may be JSON starts at byte %llu (was a log merged in?)",
                       (unsigned long long)(p - text.p) + 1);
            return;
        }
    }
    if (l->csv.delimiter && memchr(line.p, l->csv.delimiter, line.n))
        buf_text(&l->said, "; a table with columns of its own is read with -f csv");
}

static bool
look_at_markdown(struct recogniser *r, struct slice text, const struct format *named, struct looked *l)
{
    struct buf sketch = {0};
    bool tables = markdown_sketch(text.p, text.n, &sketch);
    l->container = CONTAINER_MARKDOWN;
    if (tables)
        l->format = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_MARKDOWN, &l->said);
    if (named && l->format != named)
        l->format = NULL;
    buf_free(&sketch);
    return tables;
}

static void
look_at_text(struct recogniser *r, struct source *s, const struct format *named, struct looked *l)
{
    struct buf converted = {0};
    struct slice text = readable(s, &converted);
    bool tables = false;
    if (!named || (named->containers & CONTAINER_MARKDOWN))
        tables = look_at_markdown(r, text, named, l);
    if (!l->format && !l->said.n && (!named || (named->containers & CONTAINER_CSV)))
        look_at_csv(r, text, named || !tables, named, l);
    l->detected = l->format != NULL;
    if (named && (named->containers & (CONTAINER_CSV | CONTAINER_MARKDOWN))) {
        bool heading = slice_starts(text, "# ") || slice_starts(text, "## ") || slice_starts(text, "|");
        if (!l->format && (tables || heading || !l->csv.delimiter) && (named->containers & CONTAINER_MARKDOWN))
            l->container = CONTAINER_MARKDOWN;
        l->format = named;
        l->said.n = 0;
    } else if (!l->format && !l->said.n) {
        say_text(l, text);
    }
    buf_free(&converted);
}

/* The format of a file of JSON lines that begins with lines of a log: what the first line with an object
 * shows. */
static void
look_past_log(struct recogniser *r, const struct source *s, const struct format *named, struct looked *l)
{
    const char *p = s->p, *end = looked_end(s), *nl;
    struct seen d = {0};
    struct buf said = {0};
    for (size_t i = 0; i < LOG_LINES_MAX && (nl = memchr(p, '\n', (size_t)(end - p))); i++) {
        p = nl + 1;
        if (p == end || *p != '{')
            continue;
        nl = memchr(p, '\n', (size_t)(end - p));
        seen_read(&d, p, (size_t)((nl ? nl : end) - p), nl || s->eof);
        const struct format *f = d.got == SKETCH_WHOLE
                                     ? recognise_sketch(r, buf_as_slice(&d.sketch), CONTAINER_JSON, &said)
                                     : NULL;
        if (f && format_takes_documents(f) && (!named || f == named)) {
            looked_free(l);
            *l = (struct looked){.format = f, .container = CONTAINER_JSON, .detected = true};
        }
        break;
    }
    buf_free(&d.sketch);
    buf_free(&said);
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

static void
look_at_lines(struct recogniser *r, struct source *s, const struct format *named, struct looked *l)
{
    struct buf converted = {0}, sketch = {0};
    text_lines_sketch(readable(s, &converted), &sketch);
    const struct format *f = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_TEXT, &l->said);
    if (f && (!named || f == named)) {
        l->container = CONTAINER_TEXT;
        l->format = f;
        l->detected = true;
    }
    buf_free(&converted);
    buf_free(&sketch);
}

/* The documents as JSON are looked at; s is as before. */
static void
look_at_yaml(struct recogniser *r, struct source *s, struct stage *stage, const struct format *named,
             struct looked *l)
{
    struct looked as_json = {0};
    struct source json;
    struct yaml_end end;
    uint64_t here = s->base;
    source_hold(s, here);
    bool good = yaml_convert(s, &json, &end) && (s->base == here || source_seek(s, here));
    source_release(s);
    while (!s->failed && s->n < SKETCH_BYTES && source_fill(s, here))
        ;
    if (!good)
        return;
    if (json.n)
        look_at_json(r, &json, stage, CONTAINER_YAML, named, &as_json);
    source_close(&json);
    if (as_json.format) {
        looked_free(l);
        *l = as_json;
        return;
    }
    looked_free(&as_json);
    if (named && end.why && !l->format) {
        l->said.n = 0;
        buf_format(&l->said, "line %zu: %s", end.line, end.why);
    }
}

static bool
starts_folded(struct slice s, const char *text)
{
    size_t n = strlen(text);
    return s.n >= n && strncasecmp(s.p, text, n) == 0;
}

/* What no format is asked about. true: said says what it is. */
static bool
is_foreign(const struct source *s, struct slice text, struct buf *said)
{
    if (slice_starts(text, "PK\3\4"))
        buf_format(said, "a zip archive: %s",
                   s->archive_why ? s->archive_why : "only workbooks (.xlsx) and Fortify projects (.fpr) are read");
    else if (s->head.n >= 4 && memcmp(s->head.p, "\xd0\xcf\x11\xe0", 4) == 0)
        buf_text(said, "an Office file of the old kind (.xls), or one with a password: save it as .xlsx without one");
    else if (s->nul < SKETCH_BYTES)
        buf_format(said, "byte %llu is a NUL: it is binary", (unsigned long long)s->nul + 1);
    else if (s->broken && !text.n)
        buf_text(said, s->broken);
    else if (starts_folded(text, "<!doctype html") || starts_folded(text, "<html"))
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
        format_say_containers(named, &other.said);
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
