#include "skeleton.h"

#include "spare.h"

struct hole {
    struct slice before; /* text in front of the field, with its name where it is always there */
    struct slice name;   /* of a field that may be missing; absent: it stands in the value */
    const struct slice *value;
    bool named;                /* with what a gap says of that */
    struct verbatim *verbatim; /* begins with both */
};

struct skeleton {
    struct hole holes[F_COUNT];
    size_t n, bytes; /* of all texts */
    struct slice rest;
};

static struct slice
lasting(struct buf *b, struct pool *pool)
{
    struct slice s = slice_copy_spare(pool, buf_as_slice(b));
    b->n = 0;
    return s;
}

static void
add_hole(struct skeleton *s, int field, const struct gap *gap, struct buf *text, struct pool *pool)
{
    struct hole *h = &s->holes[s->n++];
    *h = (struct hole){.value = gap->value, .named = gap->named, .verbatim = gap->verbatim};
    if (field < F_COMMON)
        finding_write_name(text, (enum finding_field)field);
    h->before = lasting(text, pool);
    if (field >= F_COMMON && !gap->named) {
        finding_write_name(text, (enum finding_field)field);
        h->name = lasting(text, pool);
    }
    if (h->verbatim) {
        buf_slice(text, h->before);
        buf_slice(text, h->name);
        verbatim_start(h->verbatim, buf_as_slice(text), pool);
        text->n = 0;
    }
    s->bytes += h->before.n + h->name.n + sizeof "false";
}

struct skeleton *
skeleton_new(const struct finding *f, const struct gap gaps[F_COUNT], struct pool *pool)
{
    struct skeleton *s = pool_alloc(pool, sizeof *s);
    struct buf text = {0};
    *s = (struct skeleton){.n = 0};
    buf_text(&text, "{\"kind\":\"finding\"");
    for (int i = 0; i < F_COUNT; i++) {
        if (gaps[i].varies) {
            add_hole(s, i, &gaps[i], &text, pool);
        } else if (i < F_COMMON || !json_is_null(f->f[i])) {
            finding_write_name(&text, (enum finding_field)i);
            buf_slice(&text, f->f[i].p ? f->f[i] : i == F_RELEASE_BLOCKING ? SLICE("false") : SLICE("null"));
        }
    }
    buf_text(&text, "}\n");
    s->rest = lasting(&text, pool);
    s->bytes += s->rest.n;
    buf_free(&text);
    return s;
}

void
skeleton_write(struct buf *out, const struct skeleton *s, size_t verbatim)
{
    size_t room = s->bytes + verbatim + SLICE_SPARE;
    for (size_t i = 0; i < s->n; i++)
        room += s->holes[i].value->n;
    buf_room(out, room);
    char *p = out->p + out->n;
    for (const struct hole *h = s->holes; h < s->holes + s->n; h++) {
        char *plain = h->verbatim ? verbatim_put(p, h->verbatim) : NULL;
        if (plain) {
            p = plain;
            continue;
        }
        p = slice_put_spare(p, h->before);
        if (h->named && h->value->p) {
            p = slice_put_spare(p, *h->value);
            continue;
        }
        if (h->name.p && json_is_null(*h->value))
            continue;
        if (h->name.p)
            p = slice_put_spare(p, h->name);
        p = slice_put(p, h->value->p ? *h->value : SLICE("null"));
    }
    p = slice_put_spare(p, s->rest);
    out->n = (size_t)(p - out->p);
}
