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

/* What was made of a value is kept with it: many fields' values are few, or the same from entry to entry. Not
 * where a note was given: each of them counts. A field whose values are mostly new does not look. */
#define KEPT 8
#define KEPT_BYTES 512
#define TRIED 64 /* lookups that tell whether it is worth it */

struct kept {
    const struct kind *kind; /* NULL: nothing is kept */
    bool good, no_record;
    enum json_type type;
    struct buf in, out;
};

static struct kept_field {
    struct kept at[KEPT];
    unsigned tried, found, passed;
} kept_fields[FIELDS_MAX];

static size_t
place_of(struct slice s)
{
    uint64_t first = s.n, last = 0;
    if (s.n >= 8) {
        memcpy(&first, s.p + s.n / 2 - 4, 8);
        memcpy(&last, s.p + s.n - 8, 8);
    } else {
        for (size_t i = 0; i < s.n; i++)
            last = last << 8 | (unsigned char)s.p[i];
    }
    return (size_t)(((first ^ (last << 7 | last >> 57)) * 0x9E3779B97F4A7C15u) >> 60) % KEPT;
}

/* Mostly new values: look again after as many entries as were tried. */
static bool
worth_looking(struct kept_field *k)
{
    if (k->tried < TRIED || k->found * 4 >= k->tried) {
        if (k->tried == 64 * TRIED)
            k->tried = k->found = 0;
        return true;
    }
    if (++k->passed < 64 * TRIED)
        return false;
    k->passed = k->tried = k->found = 0;
    return true;
}

/* Types, lengths and texts one behind the other: no two values give the same. */
static void
add_parts(struct buf *b, struct slice key, json_val *v)
{
    struct part {
        uint32_t key, n;
        enum json_type type;
    } part = {(uint32_t)key.n, 0, json_type(v)};
    struct slice s = part.type == JSON_NUMBER ? json_number_text(v) : json_str(v);
    struct json_iter it = json_each(v);
    part.n = (uint32_t)(part.type == JSON_BOOL ? json_bool(v) : s.p ? s.n : it.left);
    buf_room(b, sizeof part + key.n + s.n);
    memcpy(b->p + b->n, &part, sizeof part);
    b->n += sizeof part;
    buf_slice(b, key);
    buf_slice(b, s);
    while (json_next(&it, &key, &v))
        add_parts(b, key, v);
}

/* What tells a value from others of its type. */
static struct slice
text_of(json_val *value, enum json_type type)
{
    static struct buf text; /* memory is used again */
    if (type == JSON_STRING)
        return json_str(value);
    if (type == JSON_NUMBER)
        return json_number_text(value);
    text.n = 0;
    add_parts(&text, (struct slice){0}, value);
    return buf_as_slice(&text);
}

static void
set_new(struct built *b, int field, json_val *value, struct values *v, struct pool *pool)
{
    b->f.f[field] = (struct slice){0};
    v->noted = false;
    build_set(b, field, value, v, pool);
}

static void
set(struct built *b, int field, json_val *value, struct values *v, struct pool *pool)
{
    struct kept_field *all = &kept_fields[field];
    if (!worth_looking(all)) {
        set_new(b, field, value, v, pool);
        return;
    }
    enum json_type type = json_type(value);
    struct slice text = text_of(value, type);
    struct kept *k = &all->at[place_of(text)];
    all->tried++;
    if (k->kind == b->kind && k->type == type && slice_same(buf_as_slice(&k->in), text)) {
        all->found++;
        if (k->good)
            keep(b, field, &k->out, pool);
        b->no_record |= k->no_record;
        return;
    }
    k->in.n = k->out.n = 0;
    k->kind = NULL;
    if (text.n <= KEPT_BYTES)
        buf_slice(&k->in, text); /* before the value is read: text may be where the next one is written */
    set_new(b, field, value, v, pool);
    if (v->noted || text.n > KEPT_BYTES)
        return;
    k->kind = b->kind;
    k->type = type;
    k->good = b->f.f[field].p;
    k->no_record = v->no_record;
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
build_take(struct built *b, json_val *given, const struct kind *usual, struct values *v, struct pool *pool)
{
    struct json_iter it = json_each(given);
    json_val *value, *severity = NULL, *own = NULL;
    struct slice key;
    memset(b, 0, sizeof *b);
    if (!it.object)
        return "the format's program gives something that is no object";
    const char *why = find_kind(b, json_get_str(given, "kind"), usual);
    for (size_t i = 0; !why && json_next(&it, &key, &value); i++) {
        if (slice_is(key, "kind"))
            continue;
        int field = field_at(i, b->kind, key);
        severity = field == F_SEVERITY ? value : severity;
        own = field == F_SOURCE_SEVERITY ? value : own;
        if (field < 0 || !b->kind->fields[field].take)
            why = unknown_field(b->kind, key);
        else if (json_type(value) != JSON_NULL)
            set(b, field, value, v, pool);
    }
    /* A program that does not give the tool's own word for the severity has given it as the severity. */
    if (!why && b->kind == &kind_finding && severity && json_type(severity) != JSON_NULL && !own)
        set(b, F_SOURCE_SEVERITY, severity, v, pool);
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
