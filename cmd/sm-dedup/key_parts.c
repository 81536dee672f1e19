#include "key_parts.h"

#include "alias.h"
#include "hash.h"
#include "package.h"
#include "rule.h"
#include "text.h"

static bool
is_null(json_val *v)
{
    return !v || json_type(v) == JSON_NULL;
}

static struct slice
folded(struct key_maker *k, json_val *text)
{
    k->part.n = 0;
    text_fold(&k->part, json_str(text));
    return buf_as_slice(&k->part);
}

static void
add_both(struct key_maker *k, struct slice text)
{
    size_t before = k->key.n;
    hash_part(&k->key, text);
    buf_add(&k->family, k->key.p + before, k->key.n - before);
}

static void
add_package(struct key_maker *k, json_val *component, struct key *out)
{
    struct json_iter it = json_each(component);
    struct slice name, purl = {0}, plain = {0}, type = {0};
    json_val *v;
    while (it.object && json_next(&it, &name, &v))
        if (slice_is(name, "purl"))
            purl = json_str(v);
        else if (slice_is(name, "name"))
            plain = json_str(v);
    k->part.n = 0;
    bool known = package_name(&k->part, purl, plain, &k->type, &type);
    if (type.n && (k->last_type == NO_NAME || !slice_same(names_text(k->names, k->last_type), type)))
        k->last_type = names_put(k->names, type);
    out->type = type.n ? k->last_type : NO_NAME;
    uint64_t strict = known ? hash_64(k->part.p, k->part.n) : 0;
    if (known && package_loosen(&k->part, 0) && type.n)
        out->variant = (uint32_t)strict | 1;
    add_both(k, known ? buf_as_slice(&k->part) : (struct slice){0});
}

/* {path: text}, {vulnerability: id} or {package: component}. */
static const char *
add_object(struct key_maker *k, json_val *part, struct key *out)
{
    struct json_iter it = json_each(part);
    struct slice name = {0};
    json_val *value;
    if (!json_next(&it, &name, &value))
        return "a part with none of path, vulnerability, package";
    if (slice_is(name, "path")) {
        hash_part(&k->key, json_str(value));
    } else if (slice_is(name, "vulnerability")) {
        struct slice id = json_str(value);
        out->vulnerability = id.n ? aliases_hash(id) : 0;
        hash_part(&k->key, SLICE("vulnerability"));
        hash_part(&k->family, id);
    } else if (slice_is(name, "package")) {
        add_package(k, value, out);
    } else {
        return "a part with none of path, vulnerability, package";
    }
    return NULL;
}

static const char *
add_part(struct key_maker *k, json_val *part, struct key *out)
{
    if (json_type(part) == JSON_OBJECT)
        return add_object(k, part, out);
    if (!is_null(part) && json_type(part) != JSON_STRING)
        return "a part that is no text";
    add_both(k, is_null(part) ? (struct slice){0} : folded(k, part));
    return NULL;
}

static const char *
add_parts(struct key_maker *k, json_val *parts, struct key *out)
{
    struct json_iter it = json_each(parts);
    const char *why = NULL;
    json_val *part;
    while (!why && json_next(&it, NULL, &part))
        why = add_part(k, part, out);
    return why;
}

/* The secret itself, where the tool says something of it: part of the key, but not of the place. */
static const char *
add_told(struct key_maker *k, json_val *told, struct key *out)
{
    if (is_null(told))
        return NULL;
    if (json_type(told) != JSON_STRING)
        return "a told that is no text";
    struct slice text = folded(k, told);
    hash_part(&k->key, text);
    out->told = hash_64(text.p, text.n) | 1;
    return NULL;
}

/* {in: parts, any: texts}: a finding of another tool with the same `in` and one of `any` may be the same. */
static const char *
add_near(struct key_maker *k, json_val *near, struct slice domain, struct key *out)
{
    json_val *in = json_get(near, "in"), *any = json_get(near, "any"), *text;
    if (is_null(near))
        return NULL;
    if (json_type(in) != JSON_ARRAY || (!is_null(any) && json_type(any) != JSON_ARRAY))
        return "a near without in and any";
    k->key.n = 0;
    hash_part(&k->key, domain);
    const char *why = add_parts(k, in, out);
    struct json_iter it = json_each(any);
    out->near_place = hash_64(k->key.p, k->key.n);
    while (!why && out->nears < NEAR_KEYS_MAX && json_next(&it, NULL, &text)) {
        struct slice what = folded(k, text);
        out->near[out->nears++] = hash_64(what.p, what.n);
    }
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
key_make(struct key_maker *k, json_val *output, struct key *out)
{
    struct output o = members_of(output);
    struct slice domain = json_str(o.domain);
    *out = (struct key){.type = NO_NAME};
    if (!domain.n || is_null(o.version) || json_type(o.version) == JSON_STRING ||
        json_type(o.parts) != JSON_ARRAY)
        return "gives no object with version, domain and parts";
    out->exact = (uint8_t)rule_of_domain(domain);
    out->occurrence = json_bool(o.occurrence);
    k->key.n = k->family.n = 0;
    buf_byte(&k->key, 'v');
    json_write(&k->key, o.version);
    buf_byte(&k->key, ':');
    buf_slice(&k->key, domain);
    buf_byte(&k->key, ':');
    buf_slice(&k->family, buf_as_slice(&k->key));
    const char *why = add_parts(k, o.parts, out);
    if (out->occurrence) {
        out->place = hash_64(k->key.p, k->key.n);
        out->family = hash_64(k->family.p, k->family.n);
        why = why ? why : add_told(k, o.told, out);
    }
    out->rest = hash128_of(&k->key);
    return why ? why : add_near(k, o.near, domain, out);
}

void
key_maker_free(struct key_maker *k)
{
    buf_free(&k->key);
    buf_free(&k->family);
    buf_free(&k->part);
    buf_free(&k->type);
}
