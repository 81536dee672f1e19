/* The program's output for a finding: {version, domain, parts, occurrence, near}. A part is null (missing: a
 * value of its own), text (folded), {path: text} (as it is), {vulnerability: id} (its alias group), {package:
 * component}. */
#include "keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "hash.h"
#include "json.h"
#include "jq/programs.h"
#include "package.h"
#include "report.h"
#include "rule.h"
#include "share.h"
#include "text.h"

#define REMEMBERED \
    ((size_t)1 << 18) /* keys kept at most: weekly scans and last month ask for the same ones again */
#define PROGRAM "dedup.jq"
#define CATEGORY_MAX 32 /* bytes; a longer one is none of ours */

struct remembered {
    struct hash128 text;
    struct key key;
};

struct keys {
    struct names *names;
    struct programs *program;
    uint32_t last_type;      /* name */
    size_t places;           /* of seen */
    struct remembered *seen; /* by the hash of the text; one place for each */
    struct map looked;       /* category and the fields that are set → those that the program may look at */
    unsigned last_set, last_looked;
    struct buf last_category;
    struct pool pool;
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
    struct hash128 h;
    hash_128(key->p, key->n, &h.high, &h.low);
    return h;
}

void
hash128_write(struct hash128 h, char text[HASH_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        text[i] = digits[h.high >> (60 - 4 * i) & 15];
        text[16 + i] = digits[h.low >> (60 - 4 * i) & 15];
    }
}

struct keys *
keys_open(struct names *names, const char *file, size_t memory)
{
    struct buf text = {0}, why = {0};
    const char *error;
    char *path = file ? xstrdup(file) : share_find("", PROGRAM);
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
    k->last_type = NO_NAME;
    k->places = memory / sizeof *k->seen < REMEMBERED ? memory / sizeof *k->seen : REMEMBERED;
    k->seen = xcalloc(k->places, sizeof *k->seen);
    buf_free(&text);
    free(path);
    return k;
}

/* ---- what the program looks at ---- */

static const enum finding_field identity[] = {F_SOURCE_TOOL,   F_CATEGORY,   F_TARGET,    F_RULE_ID,
                                              F_CVE,           F_CWE,        F_COMPONENT, F_LOCATION,
                                              F_FINDING_TITLE, F_SECRET_HASH};
#define IDENTITY (sizeof identity / sizeof *identity)
#define ALL ((1u << IDENTITY) - 1)

struct looking { /* at findings of one category with the same fields */
    struct slice category;
    unsigned set, looked; /* bits: places in identity */
};

static unsigned
bit_of(struct slice name)
{
    int field = finding_field(name);
    for (unsigned i = 0; i < IDENTITY; i++)
        if ((int)identity[i] == field)
            return 1u << i;
    return 0;
}

/* A field that is set is true for the program (false itself does not get here), and its text may be used. */
static int
known(void *with, struct slice member)
{
    struct looking *l = with;
    unsigned bit = bit_of(member);
    l->looked |= bit;
    return l->set & bit ? 1 : -2;
}

static struct slice
known_text(void *with, struct slice member)
{
    struct looking *l = with;
    return slice_is(member, "category") ? l->category : (struct slice){0};
}

static void
not_called(void *with, struct slice member)
{
    struct looking *l = with;
    l->looked |= bit_of(member);
}

/* Which fields the program may look at, where those of `set` are there: asked once for each kind of finding.
 */
static unsigned
looked_at(struct keys *k, struct slice category, unsigned set)
{
    struct looking l = {category, set, bit_of(SLICE("category"))};
    if (set == k->last_set && slice_same(category, buf_as_slice(&k->last_category)))
        return k->last_looked;
    k->part.n = 0;
    buf_add(&k->part, (const char *)&set, sizeof set);
    buf_slice(&k->part, category);
    size_t *looked = map_put(&k->looked, buf_as_slice(&k->part), SIZE_MAX);
    if (*looked == SIZE_MAX) {
        struct program_reader reader = {&l, known, known_text, not_called};
        *looked = programs_reads(k->program, 0, &reader) ? l.looked : ALL;
    }
    k->last_set = set;
    k->last_category.n = 0;
    buf_slice(&k->last_category, category);
    return k->last_looked = (unsigned)*looked;
}

/* Everything, where it is no finding as sm-normalize makes them. */
static unsigned
fields_for(struct keys *k, const struct finding *f)
{
    struct slice category = f->f[F_CATEGORY];
    unsigned set = 0;
    for (unsigned i = 0; i < IDENTITY; i++) {
        struct slice json = f->f[identity[i]];
        if (json_is_null(json))
            continue;
        if (*json.p != '"' && *json.p != '{' && *json.p != '[')
            return ALL;
        set |= 1u << i;
    }
    if (f->others || category.n < 2 || category.n > CATEGORY_MAX || memchr(category.p, '\\', category.n))
        return ALL;
    return looked_at(k, (struct slice){category.p + 1, category.n - 2}, set);
}

void
keys_project(struct keys *k, const struct finding *f, struct buf *text)
{
    unsigned shown = fields_for(k, f);
    char separator = '{';
    for (unsigned i = 0; i < IDENTITY; i++) {
        struct slice json = f->f[identity[i]];
        if (!(shown & 1u << i) || json_is_null(json))
            continue;
        size_t before = text->n;
        finding_write_name(text, identity[i]);
        text->p[before] = separator;
        separator = ',';
        buf_slice(text, json);
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

/* ---- the program's output ---- */

static struct slice
text_of(struct keys *k, struct slice json)
{
    return json.p ? json_unquote(&k->pool, json) : json;
}

static void
add_both(struct keys *k, struct slice text)
{
    hash_part(&k->key, text);
    hash_part(&k->family, text);
}

static void
add_package(struct keys *k, struct slice component, struct key *out)
{
    struct json_walk w;
    struct slice name, value, purl = {0}, plain = {0}, type = {0};
    if (json_walk(&w, component))
        while (json_walk_next(&w, &name, &value) > 0)
            *(slice_is(name, "purl") ? &purl : slice_is(name, "name") ? &plain : &type) = value;
    type = (struct slice){0};
    k->part.n = 0;
    bool known = package_name(&k->part, text_of(k, purl), text_of(k, plain), &k->type, &type);
    if (type.n && (k->last_type == NO_NAME || !slice_same(names_text(k->names, k->last_type), type)))
        k->last_type = names_put(k->names, type);
    out->type = type.n ? k->last_type : NO_NAME;
    add_both(k, known ? buf_as_slice(&k->part) : (struct slice){0});
}

/* {path: text}, {vulnerability: id} or {package: component}. */
static const char *
add_object(struct keys *k, struct slice part, struct key *out)
{
    struct json_walk w;
    struct slice name, value, id;
    if (!json_walk(&w, part) || json_walk_next(&w, &name, &value) <= 0)
        return "a part with none of path, vulnerability, package";
    if (slice_is(name, "path")) {
        hash_part(&k->key, text_of(k, value));
        return NULL;
    }
    if (slice_is(name, "vulnerability")) {
        id = text_of(k, value);
        out->vulnerability = id.n ? aliases_hash(id) : 0;
        hash_part(&k->key, SLICE("vulnerability"));
        hash_part(&k->family, id);
        return NULL;
    }
    if (!slice_is(name, "package"))
        return "a part with none of path, vulnerability, package";
    add_package(k, value, out);
    return NULL;
}

static const char *
add_part(struct keys *k, struct slice part, struct key *out)
{
    if (json_is_null(part)) {
        add_both(k, (struct slice){0});
        return NULL;
    }
    if (*part.p == '{')
        return add_object(k, part, out);
    if (*part.p != '"')
        return "a part that is no text";
    k->part.n = 0;
    text_fold(&k->part, text_of(k, part));
    add_both(k, buf_as_slice(&k->part));
    return NULL;
}

/* The next element of an array's text; *at: where to go on, begin with the array. false: no more. */
static bool
next_element(struct slice *at, struct slice *element)
{
    const char *why, *end = at->p + at->n, *p = at->p + 1, *q;
    if (at->n < 2 || *p == ']' || !(q = json_skip(p, end, &why)))
        return false;
    while (*p == ' ')
        p++;
    *element = (struct slice){p, (size_t)(q - p)};
    *at = (struct slice){q, (size_t)(end - q)};
    return true;
}

static bool
is_array(struct slice json)
{
    return json.n && *json.p == '[';
}

/* {in: parts, any: texts}: a finding of another tool with the same `in` and one of `any` may be the same. */
static const char *
add_near(struct keys *k, struct slice near, struct slice domain, struct key *out)
{
    struct json_walk w;
    struct slice name, value, in = {0}, any = {0}, part;
    const char *why = NULL;
    if (json_is_null(near))
        return NULL;
    if (json_walk(&w, near))
        while (json_walk_next(&w, &name, &value) > 0)
            *(slice_is(name, "in") ? &in : &any) = value;
    if (!is_array(in) || (any.n && !is_array(any)))
        return "a near without in and any";
    k->key.n = 0;
    hash_part(&k->key, domain);
    while (!why && next_element(&in, &part))
        why = add_part(k, part, out);
    out->near_place = hash_64(k->key.p, k->key.n);
    while (!why && any.n && out->nears < NEAR_KEYS_MAX && next_element(&any, &part)) {
        k->part.n = 0;
        text_fold(&k->part, text_of(k, part));
        out->near[out->nears++] = hash_64(k->part.p, k->part.n);
    }
    return why;
}

static const char *
take_output(struct keys *k, struct slice output, struct key *out)
{
    struct json_walk w;
    struct slice name, value, domain = {0}, version = {0}, parts = {0}, near = {0}, part;
    const char *why = NULL;
    *out = (struct key){.type = NO_NAME};
    pool_reset(&k->pool);
    if (json_walk(&w, output))
        while (json_walk_next(&w, &name, &value) > 0) {
            if (slice_is(name, "version"))
                version = value;
            else if (slice_is(name, "domain"))
                domain = text_of(k, value);
            else if (slice_is(name, "parts"))
                parts = value;
            else if (slice_is(name, "occurrence"))
                out->occurrence = slice_is(value, "true");
            else if (slice_is(name, "near"))
                near = value;
        }
    if (!domain.n || !version.n || *version.p == '"' || !is_array(parts))
        return "gives no object with version, domain and parts";
    out->exact = (uint8_t)rule_of_domain(domain);
    k->key.n = 0;
    buf_byte(&k->key, 'v');
    buf_slice(&k->key, version);
    buf_byte(&k->key, ':');
    buf_slice(&k->key, domain);
    buf_byte(&k->key, ':');
    k->family.n = 0;
    buf_slice(&k->family, buf_as_slice(&k->key));
    while (!why && next_element(&parts, &part))
        why = add_part(k, part, out);
    out->rest = hash128_of(&k->key);
    out->family = hash_64(k->family.p, k->family.n);
    return why ? why : add_near(k, near, domain, out);
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
    why = take_output(k, programs_output(k->program, 0, 0), out);
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
    struct remembered *r = &k->seen[h.low % k->places];
    if (hash128_compare(r->text, h) != 0) {
        const char *why = run(k, text, &r->key);
        r->text = why ? (struct hash128){0, 0} : h;
        if (why)
            return why;
    }
    *out = r->key;
    return NULL;
}

struct slice
keys_show(struct keys *k, struct slice text)
{
    const char *why;
    bool good = programs_run(k->program, text, &why) && !programs_error(k->program, 0) &&
                programs_count(k->program, 0) == 1;
    return good ? programs_output(k->program, 0, 0) : SLICE("null");
}

void
keys_close(struct keys *k)
{
    programs_free(k->program);
    map_free(&k->looked);
    buf_free(&k->last_category);
    pool_free(&k->pool);
    buf_free(&k->key);
    buf_free(&k->family);
    buf_free(&k->part);
    buf_free(&k->type);
    free(k->seen);
    free(k);
}
