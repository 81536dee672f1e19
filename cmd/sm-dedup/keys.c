/* The program's output for a finding: {version, domain, parts, occurrence}. A part is null (missing: a value
 * of its own), text (folded), {path: text} (as it is), {vulnerability: id} (its alias group), {package:
 * component}. */
#include "keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "json.h"
#include "jq/programs.h"
#include "package.h"
#include "report.h"
#include "share.h"
#include "text.h"

#define REMEMBERED \
    (1u << 18) /* keys kept: weekly scans and last month's findings ask for the same ones again */
#define PROGRAM "dedup.jq"

struct remembered {
    struct hash128 text;
    struct key key;
};

struct keys {
    struct names *names;
    struct programs *program;
    struct remembered *seen; /* by the hash of the text; one place for each */
    struct json_doc doc;
    struct buf key, family, part, type;
};

int
hash128_compare(struct hash128 a, struct hash128 b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

bool
hash128_read(struct slice hex, struct hash128 *out)
{
    uint64_t half[2] = {0, 0};
    if (hex.n != HASH_HEX)
        return false;
    for (size_t i = 0; i < HASH_HEX; i++) {
        char c = hex.p[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        half[i / 16] = half[i / 16] << 4 | (uint64_t)v;
    }
    *out = (struct hash128){half[0], half[1]};
    return true;
}

struct hash128
hash128_of(const struct buf *key)
{
    char hex[HASH_HEX + 1];
    struct hash128 h = {0, 0};
    hash_hex(key->p, key->n, hex);
    (void)hash128_read(slice_of(hex), &h);
    return h;
}

struct keys *
keys_open(struct names *names)
{
    struct buf text = {0}, why = {0};
    const char *error;
    char *path = share_find("", PROGRAM);
    if (!path)
        report_die("%s: not found in the share folder", PROGRAM);
    if (!share_read(path, &text, &error))
        report_die("%s: %s", path, error);
    struct program_source src = {path, buf_as_slice(&text)};
    struct programs *program = programs_compile(&src, 1, NULL, 0, &why);
    if (!program)
        report_die("%s", buf_string(&why));
    struct keys *k = xcalloc(1, sizeof *k);
    k->names = names;
    k->program = program;
    k->seen = xcalloc(REMEMBERED, sizeof *k->seen);
    buf_free(&text);
    free(path);
    return k;
}

void
keys_project(const struct finding *f, struct buf *text)
{
    static const enum finding_field identity[] = {F_SOURCE_TOOL, F_CATEGORY, F_TARGET,
                                                  F_RULE_ID,     F_CVE,      F_CWE,
                                                  F_COMPONENT,   F_LOCATION, F_FINDING_TITLE};
    char separator = '{';
    for (size_t i = 0; i < sizeof identity / sizeof *identity; i++) {
        if (json_is_null(f->f[identity[i]]))
            continue;
        buf_byte(text, separator);
        separator = ',';
        buf_byte(text, '"');
        buf_text(text, finding_names[identity[i]]);
        buf_text(text, "\":");
        buf_slice(text, f->f[identity[i]]);
    }
    for (size_t i = 0; i < f->others; i++) {
        buf_byte(text, separator);
        separator = ',';
        buf_json_slice(text, f->other[i].key);
        buf_byte(text, ':');
        buf_slice(text, f->other[i].value);
    }
    buf_text(text, separator == '{' ? "{}" : "}");
}

static const char *
add_object(struct keys *k, json_val *part, struct key *out)
{
    json_val *path = json_get(part, "path"), *id = json_get(part, "vulnerability"),
             *package = json_get(part, "package");
    struct slice s, type = {0};
    if (path) {
        hash_part(&k->key, json_str(path));
        return NULL;
    }
    if (id) {
        s = json_str(id);
        out->vulnerability = s.n ? names_put(k->names, s) : NO_NAME;
        hash_part(&k->key, SLICE("vulnerability"));
        hash_part(&k->family, s);
        return NULL;
    }
    if (!package)
        return "a part with none of path, vulnerability, package";
    k->part.n = 0;
    bool known = package_name(&k->part, package, &k->type, &type);
    out->type = type.n ? names_put(k->names, type) : NO_NAME;
    hash_part(&k->key, known ? buf_as_slice(&k->part) : (struct slice){0});
    hash_part(&k->family, known ? buf_as_slice(&k->part) : (struct slice){0});
    return NULL;
}

static const char *
add_part(struct keys *k, json_val *part, struct key *out)
{
    switch (json_type(part)) {
    case JSON_OBJECT:
        return add_object(k, part, out);
    case JSON_NULL:
        hash_part(&k->key, (struct slice){0});
        hash_part(&k->family, (struct slice){0});
        return NULL;
    case JSON_STRING:
        k->part.n = 0;
        text_fold(&k->part, json_str(part));
        hash_part(&k->key, buf_as_slice(&k->part));
        hash_part(&k->family, buf_as_slice(&k->part));
        return NULL;
    default:
        return "a part that is no text";
    }
}

static const char *
take_output(struct keys *k, json_val *output, struct key *out)
{
    struct slice domain = json_get_str(output, "domain"),
                 version = json_number_text(json_get(output, "version"));
    json_val *parts = json_get(output, "parts"), *part;
    const char *why = NULL;
    if (!domain.n || !version.n || json_type(parts) != JSON_ARRAY)
        return "gives no object with version, domain and parts";
    *out = (struct key){
        .vulnerability = NO_NAME, .type = NO_NAME, .occurrence = json_bool(json_get(output, "occurrence"))};
    k->key.n = 0;
    buf_format(&k->key, "v%.*s:%.*s:", (int)version.n, version.p, (int)domain.n, domain.p);
    k->family.n = 0;
    buf_slice(&k->family, buf_as_slice(&k->key));
    struct json_iter it = json_each(parts);
    while (!why && json_next(&it, NULL, &part))
        why = add_part(k, part, out);
    out->rest = hash128_of(&k->key);
    out->family = hash_64(k->family.p, k->family.n);
    return why;
}

static const char *
run(struct keys *k, struct slice text, struct key *out)
{
    static char message[256];
    const char *why;
    if (!programs_run(k->program, text, &why))
        return why;
    if ((why = programs_error(k->program, 0))) {
        snprintf(message, sizeof message, PROGRAM ": %.200s", why);
        return message;
    }
    if (programs_count(k->program, 0) != 1)
        return PROGRAM ": not one key";
    struct slice output = programs_output(k->program, 0, 0);
    json_val *v = json_parse(&k->doc, output.p, output.n, &why);
    if (v)
        why = take_output(k, v, out);
    if (!why)
        return NULL;
    snprintf(message, sizeof message, PROGRAM ": %.200s", why);
    return message;
}

const char *
keys_find(struct keys *k, struct slice text, struct key *out)
{
    struct buf b = {(char *)(uintptr_t)text.p, text.n, text.n};
    struct hash128 h = hash128_of(&b);
    struct remembered *r = &k->seen[h.low % REMEMBERED];
    if (hash128_compare(r->text, h) != 0) {
        const char *why = run(k, text, &r->key);
        r->text = why ? (struct hash128){0, 0} : h;
        if (why)
            return why;
    }
    *out = r->key;
    return NULL;
}

void
keys_close(struct keys *k)
{
    programs_free(k->program);
    json_free(&k->doc);
    buf_free(&k->key);
    buf_free(&k->family);
    buf_free(&k->part);
    buf_free(&k->type);
    free(k->seen);
    free(k);
}
