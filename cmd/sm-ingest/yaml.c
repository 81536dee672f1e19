#include "yaml.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "library.h"
#include "limits.h"
#include "mem.h"

#define SYMBOLS(each)                                                                                     \
    each(yaml_event_delete) each(yaml_parser_delete) each(yaml_parser_initialize) each(yaml_parser_parse) \
        each(yaml_parser_set_encoding) each(yaml_parser_set_input)
LIBRARY(lib, "libyaml is needed to read YAML", SYMBOLS, "libyaml-0.so.2", "libyaml.so", "libyaml.dylib")

struct anchor {
    char *name;
    size_t from, to; /* of its text in the document; to 0: it is not complete */
};

struct node {        /* a collection that is open */
    bool map, value; /* value: the key has been written */
    size_t members;
    size_t anchor; /* + 1; 0: none */
};

struct converter {
    struct source *s;
    uint64_t at, document_at; /* offsets in the source: read so far, and where the document began */
    struct buf text;          /* of the document */
    struct node open[DEPTH_MAX];
    size_t depth;
    struct anchor *anchors;
    size_t n_anchors, cap_anchors;
    struct spool spool;
    const char *why;
};

static int
read_more(void *arg, unsigned char *p, size_t n, size_t *got)
{
    struct converter *c = arg;
    struct source *s = c->s;
    *got = 0;
    if (c->at - c->document_at > 2 * (uint64_t)YAML_DOCUMENT_MAX) {
        c->why = "a document longer than 64 MiB";
        return 0;
    }
    while (c->at >= s->base + s->n)
        if (!source_fill(s, c->at) && c->at >= s->base + s->n)
            return 1;
    size_t from = (size_t)(c->at - s->base);
    *got = s->n - from < n ? s->n - from : n;
    memcpy(p, s->p + from, *got);
    c->at += *got;
    return 1;
}

static bool
fail(struct converter *c, const char *why)
{
    if (!c->why)
        c->why = why;
    return false;
}

/* Before a value or a key: the comma or colon that belongs there. */
static bool
begin_value(struct converter *c, bool scalar)
{
    struct node *n = c->depth ? &c->open[c->depth - 1] : NULL;
    if (c->text.n > YAML_DOCUMENT_MAX)
        return fail(c, "a document longer than 64 MiB, aliases expanded");
    if (!n)
        return true;
    if (n->map && n->value) {
        buf_byte(&c->text, ':');
    } else {
        if (n->map && !scalar)
            return fail(c, "a key that is no text");
        if (n->members++)
            buf_byte(&c->text, ',');
    }
    n->value = n->map && !n->value;
    return true;
}

static bool
is_key(const struct converter *c)
{
    return c->depth && c->open[c->depth - 1].map && c->open[c->depth - 1].value;
}

/* Returns the anchor's number + 1. */
static size_t
add_anchor(struct converter *c, const yaml_char_t *name)
{
    if (!name)
        return 0;
    if (c->n_anchors == YAML_ANCHORS_MAX)
        return fail(c, "too many anchors");
    c->anchors = xgrow(c->anchors, &c->cap_anchors, c->n_anchors + 1, sizeof *c->anchors);
    c->anchors[c->n_anchors] = (struct anchor){.name = xstrdup((const char *)name), .from = c->text.n};
    return ++c->n_anchors;
}

static void
end_anchor(struct converter *c, size_t anchor)
{
    if (anchor)
        c->anchors[anchor - 1].to = c->text.n;
}

static void
forget_anchors(struct converter *c)
{
    for (size_t i = 0; i < c->n_anchors; i++)
        free(c->anchors[i].name);
    c->n_anchors = 0;
}

static bool
alias(struct converter *c, const yaml_char_t *name)
{
    for (size_t i = c->n_anchors; i--;) { /* the latest of that name */
        const struct anchor *a = &c->anchors[i];
        if (strcmp(a->name, (const char *)name) != 0)
            continue;
        if (!a->to)
            return fail(c, "an alias of what it stands in");
        bool text = c->text.p[a->from] == '"';
        if (!begin_value(c, text))
            return false;
        if (is_key(c) && !text)
            return fail(c, "a key that is no text");
        buf_room(&c->text, a->to - a->from);
        buf_add(&c->text, c->text.p + a->from, a->to - a->from);
        return true;
    }
    return fail(c, "an alias of nothing");
}

static bool
is_one_of(struct slice s, const char *const *words)
{
    for (; *words; words++)
        if (slice_is(s, *words))
            return true;
    return false;
}

static size_t
digits(struct slice *s)
{
    size_t n = 0;
    while (n < s->n && isdigit((unsigned char)s->p[n]))
        n++;
    s->p += n;
    s->n -= n;
    return n;
}

/* [-+]? ( [0-9]+ ( \. [0-9]* )? | \. [0-9]+ ) ( [eE] [-+]? [0-9]+ )?  as JSON writes it. */
static bool
add_decimal(struct buf *out, struct slice s)
{
    size_t before = out->n;
    if (s.n && (*s.p == '-' || *s.p == '+')) {
        if (*s.p == '-')
            buf_byte(out, '-');
        s.p++, s.n--;
    }
    struct slice whole = s;
    whole.n = digits(&s);
    if (whole.n > 1 && *whole.p == '0')
        goto no; /* an id: its zeros count */
    buf_slice(out, whole.n ? whole : SLICE("0"));
    if (s.n && *s.p == '.') {
        struct slice part = {++s.p, --s.n};
        part.n = digits(&s);
        if (!part.n && !whole.n)
            goto no;
        buf_byte(out, '.');
        buf_slice(out, part.n ? part : SLICE("0"));
    } else if (!whole.n) {
        goto no;
    }
    if (s.n && (*s.p == 'e' || *s.p == 'E')) {
        struct slice power = {++s.p, --s.n};
        if (s.n && (*s.p == '-' || *s.p == '+'))
            s.p++, s.n--;
        if (!digits(&s))
            goto no;
        power.n = (size_t)(s.p - power.p);
        buf_byte(out, 'e');
        buf_slice(out, power);
    }
    if (!s.n)
        return true;
no:
    out->n = before;
    return false;
}

/* 0o17 and 0x1F; more than 15 hex digits are an id. */
static bool
add_based(struct buf *out, struct slice s)
{
    uint64_t v = 0;
    unsigned base = slice_starts(s, "0o") ? 8 : slice_starts(s, "0x") ? 16 : 0;
    if (!base || s.n < 3 || s.n > 14)
        return false;
    for (size_t i = 2; i < s.n; i++) {
        char ch = (char)tolower((unsigned char)s.p[i]);
        unsigned d = isdigit((unsigned char)ch) ? (unsigned)(ch - '0')
                     : ch >= 'a'                ? (unsigned)(ch - 'a') + 10
                                                : 99;
        if (d >= base)
            return false;
        v = v * base + d;
    }
    buf_int(out, (int64_t)v);
    return true;
}

static void
add_plain(struct buf *out, struct slice s)
{
    static const char *const nothing[] = {"", "~", "null", "Null", "NULL", NULL},
                             *const yes[] = {"true", "True", "TRUE", NULL},
                             *const no[] = {"false", "False", "FALSE", NULL};
    if (is_one_of(s, nothing))
        buf_text(out, "null");
    else if (is_one_of(s, yes))
        buf_text(out, "true");
    else if (is_one_of(s, no))
        buf_text(out, "false");
    else if (!add_decimal(out, s) && !add_based(out, s))
        buf_json(out, s.p, s.n);
}

static bool
scalar(struct converter *c, const yaml_event_t *e)
{
    struct slice s = {(const char *)e->data.scalar.value, e->data.scalar.length};
    const char *tag = (const char *)e->data.scalar.tag;
    bool plain = tag ? strcmp(tag, YAML_INT_TAG) == 0 || strcmp(tag, YAML_FLOAT_TAG) == 0 ||
                           strcmp(tag, YAML_BOOL_TAG) == 0 || strcmp(tag, YAML_NULL_TAG) == 0
                     : e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (!begin_value(c, true))
        return false;
    size_t anchor = add_anchor(c, e->data.scalar.anchor);
    if (is_key(c) || !plain)
        buf_json(&c->text, s.p, s.n);
    else
        add_plain(&c->text, s);
    end_anchor(c, anchor);
    return !c->why;
}

static bool
begin_collection(struct converter *c, bool map, const yaml_char_t *anchor)
{
    if (c->depth == DEPTH_MAX)
        return fail(c, "nested deeper than 200 levels");
    if (!begin_value(c, false))
        return false;
    c->open[c->depth] = (struct node){.map = map, .anchor = add_anchor(c, anchor)};
    c->depth++;
    buf_byte(&c->text, map ? '{' : '[');
    return !c->why;
}

static bool
end_collection(struct converter *c)
{
    const struct node *n = &c->open[--c->depth];
    buf_byte(&c->text, n->map ? '}' : ']');
    end_anchor(c, n->anchor);
    return true;
}

static bool
end_document(struct converter *c)
{
    forget_anchors(c);
    c->document_at = c->at;
    if (c->text.n > YAML_DOCUMENT_MAX)
        return fail(c, "a document longer than 64 MiB, aliases expanded");
    if (!c->text.n || slice_is(buf_as_slice(&c->text), "null")) { /* nothing between two marks */
        c->text.n = 0;
        return true;
    }
    buf_byte(&c->text, '\n');
    if (!spool_put(&c->spool, c->spool.to, c->text.p, c->text.n))
        c->s->failed = spool_folder();
    buf_reset(&c->text);
    return !c->s->failed;
}

static bool
event(struct converter *c, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_ALIAS_EVENT:
        return alias(c, e->data.alias.anchor);
    case YAML_SCALAR_EVENT:
        return scalar(c, e);
    case YAML_SEQUENCE_START_EVENT:
        return begin_collection(c, false, e->data.sequence_start.anchor);
    case YAML_MAPPING_START_EVENT:
        return begin_collection(c, true, e->data.mapping_start.anchor);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return end_collection(c);
    case YAML_DOCUMENT_END_EVENT:
        return end_document(c);
    default:
        return true;
    }
}

static const char *
problem(const struct converter *c, const yaml_parser_t *p)
{
    if (c->why)
        return c->why;
    if (c->s->broken)
        return c->s->broken;
    if (p->error == YAML_READER_ERROR)
        return "bytes that YAML does not allow (no UTF-8, or control characters)";
    return p->problem ? p->problem : "broken"; /* libyaml's texts are static */
}

static void
convert(struct converter *c, struct yaml_end *end)
{
    yaml_parser_t parser;
    yaml_event_t e;
    bool good = true, last = false;
    if (!lib_load(&end->why))
        return;
    if (!lib.yaml_parser_initialize(&parser)) {
        end->why = "out of memory";
        return;
    }
    lib.yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    lib.yaml_parser_set_input(&parser, read_more, c);
    while (good && !last) {
        if (!lib.yaml_parser_parse(&parser, &e)) {
            good = false;
            end->line = parser.problem_mark.line ? parser.problem_mark.line + 1 : parser.mark.line + 1;
            break;
        }
        good = event(c, &e);
        end->line = e.start_mark.line + 1;
        last = e.type == YAML_STREAM_END_EVENT;
        lib.yaml_event_delete(&e);
    }
    if (!c->s->failed && (!good || c->s->broken))
        end->why = problem(c, &parser);
    lib.yaml_parser_delete(&parser);
}

bool
yaml_convert(struct source *s, struct source *json, struct yaml_end *end)
{
    struct converter *c = xcalloc(1, sizeof *c);
    *end = (struct yaml_end){0};
    c->s = s;
    c->at = c->document_at = s->base;
    c->spool.fd = -1;
    convert(c, end);
    if (!s->failed && c->spool.fd < 0 && !spool_put(&c->spool, 0, "", 0))
        s->failed = spool_folder();
    bool good = !s->failed;
    if (good)
        source_take(json, s->name, c->spool.fd);
    else
        spool_close(&c->spool);
    forget_anchors(c);
    free(c->anchors);
    buf_free(&c->text);
    free(c);
    return good;
}

/* The first line that says anything: `---`, `%YAML`, an item, or a key with a colon. */
bool
yaml_likely(struct slice text)
{
    while (text.n) {
        const char *nl = memchr(text.p, '\n', text.n);
        struct slice line = {text.p, nl ? (size_t)(nl - text.p) : text.n};
        text.n -= line.n + (nl != NULL);
        text.p += line.n + (nl != NULL);
        while (line.n && isspace((unsigned char)line.p[line.n - 1]))
            line.n--;
        if (!line.n || *line.p == '#')
            continue;
        if (slice_is(line, "---") || slice_starts(line, "--- ") || slice_starts(line, "%YAML") ||
            slice_starts(line, "- "))
            return true;
        for (size_t i = 0; i < line.n; i++)
            if (line.p[i] == ':' && i && (i + 1 == line.n || line.p[i + 1] == ' '))
                return true;
        return false;
    }
    return false;
}
