#include "build.h"

#include <stdio.h>
#include <string.h>

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
find_kind(struct built *b, json_val *object, const struct kind *usual)
{
    struct slice name = json_get_str(object, "kind");
    b->kind = name.n ? kind_named(name) : usual;
    if (b->kind)
        return NULL;
    snprintf(message, sizeof message, "no kind %.*s: nearest is %s", (int)(name.n < 60 ? name.n : 60), name.p,
             kind_nearest_kind(name));
    return message;
}

/* A program that does not give the tool's own word for the severity has given it as the severity. */
static void
own_word(struct built *b, json_val *object, struct values *v, struct pool *pool)
{
    json_val *severity = json_get(object, "severity");
    if (b->kind == &kind_finding && severity && !json_get(object, "source_severity"))
        build_set(b, F_SOURCE_SEVERITY, severity, v, pool);
}

const char *
build_take(struct built *b, json_val *object, const struct kind *usual, struct values *v, struct pool *pool)
{
    struct slice key;
    json_val *value;
    memset(b, 0, sizeof *b);
    const char *why = find_kind(b, object, usual);
    if (why)
        return why;
    struct json_iter it = json_each(object);
    while (json_next(&it, &key, &value)) {
        if (slice_is(key, "kind"))
            continue;
        int field = kind_field(b->kind, key);
        if (field < 0 || !b->kind->fields[field].take)
            return unknown_field(b->kind, key);
        if (json_type(value) != JSON_NULL)
            build_set(b, field, value, v, pool);
    }
    own_word(b, object, v, pool);
    return NULL;
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
