#include "component.h"

#include <ctype.h>
#include <string.h>

#include "plain.h"
#include "words.h"

#define TYPE_MAX 64

static const struct {
    const char *from, *type, *vendor; /* from: squeezed */
} types[] = {
    {"npm", "npm", NULL},
    {"nodepkg", "npm", NULL},
    {"node", "npm", NULL},
    {"nodejs", "npm", NULL},
    {"yarn", "npm", NULL},
    {"pnpm", "npm", NULL},
    {"bun", "npm", NULL},
    {"javascript", "npm", NULL},
    {"pypi", "pypi", NULL},
    {"pip", "pypi", NULL},
    {"python", "pypi", NULL},
    {"pythonpkg", "pypi", NULL},
    {"poetry", "pypi", NULL},
    {"pipenv", "pypi", NULL},
    {"uv", "pypi", NULL},
    {"wheel", "pypi", NULL},
    {"maven", "maven", NULL},
    {"jar", "maven", NULL},
    {"pom", "maven", NULL},
    {"gradle", "maven", NULL},
    {"java", "maven", NULL},
    {"javaarchive", "maven", NULL},
    {"sbt", "maven", NULL},
    {"war", "maven", NULL},
    {"gem", "gem", NULL},
    {"rubygems", "gem", NULL},
    {"bundler", "gem", NULL},
    {"gemspec", "gem", NULL},
    {"ruby", "gem", NULL},
    {"golang", "golang", NULL},
    {"go", "golang", NULL},
    {"gomod", "golang", NULL},
    {"gomodule", "golang", NULL},
    {"gobinary", "golang", NULL},
    {"gomodules", "golang", NULL},
    {"nuget", "nuget", NULL},
    {"dotnet", "nuget", NULL},
    {"dotnetcore", "nuget", NULL},
    {"dotnetdeps", "nuget", NULL},
    {"packagesprops", "nuget", NULL},
    {"composer", "composer", NULL},
    {"php", "composer", NULL},
    {"packagist", "composer", NULL},
    {"phpcomposer", "composer", NULL},
    {"composervendor", "composer", NULL},
    {"cargo", "cargo", NULL},
    {"rust", "cargo", NULL},
    {"cratesio", "cargo", NULL},
    {"crates", "cargo", NULL},
    {"rustbinary", "cargo", NULL},
    {"rustcrate", "cargo", NULL},
    {"hex", "hex", NULL},
    {"mix", "hex", NULL},
    {"erlang", "hex", NULL},
    {"elixir", "hex", NULL},
    {"hexpm", "hex", NULL},
    {"mixlock", "hex", NULL},
    {"pub", "pub", NULL},
    {"dart", "pub", NULL},
    {"conan", "conan", NULL},
    {"cocoapods", "cocoapods", NULL},
    {"pod", "cocoapods", NULL},
    {"swift", "swift", NULL},
    {"swifturl", "swift", NULL},
    {"spm", "swift", NULL},
    {"githubactions", "githubactions", NULL},
    {"githubaction", "githubactions", NULL},
    {"actions", "githubactions", NULL},
    {"githubactionworkflow", "githubactions", NULL},
    {"conda", "conda", NULL},
    {"condapkg", "conda", NULL},
    {"cran", "cran", NULL},
    {"rpackage", "cran", NULL},
    {"hackage", "hackage", NULL},
    {"julia", "julia", NULL},
    {"deb", "deb", NULL},
    {"dpkg", "deb", NULL},
    {"apt", "deb", NULL},
    {"debian", "deb", "debian"},
    {"ubuntu", "deb", "ubuntu"},
    {"apk", "apk", NULL},
    {"alpine", "apk", "alpine"},
    {"wolfi", "apk", "wolfi"},
    {"chainguard", "apk", "chainguard"},
    {"rpm", "rpm", NULL},
    {"yum", "rpm", NULL},
    {"dnf", "rpm", NULL},
    {"redhat", "rpm", "redhat"},
    {"rhel", "rpm", "redhat"},
    {"centos", "rpm", "centos"},
    {"amazon", "rpm", "amazon"},
    {"amzn", "rpm", "amazon"},
    {"amazonlinux", "rpm", "amazon"},
    {"rocky", "rpm", "rocky"},
    {"rockylinux", "rpm", "rocky"},
    {"alma", "rpm", "almalinux"},
    {"almalinux", "rpm", "almalinux"},
    {"oracle", "rpm", "oracle"},
    {"oraclelinux", "rpm", "oracle"},
    {"suse", "rpm", "suse"},
    {"sles", "rpm", "suse"},
    {"opensuse", "rpm", "opensuse"},
    {"opensuseleap", "rpm", "opensuse"},
    {"opensusetumbleweed", "rpm", "opensuse"},
    {"suselinuxenterpriseserver", "rpm", "suse"},
    {"fedora", "rpm", "fedora"},
    {"photon", "rpm", "photon"},
    {"cblmariner", "rpm", "mariner"},
    {"azurelinux", "rpm", "azurelinux"},
    {"arch", "alpm", "arch"},
    {"alpm", "alpm", NULL},
    {"bitnami", "bitnami", NULL},
    {"generic", "generic", NULL},
    {"", "", NULL},
    {"library", "", NULL},
    {"application", "", NULL},
    {"package", "", NULL},
    {"file", "", NULL},
    {"binary", "", NULL},
    {"os", "", NULL},
    {"ospkgs", "", NULL},
    {"langpkgs", "", NULL},
    {"linux", "", NULL},
    {"other", "", NULL},
    {"unknown", "", NULL},
    {"framework", "", NULL},
    {"container", "", NULL},
    {"none", "", NULL},
};

static const char *
find_type(struct slice s, const char **vendor)
{
    char text[TYPE_MAX];
    struct buf b = {text, 0, sizeof text};
    *vendor = NULL;
    word_squeeze(&b, s);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (*types[i].from == (b.n ? *text : 0) && slice_is((struct slice){text, b.n}, types[i].from)) {
            *vendor = types[i].vendor;
            return types[i].type;
        }
    }
    return NULL;
}

const char *
component_type(struct slice s, const char **vendor)
{
    static struct { /* mostly the one asked for before */
        char text[TYPE_MAX];
        size_t n;
        const char *type, *vendor;
    } last;
    *vendor = NULL;
    if (s.n > TYPE_MAX)
        return NULL;
    if (!s.n || s.n != last.n || memcmp(s.p, last.text, s.n) != 0) {
        last.type = find_type(s, &last.vendor);
        last.n = s.n;
        memcpy(last.text, s.n ? s.p : "", s.n);
    }
    *vendor = last.vendor;
    return last.type;
}

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

static void
add_lower(struct buf *b, struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_byte(b, (char)tolower((unsigned char)s.p[i]));
}

/* PyPI compares names in lower case with `_` and `.` runs as `-`; purl's own rule is lower case and `_` as
 * `-`. */
static void
add_pypi(struct buf *b, struct slice name)
{
    size_t from = b->n;
    add_lower(b, name);
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
        add_lower(&copy, name);
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

struct parsed { /* a purl's own parts, as far as fields lack them */
    struct slice type, name, version;
};

static bool
parse_purl(struct slice s, struct parsed *p)
{
    if (s.n < 8 || !slice_is_folded((struct slice){s.p, 4}, "pkg:"))
        return false;
    s = (struct slice){s.p + 4, s.n - 4};
    for (const char *mark = "?#"; *mark; mark++) {
        const char *from = memchr(s.p, *mark, s.n);
        s.n = from ? (size_t)(from - s.p) : s.n;
    }
    const char *slash = memchr(s.p, '/', s.n), *end = s.p + s.n;
    if (!slash || slash + 1 == end)
        return false;
    p->type = (struct slice){s.p, (size_t)(slash - s.p)};
    const char *name = slash + 1, *last = name;
    for (const char *q = slash; (q = memchr(q + 1, '/', (size_t)(end - q - 1)));)
        last = q + 1;
    const char *at = last < end ? memchr(last + 1, '@', (size_t)(end - last - 1)) : NULL;
    p->name = (struct slice){name, (size_t)((at ? at : end) - name)};
    if (at)
        p->version = (struct slice){at + 1, (size_t)(end - at - 1)};
    return true;
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

struct member { /* one JSON value, or nothing while n is 0 */
    struct buf name, version, fixed, purl, type;
    struct parsed parsed; /* the purl's parts */
    bool has_parts;
};

static struct slice
inside(const struct buf *json) /* of a JSON string without escapes to care about */
{
    return json->n > 2 ? (struct slice){json->p + 1, json->n - 2} : (struct slice){0};
}

/* What the fields lack comes from the purl. A Maven name is shown group:artifact. */
static void
fill_from_purl(struct member *m)
{
    struct parsed p = m->parsed;
    static struct buf text; /* memory is used again */
    const char *vendor;
    if (!m->has_parts && !parse_purl(inside(&m->purl), &p))
        return;
    const char *type = component_type(p.type, &vendor);
    m->type.n = 0;
    if (type && *type)
        buf_json_slice(&m->type, slice_of(type));
    else
        buf_json_slice(&m->type, p.type);
    text.n = 0;
    if (!m->name.n) {
        decode(&text, p.name);
        char *slash = text.n ? memchr(text.p, '/', text.n) : NULL;
        if (slash && type && strcmp(type, "maven") == 0)
            *slash = ':';
        if (slash && type && is_type(type, "deb rpm apk alpm")) {
            size_t skip = (size_t)(slash + 1 - text.p);
            memmove(text.p, slash + 1, text.n - skip);
            text.n -= skip;
        }
        buf_json_slice(&m->name, buf_as_slice(&text));
    }
    if (!m->version.n && p.version.n) {
        text.n = 0;
        decode(&text, p.version);
        buf_json_slice(&m->version, buf_as_slice(&text));
    }
}

static void
fill_type(struct member *m, json_val *v)
{
    const char *vendor;
    struct slice own = slice_trim(json_str(v));
    if (m->purl.n || plain_is_nothing(own))
        return;
    const char *type = component_type(own, &vendor);
    if (type && *type) {
        buf_json_slice(&m->type, slice_of(type));
        if (m->name.n)
            make_purl(&m->purl, type, vendor, inside(&m->name), inside(&m->version));
    } else if (!type) {
        struct buf lower = {0};
        add_lower(&lower, own);
        buf_json_slice(&m->type, buf_as_slice(&lower));
        buf_free(&lower);
    }
}

static void
add_member(struct buf *out, bool *any, struct slice name, const struct buf *value)
{
    if (!value->n)
        return;
    buf_room(out, name.n + value->n + 4);
    char *p = out->p + out->n;
    *p++ = *any ? ',' : '{';
    *p++ = '"';
    memcpy(p, name.p, name.n);
    p += name.n;
    *p++ = '"';
    *p++ = ':';
    memcpy(p, value->p, value->n);
    out->n += name.n + value->n + 4;
    *any = true;
}

static void
take_purl(struct member *m, json_val *v)
{
    struct slice s = slice_trim(json_str(v));
    m->parsed = (struct parsed){0};
    m->has_parts = false;
    if (!parse_purl(s, &m->parsed))
        return;
    buf_json_slice(&m->purl, s);
    m->has_parts = m->purl.n == s.n + 2; /* else it has escapes */
    if (!m->has_parts)
        m->parsed = (struct parsed){0};
}

struct given { /* the members that a program gave; the last of each name */
    json_val *name, *version, *fixed, *purl, *type;
};

static struct given
read_given(json_val *v)
{
    struct given g = {0};
    struct json_iter it = json_each(v);
    struct slice key;
    json_val *one;
    while (it.object && json_next(&it, &key, &one)) {
        if (slice_is(key, "name"))
            g.name = one;
        else if (slice_is(key, "version"))
            g.version = one;
        else if (slice_is(key, "fixed_version"))
            g.fixed = one;
        else if (slice_is(key, "purl"))
            g.purl = one;
        else if (slice_is(key, "type"))
            g.type = one;
    }
    return g;
}

bool
component_write(struct buf *out, json_val *v)
{
    static struct member m;
    bool any = false, object = json_type(v) == JSON_OBJECT;
    struct given g = read_given(v);
    m.name.n = m.version.n = m.fixed.n = m.purl.n = m.type.n = 0;
    take_purl(&m, object ? g.purl : v);
    if (object) {
        plain_text(&m.name, g.name);
        plain_text(&m.version, g.version);
        plain_text(&m.fixed, g.fixed);
    } else if (!m.purl.n) {
        plain_text(&m.name, v);
    }
    fill_from_purl(&m);
    fill_type(&m, g.type);
    if (!m.name.n && !m.version.n && !m.purl.n) /* a type alone is no component */
        return false;
    add_member(out, &any, SLICE("name"), &m.name);
    add_member(out, &any, SLICE("version"), &m.version);
    add_member(out, &any, SLICE("fixed_version"), &m.fixed);
    add_member(out, &any, SLICE("purl"), &m.purl);
    add_member(out, &any, SLICE("type"), &m.type);
    buf_byte(out, '}');
    return true;
}
