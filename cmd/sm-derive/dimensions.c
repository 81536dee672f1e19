#include "dimensions.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "limits.h"
#include "mem.h"

#define KNOWN_MAX (1u << 17) /* JSON texts of one field that are remembered; then it begins anew */

struct value_list {
    size_t json;   /* where its text lies in `known` */
    uint32_t size; /* of it; ABSENT: the member is */
    uint32_t n;
    union {
        uint32_t one;
        uint32_t *many; /* in the field's pool */
    } values;
};

#define ABSENT UINT32_MAX

/* Cut to the limit, at a character's start. */
static struct slice
cut(struct slice s)
{
    if (s.n <= DIMENSION_VALUE_MAX)
        return s;
    s.n = DIMENSION_VALUE_MAX;
    while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
        s.n--;
    return s;
}

struct slice
value_text(json_val *v)
{
    switch (json_type(v)) {
    case JSON_STRING:
        return json_str(v).n ? cut(json_str(v)) : (struct slice){0};
    case JSON_NUMBER:
        return cut(json_number_text(v));
    case JSON_BOOL:
        return json_bool(v) ? SLICE("true") : SLICE("false");
    case JSON_OBJECT: /* a component is called by its name */
        return json_get_str(v, "name").n ? cut(json_get_str(v, "name")) : (struct slice){0};
    default:
        return (struct slice){0};
    }
}

uint32_t
value_number(struct cells *c, struct slice text)
{
    if (!text.p)
        return 0;
    if (!c->n_texts) {
        c->texts = xgrow(c->texts, &c->cap_texts, 1, sizeof *c->texts);
        c->texts[c->n_texts++] = (struct slice){0};
    }
    size_t at = *map_put(&c->values, text, c->n_texts);
    if (at == c->n_texts) {
        c->texts = xgrow(c->texts, &c->cap_texts, c->n_texts + 1, sizeof *c->texts);
        c->texts[c->n_texts++] = (struct slice){pool_copy(&c->pool, text.p, text.n), text.n};
    }
    return (uint32_t)at;
}

size_t
field_number(struct cells *c, struct slice name)
{
    for (size_t i = 0; i < c->n_fields; i++)
        if (slice_same(c->fields[i].name, name))
            return i;
    return SIZE_MAX;
}

size_t
field_add(struct cells *c, struct slice name, enum kind kind)
{
    size_t i = field_number(c, name);
    if (i == SIZE_MAX) {
        struct field f = {.name = name, .head = xstrndup(name.p, name.n), .version = 1};
        char *dot = strchr(f.head, '.');
        if (dot) {
            *dot = 0;
            f.rest = dot + 1;
        }
        f.n_head = strlen(f.head);
        f.finding = finding_field(slice_of(f.head));
        c->fields = xgrow(c->fields, &c->cap_fields, c->n_fields + 1, sizeof *c->fields);
        c->fields[i = c->n_fields++] = f;
    }
    c->fields[i].kinds |= 1u << kind;
    return i;
}

static void
add_value(struct slice *values, size_t *n, struct slice v)
{
    for (size_t i = 0; i < *n; i++)
        if (slice_same(values[i], v) || (!values[i].p && !v.p))
            return;
    if (*n < DIMENSION_VALUES_MAX)
        values[(*n)++] = v;
}

/* A string without escapes needs no tree. */
static bool
simple_text(struct slice json, struct slice *text)
{
    if (!json.n || *json.p != '"' || memchr(json.p, '\\', json.n))
        return false;
    *text = json.n > 2 ? cut((struct slice){json.p + 1, json.n - 2}) : (struct slice){0};
    return true;
}

/* Every element of an array counts; none is null. */
size_t
field_values(struct cells *c, const struct field *f, struct slice json, struct slice *values)
{
    const char *why;
    size_t n = 0;
    if (!f->rest && simple_text(json, &values[0]))
        return 1;
    json_val *v = json.p ? json_parse(&c->member, json.p, json.n, &why) : NULL;
    v = f->rest ? json_path(v, f->rest) : v;
    bool array = json_type(v) == JSON_ARRAY;
    struct json_iter it = json_each(v);
    while (array && it.left) {
        json_val *element;
        json_next(&it, NULL, &element);
        add_value(values, &n, value_text(element));
    }
    if (!n)
        values[n++] = array ? (struct slice){0} : value_text(v);
    return n;
}

bool
field_is_plain(const struct field *f, struct slice json, struct slice *text, bool *in_array)
{
    *in_array = json.n > 4 && *json.p == '[' && json.p[1] == '"' && json.p[json.n - 1] == ']';
    if (*in_array)
        json = (struct slice){json.p + 1, json.n - 2};
    if (f->rest || json.n < 3 || json.n - 2 > DIMENSION_VALUE_MAX || *json.p != '"' ||
        json.p[json.n - 1] != '"')
        return false;
    *text = (struct slice){json.p + 1, json.n - 2};
    return !memchr(text->p, '\\', text->n) && !(*in_array && memchr(text->p, '"', text->n)) &&
           ((unsigned char)*text->p > ' ' && (unsigned char)text->p[text->n - 1] > ' ');
}

static void
read_values(struct cells *c, struct field *f, struct slice json, struct value_list *l)
{
    struct slice texts[DIMENSION_VALUES_MAX];
    l->n = (uint32_t)field_values(c, f, json, texts);
    if (l->n == 1) {
        l->values.one = value_number(c, texts[0]);
        return;
    }
    l->values.many = pool_alloc(&f->pool, l->n * sizeof *l->values.many);
    for (size_t i = 0; i < l->n; i++)
        l->values.many[i] = value_number(c, texts[i]);
}

void
field_forget(struct field *f)
{
    map_free(&f->known);
    pool_free(&f->pool);
    f->pool = (struct pool){0};
    f->n_lists = f->now = 0;
    memset(f->recent, 0, sizeof f->recent);
}

static size_t
look_up(struct cells *c, struct field *f, struct slice json)
{
    if (!field_room(f))
        field_forget(f);
    size_t text = f->known.keys.n, at = *map_put(&f->known, json.p ? json : SLICE(""), f->n_lists);
    if (at == f->n_lists) {
        struct value_list l = {.json = text, .size = json.p ? (uint32_t)json.n : ABSENT};
        read_values(c, f, json, &l);
        f->lists = xgrow(f->lists, &f->cap_lists, f->n_lists + 1, sizeof *f->lists);
        f->lists[f->n_lists++] = l;
        f->now = 0; /* its values may be elsewhere now */
    }
    return at;
}

size_t
field_text_number(struct cells *c, struct field *f, struct slice json)
{
    size_t *recent = &f->recent[key_slot(json)];
    if (!*recent || !key_same(field_text(f, *recent - 1), json))
        *recent = look_up(c, f, json) + 1;
    return *recent - 1;
}

void
field_read(struct cells *c, struct field *f, struct slice json)
{
    field_show(f, field_text_number(c, f, json));
}

void
field_show(struct field *f, size_t text)
{
    if (text + 1 == f->now)
        return;
    f->now = text + 1;
    f->n = f->lists[text].n;
    f->values = f->n == 1 ? &f->lists[text].values.one : f->lists[text].values.many;
    f->version++;
}

size_t
field_of_finding(struct cells *c, struct field *f, const struct finding *finding, struct slice component)
{
    field_read(c, f,
               f->finding == F_COMPONENT && !f->rest
                   ? component
                   : finding_member(finding, f->finding, (struct slice){f->head, f->n_head}));
    return f->now - 1;
}

struct slice
field_text(const struct field *f, size_t text)
{
    const struct value_list *l = &f->lists[text];
    return l->size == ABSENT ? (struct slice){0} : (struct slice){f->known.keys.p + l->json, l->size};
}

size_t
field_room(const struct field *f)
{
    return f->n_lists < KNOWN_MAX ? KNOWN_MAX - f->n_lists : 0;
}

void
field_free(struct field *f)
{
    free(f->head);
    map_free(&f->known);
    free(f->lists);
    pool_free(&f->pool);
}
