#include "component.h"

#include <ctype.h>
#include <string.h>

#include "ecosystem.h"
#include "plain.h"

static void
add_encoded(struct buf *b, struct slice s, const char *kept)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (isalnum(c) || (c && strchr(kept, c)))
            buf_byte(b, (char)c);
        else
            buf_format(b, "%%%02X", c);
    }
}

/* PyPI compares names in lower case with `_` and `.` runs as `-`; purl's own rule is lower case and `_` as
 * `-`. */
static void
add_pypi(struct buf *b, struct slice name)
{
    size_t from = b->n;
    buf_lower(b, name);
    for (size_t i = from; i < b->n; i++)
        if (b->p[i] == '_')
            b->p[i] = '-';
}

static bool
is_type(const char *type, const char *list)
{
    size_t n = strlen(type);
    for (const char *p = list; (p = strstr(p, type)); p += n)
        if ((p == list || p[-1] == ' ') && (p[n] == ' ' || !p[n]))
            return true;
    return false;
}

/* namespace/name by the type's own rules. false: the name lacks what the type needs. */
static bool
add_name(struct buf *b, const char *type, struct slice name)
{
    static struct buf copy; /* memory is used again */
    copy.n = 0;
    bool lower = is_type(type, "composer golang hex deb apk github githubactions bitnami alpm");
    if (is_type(type, "pypi"))
        add_pypi(&copy, name);
    else if (lower)
        buf_lower(&copy, name);
    else
        buf_slice(&copy, name);
    if (is_type(type, "maven"))
        for (size_t i = 0; i < copy.n; i++)
            if (copy.p[i] == ':')
                copy.p[i] = '/';
    bool slash = copy.n && memchr(copy.p, '/', copy.n);
    bool good = copy.n && copy.p[0] != '/' && (slash || !is_type(type, "maven swift composer githubactions"));
    if (good)
        add_encoded(b, buf_as_slice(&copy), ".-_~/");
    return good;
}

static bool
make_purl(struct buf *out, const char *type, const char *vendor, struct slice name, struct slice version)
{
    static struct buf b; /* memory is used again */
    b.n = 0;
    buf_text(&b, "pkg:");
    buf_text(&b, type);
    buf_byte(&b, '/');
    if (vendor) {
        buf_text(&b, vendor);
        buf_byte(&b, '/');
    }
    bool good = add_name(&b, type, name);
    if (good && version.n) {
        buf_byte(&b, '@');
        add_encoded(&b, version, ".-_~:");
    }
    if (good)
        buf_json_slice(out, buf_as_slice(&b));
    return good;
}

/* Where its type ends: the slash in front of a name. NULL: it is no purl. */
static const char *
type_end(struct slice s)
{
    if (s.n < PURL_LEAST || !slice_is_folded((struct slice){s.p, 4}, "pkg:"))
        return NULL;
    const char *p = s.p + 4, *stop = s.p + s.n;
    while (p < stop && *p != '/' && *p != '?' && *p != '#')
        p++;
    return p + 1 < stop && *p == '/' && p[1] != '?' && p[1] != '#' ? p : NULL;
}

struct purl {          /* as it is given */
    struct slice json; /* absent: there is none */
    struct slice own;  /* its type, as JSON writes it */
    const char *type;  /* ecosystem_type of that */
};

/* What fields may lack of it. */
static void
name_and_version(const struct purl *p, struct slice *name, struct slice *version)
{
    const char *from = p->own.p + p->own.n + 1, *stop = p->json.p + p->json.n - 1, *at = NULL, *last = from,
               *end;
    for (end = from; end < stop && *end != '?' && *end != '#'; end++) {
        if (*end == '/') {
            last = end + 1;
            at = NULL;
        } else if (*end == '@' && !at && end != last) {
            at = end;
        }
    }
    *name = (struct slice){from, (size_t)((at ? at : end) - from)};
    *version = at ? (struct slice){at + 1, (size_t)(end - at - 1)} : (struct slice){0};
}

static void
decode(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' && i + 2 < s.n && isxdigit((unsigned char)s.p[i + 1]) &&
            isxdigit((unsigned char)s.p[i + 2])) {
            int hi = s.p[i + 1] <= '9' ? s.p[i + 1] - '0' : (s.p[i + 1] | 32) - 'a' + 10;
            int lo = s.p[i + 2] <= '9' ? s.p[i + 2] - '0' : (s.p[i + 2] | 32) - 'a' + 10;
            buf_byte(out, (char)(hi * 16 + lo));
            i += 2;
        } else {
            buf_byte(out, s.p[i]);
        }
    }
}

static void
read_purl(struct purl *p, struct buf *json, json_val *v)
{
    struct slice s = json_line(v);
    const char *vendor, *end;
    bool line = s.p;
    if (!line)
        s = slice_trim(json_str(v));
    *p = (struct purl){0};
    if (!type_end(s))
        return;
    json->n = 0;
    if (line) {
        buf_room(json, s.n + 2);
        json->p[0] = '"';
        *slice_put(json->p + 1, s) = '"';
        json->n = s.n + 2;
    } else {
        buf_json_slice(json, s);
    }
    p->json = buf_as_slice(json);
    end = type_end((struct slice){json->p + 1, json->n - 2});
    p->own = (struct slice){json->p + 5, (size_t)(end - json->p) - 5};
    p->type = ecosystem_type(p->own, &vendor);
}

/* A Maven name is shown group:artifact, a distribution's package without its vendor. */
static void
write_name(struct buf *out, const struct purl *p)
{
    static struct buf text; /* memory is used again */
    struct slice own, version;
    name_and_version(p, &own, &version);
    text.n = 0;
    decode(&text, own);
    char *slash = text.n ? memchr(text.p, '/', text.n) : NULL;
    struct slice name = buf_as_slice(&text);
    if (slash && p->type && strcmp(p->type, "maven") == 0)
        *slash = ':';
    if (slash && p->type && is_type(p->type, "deb rpm apk alpm"))
        name = (struct slice){slash + 1, name.n - (size_t)(slash + 1 - text.p)};
    buf_json_slice(out, name);
}

static void
write_version(struct buf *out, const struct purl *p)
{
    static struct buf text; /* memory is used again */
    struct slice name, version;
    name_and_version(p, &name, &version);
    if (!version.n)
        return;
    text.n = 0;
    decode(&text, version);
    buf_json_slice(out, buf_as_slice(&text));
}

struct given { /* the members that a program gave; the last of each name */
    json_val *name, *version, *fixed, *purl, *type;
};

static void
give(struct given *g, struct slice name, json_val *value)
{
    if (slice_is(name, "name"))
        g->name = value;
    else if (slice_is(name, "version"))
        g->version = value;
    else if (slice_is(name, "fixed_version"))
        g->fixed = value;
    else if (slice_is(name, "purl"))
        g->purl = value;
    else if (slice_is(name, "type"))
        g->type = value;
}

#define NAMES_MAX 8 /* of an object whose order is remembered */

static struct given
read_given(json_val *v)
{
    static struct { /* the order of the object before: mostly this one's */
        uint64_t names;
        size_t at[5];
    } last;
    struct given g = {0};
    struct json_likeness like = json_like(v);
    struct json_iter it = json_each(v);
    struct slice key;
    json_val *one, **const all[] = {&g.name, &g.version, &g.fixed, &g.purl, &g.type};
    if (like.names && like.names == last.names) {
        for (size_t i = 0; i < 5; i++)
            *all[i] = last.at[i] < NAMES_MAX ? json_nth(v, last.at[i]) : NULL;
        return g;
    }
    size_t n = like.names && it.left <= NAMES_MAX ? it.left : 0;
    while (it.object && json_next(&it, &key, &one))
        give(&g, key, one);
    last.names = n ? like.names : 0;
    for (size_t i = 0; i < 5; i++) {
        last.at[i] = NAMES_MAX;
        for (size_t at = 0; at < n; at++)
            if (json_nth(v, at) == *all[i])
                last.at[i] = at;
    }
    return g;
}

struct writing { /* a component's text */
    struct buf *out;
    size_t from, at, value; /* where it begins, the member at hand, its value */
};

static inline void
begin_member(struct writing *w, struct slice name)
{
    struct buf *out = w->out;
    w->at = out->n;
    buf_room(out, name.n + 4);
    char *p = out->p + out->n;
    *p++ = w->at == w->from ? '{' : ',';
    *p++ = '"';
    memcpy(p, name.p, name.n);
    memcpy(p + name.n, "\":", 2);
    out->n += name.n + 4;
    w->value = out->n;
}

/* How long the value is. Without one the member is taken back. */
static size_t
end_member(struct writing *w)
{
    size_t n = w->out->n - w->value;
    if (!n)
        w->out->n = w->at;
    return n;
}

/* The type where no purl is given, and a purl made from it. What the name and the version are lies in `out`.
 */
static size_t
write_type(struct writing *w, json_val *v, struct slice name, struct slice version)
{
    const char *vendor, *type;
    struct slice own = slice_trim(json_str(v));
    size_t purl = 0;
    if (plain_is_nothing(own))
        return 0;
    type = ecosystem_type(own, &vendor);
    if (type && *type && name.n) {
        begin_member(w, SLICE("purl"));
        make_purl(w->out, type, vendor, name, version);
        purl = end_member(w);
    }
    begin_member(w, SLICE("type"));
    if (type && *type) {
        buf_json_slice(w->out, slice_of(type));
    } else if (!type) {
        struct buf lower = {0};
        buf_lower(&lower, own);
        buf_json_slice(w->out, buf_as_slice(&lower));
        buf_free(&lower);
    }
    end_member(w);
    return purl;
}

/* One of our own words. */
static void
put_word(struct buf *out, const char *word)
{
    buf_byte(out, '"');
    buf_text(out, word);
    buf_byte(out, '"');
}

static void
put_own_type(struct buf *out, const char *type, struct slice own)
{
    if (type && *type)
        put_word(out, type);
    else
        buf_json_slice(out, own);
}

static void
write_own_type(struct writing *w, const struct purl *p)
{
    begin_member(w, SLICE("purl"));
    buf_slice(w->out, p->json);
    begin_member(w, SLICE("type"));
    put_own_type(w->out, p->type, p->own);
    end_member(w);
}

size_t
component_purl_start(struct slice s, struct buf *type)
{
    const char *vendor, *end = type_end(s);
    if (!end)
        return 0;
    struct slice own = {s.p + 4, (size_t)(end - s.p) - 4};
    put_own_type(type, ecosystem_type(own, &vendor), own);
    return (size_t)(end + 1 - s.p);
}

static struct slice
inside(const struct buf *out, size_t at, size_t n) /* of a JSON string without escapes to care about */
{
    return n > 2 ? (struct slice){out->p + at + 1, n - 2} : (struct slice){0};
}

/* What the members lack comes from the purl. */
bool
component_write(struct buf *out, json_val *v)
{
    struct writing w = {.out = out, .from = out->n};
    bool object = json_type(v) == JSON_OBJECT;
    struct given g = object ? read_given(v) : (struct given){.name = v, .purl = v};
    static struct buf json; /* memory is used again */
    struct purl p;
    read_purl(&p, &json, g.purl);
    begin_member(&w, SLICE("name"));
    if (!((object || !p.json.p) && plain_text(out, g.name)) && p.json.p)
        write_name(out, &p);
    size_t name_at = w.value, name = end_member(&w);
    begin_member(&w, SLICE("version"));
    if (!plain_text(out, g.version) && p.json.p)
        write_version(out, &p);
    size_t version_at = w.value, version = end_member(&w), purl = p.json.n;
    begin_member(&w, SLICE("fixed_version"));
    plain_text(out, g.fixed);
    end_member(&w);
    if (p.json.p)
        write_own_type(&w, &p);
    else
        purl = write_type(&w, g.type, inside(out, name_at, name), inside(out, version_at, version));
    if (!name && !version && !purl) { /* a type alone is no component */
        out->n = w.from;
        return false;
    }
    buf_byte(out, '}');
    return true;
}
