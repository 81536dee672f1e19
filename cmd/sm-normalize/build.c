#include "build.h"

#include <stdio.h>
#include <string.h>

#include "hash.h"
#include "record.h"

static char message[512];

static void
keep(struct built *b, int field, const struct buf *text, struct pool *pool)
{
    b->f.f[field] = (struct slice){pool_copy(pool, text->p, text->n), text->n};
}

void
build_set(struct built *b, int field, json_val *value, struct values *v, struct pool *pool)
{
    static struct buf text; /* memory is used again */
    const struct field *f = &b->kind->fields[field];
    text.n = 0;
    v->kind = b->kind->name;
    v->field = f->name;
    v->no_record = false;
    if (f->take(v, value, f->words, &text))
        keep(b, field, &text, pool);
    b->no_record |= v->no_record;
}

static const char *
unknown_field(const struct kind *k, struct slice name)
{
    int at = kind_field(k, name);
    snprintf(message, sizeof message,
             at < 0 ? "%s has no field %.*s: nearest is %s"
                    : "%s: %.*s is not a program's to give: nearest is %s",
             k->name, (int)(name.n < 60 ? name.n : 60), name.p, kind_nearest(k, name));
    return message;
}

static const char *
find_kind(struct built *b, struct slice name, const struct kind *usual)
{
    b->kind = name.n ? kind_named(name) : usual;
    if (b->kind)
        return NULL;
    snprintf(message, sizeof message, "no kind %.*s: nearest is %s", (int)(name.n < 60 ? name.n : 60), name.p,
             kind_nearest_kind(name));
    return message;
}

/* A field's values are few, or the same from entry to entry: what was made of one is kept with its text. A value that
 * gave a note is not: each of them counts. */
#define KEPT 8
#define KEPT_BYTES 512

struct kept {
    const struct kind *kind; /* NULL: nothing is kept */
    bool good, no_record;
    struct buf in, out;
};

static void
set_text(struct built *b, int field, struct slice value, struct values *v, struct pool *pool)
{
    static struct kept all[FIELDS_MAX][KEPT];
    static struct json_doc doc; /* memory is used again */
    const char *why;
    struct kept *k = &all[field][hash_64(value.p, value.n) & (KEPT - 1)];
    if (k->kind == b->kind && slice_same(buf_as_slice(&k->in), value)) {
        if (k->good)
            keep(b, field, &k->out, pool);
        b->no_record |= k->no_record;
        return;
    }
    b->f.f[field] = (struct slice){0};
    v->noted = false;
    build_set(b, field, json_parse(&doc, value.p, value.n, &why), v, pool);
    k->kind = v->noted || value.n > KEPT_BYTES ? NULL : b->kind;
    if (!k->kind)
        return;
    k->good = b->f.f[field].p;
    k->no_record = v->no_record;
    k->in.n = k->out.n = 0;
    buf_slice(&k->in, value);
    buf_slice(&k->out, b->f.f[field]);
}

/* A program that does not give the tool's own word for the severity has given it as the severity. */
static void
own_word(struct built *b, const struct record *made, struct values *v, struct pool *pool)
{
    struct slice severity = record_get(made, "severity");
    if (b->kind == &kind_finding && !json_is_null(severity) && !record_get(made, "source_severity").p)
        set_text(b, F_SOURCE_SEVERITY, severity, v, pool);
}

const char *
build_take(struct built *b, struct slice object, const struct kind *usual, struct values *v, struct pool *pool)
{
    static struct record made; /* memory is used again */
    const char *why = record_read(&made, object);
    memset(b, 0, sizeof *b);
    if (!why)
        why = find_kind(b, made.kind, usual);
    for (size_t i = 0; !why && i < made.n; i++) {
        struct slice key = made.m[i].key;
        if (slice_is(key, "kind"))
            continue;
        int field = kind_field(b->kind, key);
        if (field < 0 || !b->kind->fields[field].take)
            why = unknown_field(b->kind, key);
        else if (!json_is_null(made.m[i].value))
            set_text(b, field, made.m[i].value, v, pool);
    }
    if (!why)
        own_word(b, &made, v, pool);
    return why;
}

void
build_tags(struct built *b, const struct tags *t)
{
    for (int i = 0; i < TAG_FIELDS; i++) {
        int field = t->value[i].p ? kind_field(b->kind, slice_of(tag_fields[i])) : -1;
        if (field >= 0)
            b->f.f[field] = t->value[i];
    }
}

const char *
build_missing(const struct built *b)
{
    for (size_t i = 0; i < b->kind->n; i++)
        if ((b->kind->fields[i].marks & FIELD_REQUIRED) && !b->f.f[i].p)
            return b->kind->fields[i].name;
    return NULL;
}

void
build_write(struct buf *out, const struct built *b)
{
    if (b->kind == &kind_finding) {
        finding_write(out, &b->f);
        return;
    }
    buf_format(out, "{\"kind\":\"%s\"", b->kind->name);
    for (size_t i = 0; i < b->kind->n; i++) {
        if (!b->f.f[i].p && !(b->kind->fields[i].marks & FIELD_REQUIRED))
            continue;
        buf_text(out, ",\"");
        buf_text(out, b->kind->fields[i].name);
        buf_text(out, "\":");
        buf_slice(out, b->f.f[i].p ? b->f.f[i] : SLICE("null"));
    }
    buf_byte(out, '}');
}
