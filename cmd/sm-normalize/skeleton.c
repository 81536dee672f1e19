#include "skeleton.h"

struct gap {
    struct slice before; /* text in front of the field, with its name where it is always there */
    struct slice name;   /* of a field that may be missing */
    enum finding_field field;
};

struct skeleton {
    struct gap gaps[F_COUNT];
    size_t n, bytes; /* of all texts */
    struct slice rest;
};

static struct slice
lasting(const struct buf *b, struct pool *pool)
{
    return (struct slice){pool_copy(pool, b->p, b->n), b->n};
}

struct skeleton *
skeleton_new(const struct finding *f, const bool varies[F_COUNT], struct pool *pool)
{
    struct skeleton *s = pool_alloc(pool, sizeof *s);
    struct buf text = {0};
    *s = (struct skeleton){.n = 0};
    buf_text(&text, "{\"kind\":\"finding\"");
    for (int i = 0; i < F_COUNT; i++) {
        if (!varies[i] && (i < F_COMMON || !json_is_null(f->f[i]))) {
            finding_write_name(&text, (enum finding_field)i);
            buf_slice(&text, f->f[i].p ? f->f[i] : i == F_RELEASE_BLOCKING ? SLICE("false") : SLICE("null"));
        }
        if (!varies[i])
            continue;
        struct gap *g = &s->gaps[s->n++];
        *g = (struct gap){.field = (enum finding_field)i};
        if (i < F_COMMON)
            finding_write_name(&text, g->field);
        g->before = lasting(&text, pool);
        text.n = 0;
        if (i >= F_COMMON) {
            finding_write_name(&text, g->field);
            g->name = lasting(&text, pool);
            text.n = 0;
        }
        s->bytes += g->before.n + g->name.n + sizeof "false";
    }
    buf_text(&text, "}\n");
    s->rest = lasting(&text, pool);
    s->bytes += s->rest.n;
    buf_free(&text);
    return s;
}

void
skeleton_write(struct buf *out, const struct skeleton *s, const struct finding *f)
{
    size_t room = s->bytes;
    for (size_t i = 0; i < s->n; i++)
        room += f->f[s->gaps[i].field].n;
    buf_room(out, room);
    char *p = out->p + out->n;
    for (size_t i = 0; i < s->n; i++) {
        const struct gap *g = &s->gaps[i];
        struct slice v = f->f[g->field];
        p = slice_put(p, g->before);
        if (g->name.p && json_is_null(v))
            continue;
        if (g->name.p)
            p = slice_put(p, g->name);
        p = slice_put(p, v.p ? v : SLICE("null"));
    }
    p = slice_put(p, s->rest);
    out->n = (size_t)(p - out->p);
}
