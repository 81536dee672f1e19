#include "documents.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "skip.h"

#define LOG_LOOK 64     /* bytes of a line that show whether it is a log */
#define SHAPES_MAX 1024 /* sets of names whose format is remembered */

struct reading {
    struct recogniser *r;
    struct cut c;
    struct emit *e;
    const char *file;
    const struct looked *looked;
    bool named;
    const struct format *format; /* of the document read last */
    bool takes_documents;        /* a document is an entry: a log line, or one record of a tool */
    struct map shapes;           /* names of a document → format: index in found */
    const struct format *found[SHAPES_MAX];
    struct buf names, said;
    uint64_t start; /* offset of the document */
    uint64_t whole; /* documents read to their end */
};

static void
use_format(struct reading *d, const struct format *f)
{
    if (d->format == f)
        return;
    if (d->c.report_open)
        cut_report_end(&d->c);
    emit_format(d->e, d->file, f);
    cut_format(&d->c, f);
    d->format = f;
    d->takes_documents = format_takes_documents(f);
}

/* Reads on until the window holds the document, or enough of it to be recognised. true: all of it. */
static bool
fill_sketch(struct reading *d, size_t *length)
{
    struct cut *c = &d->c;
    for (;;) {
        struct skip k;
        skip_begin(&k, DOCUMENT_DEPTH_MAX);
        const char *end = skip_run(&k, c->p, c->end);
        *length = (size_t)(end - c->p);
        if (k.done || k.why || *length >= SKETCH_BYTES || !cut_refill(c, c->p))
            return k.done;
    }
}

/* The place in `found` for documents with these names; NULL: they are not remembered. */
static const struct format **
shape_of(struct reading *d, struct slice text, bool *known)
{
    struct json_walk w;
    struct slice name, v;
    d->names.n = 0;
    if (!json_walk(&w, text))
        return NULL;
    while (json_walk_next(&w, &name, &v) > 0) {
        buf_slice(&d->names, name);
        buf_byte(&d->names, '"');
    }
    size_t n = d->shapes.n, *at;
    *known = map_get(&d->shapes, buf_as_slice(&d->names)) != MAP_NONE;
    if (w.why || (!*known && n == SHAPES_MAX))
        return NULL;
    at = map_put(&d->shapes, buf_as_slice(&d->names), n);
    return &d->found[*at];
}

/* Decides which format the document at c.p is in. false: none. */
static bool
recognise_next(struct reading *d)
{
    struct cut *c = &d->c;
    size_t length;
    bool whole = fill_sketch(d, &length), known = false, empty = false;
    const struct format **shape = NULL, *f = NULL;
    if (whole && d->takes_documents)
        shape = shape_of(d, (struct slice){c->p, length}, &known);
    if (shape && known) {
        f = *shape;
    } else {
        d->said.n = 0;
        f = recognise_document(d->r, d->looked->container, c->p, length, whole || c->source->eof, &empty,
                               &d->said);
        if (!f && (d->takes_documents || empty))
            f = d->format;
        if (shape)
            *shape = f;
    }
    if (f)
        use_format(d, f);
    return f != NULL;
}

/* One document, or none of a known format. false: it is broken, at c.broken_at. */
static bool
read_document(struct reading *d)
{
    struct cut *c = &d->c;
    bool first = !c->documents;
    if (!d->named && !(first && d->looked->first) && !recognise_next(d)) {
        struct slice text = {c->p, (size_t)(c->end - c->p)};
        emit_reject(d->e, 0, text, "byte %llu: %s", (unsigned long long)cut_offset(c) + 1,
                    buf_string(&d->said));
        c->documents++;
        c->depth = 0;
        return cut_skip_value(c);
    }
    if (!cut_document(c))
        return false;
    if (d->named && !d->looked->detected && !c->touched && !c->source->failed)
        emit_reject(d->e, 0, (struct slice){"", 0},
                    "byte %llu: this document has nothing that %s is read from",
                    (unsigned long long)d->start + 1, d->format->name);
    return true;
}

/* Is what broke one of several documents? One has been read before, or it stood on one line. */
static bool
is_one_of_several(const struct reading *d)
{
    const struct source *s = d->c.source;
    if (d->whole || d->c.broken_at <= d->start)
        return true;
    if (d->start < s->base)
        return false;
    const char *p = s->p + (d->start - s->base);
    size_t n = (size_t)(d->c.broken_at - d->start);
    const char *nl = memchr(p, '\n', n);
    return !nl || nl + 1 == p + n;
}

/* Moves to the next line that starts with a brace or a bracket. false: there is none. */
static bool
find_line(struct cut *c)
{
    const struct source *s = c->source;
    bool start = false;
    if (c->broken_at >= s->base && c->broken_at <= s->base + s->n) {
        c->p = s->p + (c->broken_at - s->base);
        start = c->p > s->p && c->p[-1] == '\n';
    }
    for (;;) {
        if (c->p == c->end && !cut_refill(c, c->p))
            return false;
        if (start && (*c->p == '{' || *c->p == '['))
            return true;
        const char *nl = memchr(c->p, '\n', (size_t)(c->end - c->p));
        start = nl != NULL;
        c->p = nl ? nl + 1 : c->end;
    }
}

/* The byte of the file that a message names for what broke at this offset of the text. */
static unsigned long long
byte_of(const struct source *s, uint64_t at)
{
    return (s->broken_at != UINT64_MAX ? s->broken_at : at) + 1;
}

/* Says what broke, once, and moves on where that is no guess. */
static bool
recover(struct reading *d)
{
    struct cut *c = &d->c;
    const struct source *s = c->source;
    if (s->failed)
        return false;
    const char *p = c->broken_at >= s->base ? s->p + (c->broken_at - s->base) : c->end;
    emit_reject(d->e, 0, (struct slice){p, (size_t)(c->end - p)}, "byte %llu: %s", byte_of(s, c->broken_at),
                c->why);
    if (!c->spanning)
        c->report = c->report_open =
            false; /* a report that broke off is no successful scan: no line for it */
    return is_one_of_several(d) && find_line(c);
}

static bool
is_null(struct cut *c)
{
    while (c->end - c->p < 5 && cut_refill(c, c->p))
        ;
    size_t n = (size_t)(c->end - c->p);
    return n >= 4 && memcmp(c->p, "null", 4) == 0 && (n == 4 || (unsigned char)c->p[4] <= ' ');
}

/* The next byte that is not blank, -1 at the end. *fresh: a line starts with it, but for blanks. */
static int
peek(struct cut *c, bool *fresh)
{
    do {
        for (; c->p < c->end && strchr(" \t\r\n", *c->p) && *c->p; c->p++)
            *fresh |= *c->p == '\n';
        if (c->p < c->end)
            return (unsigned char)*c->p;
    } while (cut_refill(c, c->p));
    return -1;
}

/* Is the line at c->p text of a log, as tools mix it into lines of JSON? "[INF] …" and "[2026-10-21 …" are.
 */
static bool
is_log(struct cut *c)
{
    while (c->end - c->p < LOG_LOOK && cut_refill(c, c->p))
        ;
    const char *p = c->p, *end = c->end;
    if (*p == '{')
        return false;
    if (*p != '[')
        return true;
    p = skip_blank(p + 1, end);
    if (p == end || strchr("{[]\"-", *p))
        return false;
    if (*p < '0' || *p > '9') {
        size_t n = (size_t)(end - p);
        return !(n >= 4 && (memcmp(p, "null", 4) == 0 || memcmp(p, "true", 4) == 0)) &&
               !(n >= 5 && memcmp(p, "false", 5) == 0);
    }
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p < end && strchr("-/:TZ", *p);
}

static void
skip_line(struct cut *c)
{
    const char *nl = NULL;
    while (c->p < c->end && !(nl = memchr(c->p, '\n', (size_t)(c->end - c->p)))) {
        c->p = c->end;
        if (!cut_refill(c, c->p))
            return;
    }
    if (nl)
        c->p = nl;
}

static void
read_all(struct reading *d)
{
    struct cut *c = &d->c;
    bool whole = true, fresh = true;
    int ch;
    for (; (ch = peek(c, &fresh)) >= 0; fresh = false) {
        if (fresh && d->takes_documents && !is_null(c) && is_log(c)) {
            emit_skip(d->e, "log_line");
            skip_line(c);
            continue;
        }
        d->start = cut_offset(c);
        bool document = ch == '{' || ch == '[', good = document && read_document(d);
        if (!document && is_null(c)) {
            emit_skip(d->e, "not_an_entry");
            c->p += 4;
            continue;
        }
        if (!document)
            cut_break(c, c->p, "text that is no JSON follows the document");
        d->whole += good;
        if (!good && !recover(d)) {
            whole = !document && !c->source->failed;
            break;
        }
    }
    if (whole && c->source->broken && !c->source->failed && c->p == c->end && ch < 0) {
        emit_reject(d->e, 0, (struct slice){"", 0}, "byte %llu: %s", byte_of(c->source, cut_offset(c)),
                    c->source->broken);
        whole = false;
    }
    cut_end(c, whole);
}

void
documents_read(struct recogniser *r, struct source *s, struct emit *e, const char *file,
               const struct looked *l, bool named)
{
    struct reading *d = xcalloc(1, sizeof *d);
    d->r = r;
    d->e = e;
    d->file = file;
    d->looked = l;
    d->named = named;
    cut_begin(&d->c, s, e);
    use_format(d, l->format);
    read_all(d);
    uint64_t repaired = d->c.repaired + (s->utf16 || s->xml ? s->bad : 0);
    if (repaired)
        stage_note(e->stage, "%s: broken characters (no UTF-8, unpaired surrogates) became U+FFFD: %llu",
                   e->place, (unsigned long long)repaired);
    map_free(&d->shapes);
    buf_free(&d->names);
    buf_free(&d->said);
    free(d);
}
