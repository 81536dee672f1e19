#include "sketch.h"

#include <string.h>

#include "compact.h"
#include "skip.h"

struct drawing {
    struct buf *out;
    const char *p, *end;
    bool last, broken;
    size_t depth;
};

static enum sketch draw(struct drawing *d);

static bool
at_end(struct drawing *d)
{
    d->p = skip_blank(d->p, d->end);
    return d->p == d->end;
}

static enum sketch
broken(struct drawing *d, enum sketch got)
{
    d->broken = true;
    return got;
}

/* Bytes of one character or escape of a checked string, and of what it stands for. */
static size_t
character(const char *p, size_t *stands_for)
{
    unsigned char c = (unsigned char)*p;
    *stands_for = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (c != '\\')
        return *stands_for;
    if (p[1] != 'u')
        return 2;
    *stands_for = 3;
    if ((p[2] | 0x20) != 'd' || p[3] < '8')
        return 6;
    *stands_for = 4;
    return 12;
}

/* The string whose checked text starts at `from` of out is cut. */
static void
cut_string(struct buf *out, size_t from)
{
    size_t at = from + 1, bytes = 0, k;
    if (out->n - from <= SKETCH_STRING_MAX + 2)
        return;
    for (;;) {
        size_t n = character(out->p + at, &k);
        if (out->p[at] == '"' || bytes + k > SKETCH_STRING_MAX)
            break;
        at += n;
        bytes += k;
    }
    out->p[at] = '"';
    out->n = at + 1;
}

static enum sketch
draw_scalar(struct drawing *d)
{
    struct compact k = {.p = d->p, .end = d->end, .last = d->last};
    size_t from = d->out->n;
    switch (compact_value(&k, d->out)) {
    case COMPACT_DONE:
        d->p = k.p;
        cut_string(d->out, from);
        return SKETCH_WHOLE;
    case COMPACT_MORE:
        d->p = d->end;
        return SKETCH_NOTHING;
    default:
        d->p = k.p;
        return k.last && k.p == d->end ? SKETCH_NOTHING : broken(d, SKETCH_NOTHING);
    }
}

/* Passes over the value at p. */
static enum sketch
pass_over(struct drawing *d)
{
    struct skip s;
    skip_begin(&s, DOCUMENT_DEPTH_MAX - d->depth);
    if (*d->p != '{' && *d->p != '[' && *d->p != '"') {
        size_t n = d->out->n;
        enum sketch got = draw_scalar(d);
        d->out->n = n;
        return got;
    }
    d->p = skip_run(&s, d->p, d->end);
    if (s.why)
        return broken(d, SKETCH_PART);
    return s.done ? SKETCH_WHOLE : SKETCH_PART;
}

static enum sketch
draw_member(struct drawing *d, bool first)
{
    struct compact k = {.p = d->p, .end = d->end};
    size_t before = d->out->n;
    enum sketch got = SKETCH_NOTHING;
    if (*d->p != '"')
        return broken(d, SKETCH_NOTHING);
    if (!first)
        buf_byte(d->out, ',');
    enum compact_result r = compact_value(&k, d->out);
    if (r == COMPACT_DONE) {
        d->p = k.p;
        if (!at_end(d) && *d->p != ':') {
            broken(d, SKETCH_NOTHING);
        } else if (d->p < d->end) {
            d->p++;
            buf_byte(d->out, ':');
            got = draw(d);
        }
    } else if (r == COMPACT_MORE) {
        d->p = d->end;
    } else {
        broken(d, SKETCH_NOTHING);
    }
    if (got == SKETCH_NOTHING)
        d->out->n = before;
    return got;
}

/* Is there one more? Past the comma before it, or past what closes them, and *got says that it is whole. */
static bool
next(struct drawing *d, char close, bool first, enum sketch *got)
{
    if (at_end(d))
        return false;
    if (*d->p == close) {
        d->p++;
        *got = SKETCH_WHOLE;
        return false;
    }
    if (!first && *d->p != ',') {
        broken(d, *got);
        return false;
    }
    d->p += !first;
    return !at_end(d);
}

static enum sketch
draw_object(struct drawing *d)
{
    bool first = true;
    enum sketch got = SKETCH_PART;
    buf_byte(d->out, '{');
    d->p++;
    while (next(d, '}', first, &got)) {
        if (draw_member(d, first) != SKETCH_WHOLE)
            break;
        first = false;
    }
    buf_byte(d->out, '}');
    return got;
}

static enum sketch
draw_array(struct drawing *d)
{
    bool first = true, object = false;
    enum sketch got = SKETCH_PART;
    buf_byte(d->out, '[');
    size_t inside = d->out->n;
    d->p++;
    while (next(d, ']', first, &got)) {
        enum sketch one;
        if (first || (!object && *d->p == '{')) {
            object = *d->p == '{';
            d->out->n = inside;
            one = draw(d);
        } else {
            one = pass_over(d);
        }
        if (one != SKETCH_WHOLE)
            break;
        first = false;
    }
    buf_byte(d->out, ']');
    return got;
}

static enum sketch
draw(struct drawing *d)
{
    enum sketch got;
    if (at_end(d))
        return SKETCH_NOTHING;
    if (*d->p != '{' && *d->p != '[')
        return draw_scalar(d);
    if (d->depth == SKETCH_DEPTH_MAX) {
        buf_text(d->out, *d->p == '{' ? "{}" : "[]");
        return pass_over(d);
    }
    d->depth++;
    got = *d->p == '{' ? draw_object(d) : draw_array(d);
    d->depth--;
    return got;
}

enum sketch
sketch_json(struct buf *out, const char *p, size_t n, bool last, const char **end, bool *is_broken)
{
    struct drawing d = {.out = out, .p = p, .end = p + n, .last = last};
    enum sketch got = draw(&d);
    *end = d.p;
    *is_broken = d.broken;
    return got;
}

/* The name at c->p as checked text in c->key. false: the end. */
static bool
read_name(struct cut *c)
{
    for (;;) {
        struct compact k = {.p = c->p, .end = c->end};
        c->key.n = 0;
        switch (compact_value(&k, &c->key)) {
        case COMPACT_DONE:
            c->p = k.p;
            return true;
        case COMPACT_MORE:
            if (c->end - c->p > KEY_MAX_BYTES || !cut_refill(c, c->p))
                return false;
            break;
        default:
            return false;
        }
    }
}

static bool
add_name(struct cut *c, struct buf *sketch)
{
    bool is_broken;
    const char *end;
    while (c->end - c->p < SKETCH_MEMBER_MAX && cut_refill(c, c->p))
        ;
    size_t n = (size_t)(c->end - c->p), before = --sketch->n; /* without the closing brace */
    if (sketch->p[sketch->n - 1] != '{')
        buf_byte(sketch, ',');
    buf_slice(sketch, buf_as_slice(&c->key));
    buf_byte(sketch, ':');
    enum sketch got = sketch_json(sketch, c->p, n < SKETCH_MEMBER_MAX ? n : SKETCH_MEMBER_MAX,
                                  c->source->eof && n < SKETCH_MEMBER_MAX, &end, &is_broken);
    if (got == SKETCH_NOTHING) { /* a string that goes on beyond what is looked at */
        if (*c->p == '"')
            buf_text(sketch, "\"\"");
        else
            sketch->n = before;
    }
    buf_byte(sketch, '}');
    return got != SKETCH_NOTHING || *c->p == '"';
}

void
sketch_names(struct cut *c, struct buf *sketch, uint64_t most)
{
    struct json_doc doc = {0}, name = {0};
    const char *why;
    struct buf start = {0};
    buf_slice(&start, buf_as_slice(sketch));
    json_val *known = json_parse(&doc, start.p, start.n, &why);
    c->p++;
    c->depth = 1;
    for (size_t n = 0; n < SKETCH_NAMES_MAX && cut_offset(c) < most; n++) {
        int ch = cut_peek(c);
        if (ch == ',' && n) {
            c->p++;
            ch = cut_peek(c);
        }
        if (ch != '"' || !read_name(c) || cut_peek(c) != ':')
            break;
        c->p++;
        if (cut_peek(c) < 0)
            break;
        struct slice text = json_str(json_parse(&name, c->key.p, c->key.n, &why));
        if (text.p && !json_get_slice(known, text) && sketch->n < 4 * SKETCH_BYTES && !add_name(c, sketch))
            break;
        if (!cut_skip_value(c))
            break;
    }
    buf_free(&start);
    json_free(&doc);
    json_free(&name);
}
