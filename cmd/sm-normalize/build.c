#include "build.h"

#include <stdio.h>
#include <string.h>

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

/* A field's values are few, or the same from entry to entry: what was made of one is kept with its text. A
 * value that gave a note is not: each of them counts. */
#define KEPT 8
#define KEPT_BYTES 512

struct kept {
    const struct kind *kind; /* NULL: nothing is kept */
    bool good, no_record;
    struct buf in, out;
};

static size_t
place_of(struct slice s)
{
    uint64_t first = s.n, last = 0;
    if (s.n >= 8) {
        memcpy(&first, s.p, 8);
        memcpy(&last, s.p + s.n - 8, 8);
    } else {
        for (size_t i = 0; i < s.n; i++)
            last = last << 8 | (unsigned char)s.p[i];
    }
    return (size_t)(((first ^ (last << 7 | last >> 57)) * 0x9E3779B97F4A7C15u) >> 60) % KEPT;
}

static void
set_text(struct built *b, int field, struct slice value, struct values *v, struct pool *pool)
{
    static struct kept all[FIELDS_MAX][KEPT];
    static struct json_doc doc; /* memory is used again */
    const char *why;
    struct kept *k = &all[field][place_of(value)];
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

/* Programs give their fields in the same order for every entry: the field met last at this place is tried
 * first. */
static int
field_at(size_t place, const struct kind *k, struct slice name)
{
    static struct {
        const struct kind *kind;
        int field;
        size_t n;
    } last[FIELDS_MAX];
    if (place >= FIELDS_MAX)
        return kind_field(k, name);
    if (last[place].kind == k && last[place].n == name.n &&
        memcmp(k->fields[last[place].field].name, name.p, name.n) == 0)
        return last[place].field;
    int field = kind_field(k, name);
    last[place].kind = field < 0 ? NULL : k;
    last[place].field = field;
    last[place].n = name.n;
    return field;
}

const char *
build_take(struct built *b, const struct record_member *m, size_t n, const struct kind *usual,
           struct values *v, struct pool *pool)
{
    struct slice kind = {0}, severity = {0}, own = {0};
    memset(b, 0, sizeof *b);
    for (size_t i = 0; i < n; i++)
        if (slice_is(m[i].key, "kind"))
            kind = json_unquote(pool, m[i].value);
    const char *why = find_kind(b, kind, usual);
    for (size_t i = 0; !why && i < n; i++) {
        struct slice key = m[i].key;
        if (slice_is(key, "kind"))
            continue;
        int field = field_at(i, b->kind, key);
        severity = field == F_SEVERITY ? m[i].value : severity;
        own = field == F_SOURCE_SEVERITY ? m[i].value : own;
        if (field < 0 || !b->kind->fields[field].take)
            why = unknown_field(b->kind, key);
        else if (!json_is_null(m[i].value))
            set_text(b, field, m[i].value, v, pool);
    }
    /* A program that does not give the tool's own word for the severity has given it as the severity. */
    if (!why && b->kind == &kind_finding && !json_is_null(severity) && !own.p)
        set_text(b, F_SOURCE_SEVERITY, severity, v, pool);
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
    buf_text(out, "{\"kind\":\"");
    buf_text(out, b->kind->name);
    buf_byte(out, '"');
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
