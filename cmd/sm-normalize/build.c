#include "build.h"

#include <stdio.h>
#include <string.h>

#include "kept.h"
#include "mould.h"

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

/* Every member of the object by its name. *quiet: see mould_learn. */
static const char *
take_members(struct built *b, json_val *given, struct values *v, struct pool *pool, uint64_t *quiet)
{
    struct json_iter it = json_each(given);
    json_val *value, *severity = NULL, *own = NULL;
    struct slice key;
    size_t severity_at = 0;
    *quiet = UINT64_MAX;
    for (size_t i = 0; json_next(&it, &key, &value); i++) {
        if (slice_is(key, "kind"))
            continue;
        struct kept_key kept = {0};
        int field = field_at(i, b->kind, key);
        if (field < 0 || !b->kind->fields[field].take)
            return unknown_field(b->kind, key);
        if (field == F_SEVERITY)
            severity_at = i;
        severity = field == F_SEVERITY ? value : severity;
        own = field == F_SOURCE_SEVERITY ? value : own;
        if (json_type(value) != JSON_NULL && !kept_set(b, field, value, &kept, v, pool) && i < 64)
            *quiet &= ~((uint64_t)1 << i);
    }
    struct kept_key kept = {0};
    /* A program that does not give the tool's own word for the severity has given it as the severity. */
    if (b->kind == &kind_finding && severity && json_type(severity) != JSON_NULL && !own &&
        !kept_set(b, F_SOURCE_SEVERITY, severity, &kept, v, pool))
        *quiet &= ~((uint64_t)(severity_at < 64) << severity_at % 64);
    return NULL;
}

const char *
build_take(struct built *b, json_val *given, const struct kind *usual, struct values *v, struct pool *pool)
{
    struct json_likeness like = json_like(given);
    const struct mould *m = like.names ? mould_find(&like, usual) : NULL;
    uint64_t quiet;
    if (m) {
        mould_fill(m, b, given, v, pool);
        return NULL;
    }
    memset(b, 0, sizeof *b);
    if (json_type(given) != JSON_OBJECT)
        return "the format's program gives something that is no object";
    const char *why = find_kind(b, json_get_str(given, "kind"), usual);
    if (!why)
        why = take_members(b, given, v, pool, &quiet);
    if (!why && like.names)
        mould_learn(given, &like, usual, b, quiet);
    return why;
}

void
build_tags(struct built *b, const struct tags *t)
{
    static const struct kind *kind; /* mostly the one before */
    static int fields[TAG_FIELDS];
    for (int i = 0; b->kind != kind && i < TAG_FIELDS; i++)
        fields[i] = kind_field(b->kind, slice_of(tag_fields[i]));
    kind = b->kind;
    for (int i = 0; i < TAG_FIELDS; i++)
        if (t->value[i].p && fields[i] >= 0)
            b->f.f[fields[i]] = t->value[i];
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
