/* The output of the key program, taken apart. */
#include <stdlib.h>

#include "key_parts.h"
#include "mem.h"
#include "rule.h"

static bool
is_null(json_val *v)
{
    return !v || json_type(v) == JSON_NULL;
}

static struct key_part *
add(struct key_spec *s, int at, int is, struct slice text)
{
    s->part = xgrow(s->part, &s->cap, s->parts + 1, sizeof *s->part);
    struct key_part *p = &s->part[s->parts++];
    *p = (struct key_part){.text = text};
    p->at = at;
    p->is = is;
    return p;
}

static void
add_package(struct key_spec *s, int at, json_val *component)
{
    struct json_iter it = json_each(component);
    struct key_part *p = add(s, at, KEY_PACKAGE, (struct slice){0});
    struct slice name;
    json_val *v;
    while (it.object && json_next(&it, &name, &v))
        if (slice_is(name, "purl"))
            p->text = json_str(v);
        else if (slice_is(name, "name"))
            p->name = json_str(v);
}

/* {path: text}, {vulnerability: id} or {package: component}. */
static const char *
add_object(struct key_spec *s, int at, json_val *part)
{
    struct json_iter it = json_each(part);
    struct slice name = {0};
    json_val *value;
    if (!json_next(&it, &name, &value))
        return "a part with none of path, vulnerability, package";
    if (slice_is(name, "path"))
        (void)add(s, at, KEY_PATH, json_str(value));
    else if (slice_is(name, "vulnerability"))
        (void)add(s, at, KEY_VULNERABILITY, json_str(value));
    else if (slice_is(name, "package"))
        add_package(s, at, value);
    else
        return "a part with none of path, vulnerability, package";
    return NULL;
}

static const char *
add_parts(struct key_spec *s, int at, json_val *parts)
{
    struct json_iter it = json_each(parts);
    const char *why = NULL;
    json_val *part;
    while (!why && json_next(&it, NULL, &part)) {
        if (json_type(part) == JSON_OBJECT)
            why = add_object(s, at, part);
        else if (is_null(part) || json_type(part) == JSON_STRING)
            (void)add(s, at, KEY_TEXT, json_str(part));
        else
            why = "a part that is no text";
    }
    return why;
}

/* The secret itself, where the tool says something of it: part of the key, but not of the place. */
static const char *
add_told(struct key_spec *s, json_val *told)
{
    if (is_null(told))
        return NULL;
    if (json_type(told) != JSON_STRING)
        return "a told that is no text";
    (void)add(s, KEY_TOLD, KEY_TEXT, json_str(told));
    return NULL;
}

/* {in: parts, any: texts}: a finding of another tool with the same `in` and one of `any` may be the same. */
static const char *
add_near(struct key_spec *s, json_val *near)
{
    json_val *in = json_get(near, "in"), *any = json_get(near, "any"), *text;
    if (is_null(near))
        return NULL;
    if (json_type(in) != JSON_ARRAY || (!is_null(any) && json_type(any) != JSON_ARRAY))
        return "a near without in and any";
    s->near = true;
    const char *why = add_parts(s, KEY_NEAR_IN, in);
    struct json_iter it = json_each(any);
    for (size_t i = 0; !why && i < NEAR_KEYS_MAX && json_next(&it, NULL, &text); i++)
        (void)add(s, KEY_NEAR_ANY, KEY_TEXT, json_str(text));
    return why;
}

struct output { /* members of the program's output */
    json_val *version, *domain, *parts, *occurrence, *told, *near;
};

static struct output
members_of(json_val *v)
{
    struct json_iter it = json_each(v);
    struct output o = {0};
    struct slice name;
    while (it.object && json_next(&it, &name, &v)) {
        json_val **to = slice_is(name, "version")      ? &o.version
                        : slice_is(name, "domain")     ? &o.domain
                        : slice_is(name, "parts")      ? &o.parts
                        : slice_is(name, "occurrence") ? &o.occurrence
                        : slice_is(name, "told")       ? &o.told
                        : slice_is(name, "near")       ? &o.near
                                                       : NULL;
        if (to)
            *to = v;
    }
    return o;
}

const char *
key_spec_read(struct key_spec *s, json_val *output)
{
    struct output o = members_of(output);
    struct slice domain = json_str(o.domain);
    s->parts = s->head.n = s->domain.n = 0;
    s->near = false;
    if (!domain.n || is_null(o.version) || json_type(o.version) == JSON_STRING ||
        json_type(o.parts) != JSON_ARRAY)
        return "gives no object with version, domain and parts";
    s->exact = (uint8_t)rule_of_domain(domain);
    s->occurrence = json_bool(o.occurrence);
    buf_slice(&s->domain, domain);
    buf_byte(&s->head, 'v');
    json_write(&s->head, o.version);
    buf_byte(&s->head, ':');
    buf_slice(&s->head, domain);
    buf_byte(&s->head, ':');
    const char *why = add_parts(s, KEY_IN_PARTS, o.parts);
    if (s->occurrence)
        why = why ? why : add_told(s, o.told);
    return why ? why : add_near(s, o.near);
}

void
key_spec_free(struct key_spec *s)
{
    buf_free(&s->head);
    buf_free(&s->domain);
    free(s->part);
}
