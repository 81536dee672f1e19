#include "look.h"

#include <stdlib.h>
#include <string.h>

#include "document_seen.h"
#include "mem.h"
#include "skip.h"
#include "yaml.h"

#define LOG_LINES_MAX 100 /* lines of a log before the first line of JSON */
#define DOCUMENTS_SEEN 16 /* first documents of a file that are tried (log objects may come first) */

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
void
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

/* The format of a file of JSON lines that begins with lines of a log: what the first line with an object
 * shows. */
void
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

/* The documents as JSON are looked at; s is as before. */
void
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
    if ((named || !end.line) && end.why && !l->format) {
        l->said.n = 0;
        if (end.line)
            buf_format(&l->said, "line %zu: ", end.line);
        buf_text(&l->said, end.why);
    }
}
