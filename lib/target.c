#define _GNU_SOURCE /* memmem, memrchr under -std=c11 */
#include "target.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* repository = [ prefix ] ( url | scp | bare )
 * url   = ("https" | "http" | "ssh" | "git" | …) "://" [ user [ ":" password ] "@" ] host [ ":" port ] "/"
 * path scp   = [ user "@" ] host ":" path            path not starting with "/" or digits and "/" bare  =
 * host "/" path | org "/" name What follows `?` or `#`, a trailing `/` and a trailing `.git` are no part of a
 * name. */

static const char *const repo_schemes[] = {"git",     "ssh", "git+https", "git+http",
                                           "git+ssh", "svn", "svn+ssh",   "hg"};
static const char *const image_schemes[] = {"docker", "oci", "docker-image", "registry"};
static const char *const site_schemes[] = {"https", "http", "wss", "ws", "ftp", "ftps"};
static const char *const prefixes[] = {"scm:git:", "scm:", "url:", "git+"};

/* Hosts whose pages are repositories: whole names, and first labels of a company's own. */
static const char *const forges[] = {"github.com",   "gitlab.com",        "bitbucket.org",
                                     "codeberg.org", "dev.azure.com",     "git.sr.ht",
                                     "gitee.com",    "ssh.dev.azure.com", "salsa.debian.org"};
static const char *const forge_labels[] = {"github.",    "gitlab.", "git.",    "gitea.",
                                           "bitbucket.", "stash.",  "forgejo."};

/* On these a name has two parts; what follows is a page of the repository. */
static const char *const two_parts[] = {"github.com", "bitbucket.org", "codeberg.org", "gitee.com"};
static const char *const pages[] = {"/-/",          "/tree/", "/blob/",  "/commit/",
                                    "/src/branch/", "/pull/", "/issues/"};

static const char *const hub[] = {"docker.io/", "index.docker.io/", "registry-1.docker.io/"};
static const char *const tag_words[] = {"latest",  "stable",  "edge",    "main",   "master",
                                        "dev",     "develop", "nightly", "prod",   "production",
                                        "staging", "test",    "release", "alpine", "slim"};

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct url {
    struct slice scheme, host, port,
        path; /* scheme absent: none was written. path starts with '/', or is empty */
};

static bool
among(struct slice s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is_folded(s, list[i]))
            return true;
    return false;
}

static bool
starts_folded(struct slice s, const char *text)
{
    size_t n = strlen(text);
    return s.n >= n && strncasecmp(s.p, text, n) == 0;
}

static bool
has_prefix(struct slice s, const char *const *list, size_t n, struct slice *rest)
{
    for (size_t i = 0; i < n; i++) {
        if (starts_folded(s, list[i])) {
            size_t len = strlen(list[i]);
            *rest = (struct slice){s.p + len, s.n - len};
            return true;
        }
    }
    return false;
}

static const char *
find(struct slice s, const char *text)
{
    return s.n ? memmem(s.p, s.n, text, strlen(text)) : NULL;
}

static const char *
find_byte(struct slice s, char c)
{
    return s.n ? memchr(s.p, c, s.n) : NULL;
}

static struct slice
from(struct slice s, const char *p)
{
    return (struct slice){p, s.n - (size_t)(p - s.p)};
}

static struct slice
before(struct slice s, const char *p)
{
    return (struct slice){s.p, (size_t)(p - s.p)};
}

static void
add_lower(struct buf *b, struct slice s)
{
    buf_room(b, s.n);
    for (size_t i = 0; i < s.n; i++)
        b->p[b->n++] = (char)tolower((unsigned char)s.p[i]);
}

static bool
is_name(struct slice s, const char *extra)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (!isalnum(c) && c < 0x80 && !strchr(extra, c))
            return false;
        if (!c)
            return false;
    }
    return s.n > 0;
}

static bool
all_digits(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

/* Splits host[:port]; an IPv6 address keeps its brackets. */
static bool
split_host(struct slice s, struct url *u)
{
    const char *bracket = s.n && *s.p == '[' ? find_byte(s, ']') : NULL;
    if (s.n && *s.p == '[' && !bracket)
        return false;
    struct slice tail = bracket ? from(s, bracket + 1) : s;
    const char *colon = find_byte(tail, ':');
    u->port = (struct slice){NULL, 0};
    u->host = s;
    if (colon) {
        u->host = before(s, colon);
        u->port = from(s, colon + 1);
        if (u->port.n && (!all_digits(u->port) || u->port.n > 5))
            return false;
    } else if (bracket && tail.n) {
        return false;
    }
    while (u->host.n && u->host.p[u->host.n - 1] == '.')
        u->host.n--;
    return is_name(u->host, "._-[]:") && u->host.p[0] != '.';
}

static bool
split_url(struct slice s, struct url *u)
{
    const char *sep = find(s, "://");
    if (!sep || sep == s.p)
        return false;
    u->scheme = before(s, sep);
    if (!is_name(u->scheme, "+-."))
        return false;
    s = from(s, sep + 3);
    size_t n = 0;
    while (n < s.n && !strchr("/?#\\", s.p[n]) && s.p[n])
        n++;
    struct slice authority = {s.p, n};
    u->path = from(s, s.p + n);
    const char *at = authority.n ? memrchr(authority.p, '@', authority.n) : NULL;
    return split_host(at ? from(authority, at + 1) : authority, u);
}

/* A path's name: query, fragment, pages, slashes and .git off. */
static struct slice
repo_path(struct slice path, bool two)
{
    const char *p;
    for (size_t i = 0; i < path.n; i++) {
        if (path.p[i] == '?' || path.p[i] == '#') {
            path.n = i;
            break;
        }
    }
    for (size_t i = 0; i < COUNT(pages); i++)
        if ((p = find(path, pages[i])))
            path.n = (size_t)(p - path.p);
    while (path.n && *path.p == '/')
        path.p++, path.n--;
    if (two && (p = find_byte(path, '/')) && (p = find_byte(from(path, p + 1), '/')))
        path.n = (size_t)(p - path.p);
    while (path.n && path.p[path.n - 1] == '/')
        path.n--;
    if (path.n > 4 && slice_is_folded(from(path, path.p + path.n - 4), ".git"))
        path.n -= 4;
    return path;
}

static bool
valid_path(struct slice path, size_t least)
{
    size_t parts = 0;
    while (path.n) {
        const char *slash = find_byte(path, '/');
        struct slice part = slash ? before(path, slash) : path;
        if (!is_name(part, "._-+~%@ ") || slice_is(part, ".") || slice_is(part, "..") || *part.p == ' ')
            return false;
        parts++;
        path = slash ? from(path, slash + 1) : (struct slice){path.p + path.n, 0};
    }
    return parts >= least;
}

/* Azure's ssh spelling names the same repository as its https one. */
static bool
add_azure(struct buf *out, struct slice path)
{
    if (!starts_folded(path, "v3/"))
        return false;
    path = from(path, path.p + 3);
    const char *slash = memrchr(path.p, '/', path.n);
    if (!slash)
        return false;
    buf_text(out, "dev.azure.com/");
    add_lower(out, before(path, slash));
    buf_text(out, "/_git");
    add_lower(out, from(path, slash));
    return true;
}

static bool
add_repo(struct buf *out, struct url *u, size_t least)
{
    if (starts_folded(u->host, "www."))
        u->host = from(u->host, u->host.p + 4);
    struct slice path = repo_path(u->path, among(u->host, two_parts, COUNT(two_parts)));
    if (!valid_path(path, least))
        return false;
    if (slice_is_folded(u->host, "ssh.dev.azure.com"))
        return add_azure(out, path);
    add_lower(out, u->host);
    buf_byte(out, '/');
    add_lower(out, path);
    return true;
}

static bool
looks_like_host(struct slice s)
{
    return s.n && *s.p != '.' && (find_byte(s, '.') || find_byte(s, ':') || slice_is_folded(s, "localhost"));
}

/* user@host:path or host.tld:org/path */
static bool
split_scp(struct slice s, struct url *u)
{
    const char *colon = find_byte(s, ':');
    if (!colon)
        return false;
    struct slice left = before(s, colon), path = from(s, colon + 1);
    const char *at = left.n ? memchr(left.p, '@', left.n) : NULL;
    const char *slash = find_byte(path, '/');
    if (find_byte(left, '/') || !path.n || (!at && !(slash && looks_like_host(left))))
        return false;
    if (slash && all_digits(before(path, slash))) /* host:port/path */
        return false;
    *u = (struct url){.host = at ? from(left, at + 1) : left, .path = path};
    return is_name(u->host, ".-_");
}

static bool
bare_repo(struct buf *out, struct slice s)
{
    const char *slash = find_byte(s, '/');
    if (!slash || slash == s.p || *s.p == '.' || *s.p == '~')
        return false;
    struct slice first = before(s, slash);
    struct url u = {.path = from(s, slash)};
    if (looks_like_host(first))
        return split_host(first, &u) && add_repo(out, &u, 2);
    struct slice path = repo_path(s, false);
    if (!valid_path(path, 2))
        return false;
    add_lower(out, path);
    return true;
}

bool
target_repo(struct buf *out, struct slice s)
{
    struct url u;
    s = slice_trim(s);
    while (has_prefix(s, prefixes, COUNT(prefixes), &s))
        ;
    if (find(s, "://")) {
        if (!split_url(s, &u))
            return false;
        bool git = among(u.scheme, repo_schemes, COUNT(repo_schemes)) ||
                   slice_ends(repo_path(s, false), ".git") || find(s, ".git") != NULL;
        if (!git && !among(u.scheme, site_schemes, COUNT(site_schemes)))
            return false;
        return add_repo(out, &u, git ? 1 : 2);
    }
    if (split_scp(s, &u))
        return add_repo(out, &u, 1);
    return bare_repo(out, s);
}

/* The name without tag and digest. */
static struct slice
image_name(struct slice s)
{
    const char *at = find_byte(s, '@');
    if (at)
        s = before(s, at);
    const char *slash = s.n ? memrchr(s.p, '/', s.n) : NULL;
    struct slice last = slash ? from(s, slash + 1) : s;
    const char *colon = find_byte(last, ':');
    return colon ? before(s, colon) : s;
}

bool
target_image(struct buf *out, struct slice s)
{
    struct url u;
    s = slice_trim(s);
    if (split_url(s, &u)) {
        if (!among(u.scheme, image_schemes, COUNT(image_schemes)))
            return false;
        s = from(s, u.scheme.p + u.scheme.n + 3);
    }
    for (size_t i = 0; i < s.n; i++)
        if (isspace((unsigned char)s.p[i]))
            s.n = i;
    s = image_name(s);
    has_prefix(s, hub, COUNT(hub), &s);
    if (starts_folded(s, "library/"))
        s = from(s, s.p + 8);
    if (!is_name(s, "._-/:") || *s.p == '/' || *s.p == '.' || s.p[s.n - 1] == '/')
        return false;
    add_lower(out, s);
    return true;
}

static bool
is_default_port(struct slice scheme, struct slice port)
{
    bool tls = slice_is_folded(scheme, "https") || slice_is_folded(scheme, "wss");
    bool plain = slice_is_folded(scheme, "http") || slice_is_folded(scheme, "ws");
    return (tls && slice_is(port, "443")) || (plain && slice_is(port, "80"));
}

bool
target_origin(struct buf *out, struct slice s)
{
    struct url u;
    if (!split_url(slice_trim(s), &u) || !among(u.scheme, site_schemes, COUNT(site_schemes)))
        return false;
    add_lower(out, u.scheme);
    buf_text(out, "://");
    add_lower(out, u.host);
    if (u.port.n && !is_default_port(u.scheme, u.port)) {
        buf_byte(out, ':');
        buf_slice(out, u.port);
    }
    return true;
}

static bool
is_forge(struct slice host)
{
    struct slice rest;
    if (starts_folded(host, "www."))
        host = from(host, host.p + 4);
    return among(host, forges, COUNT(forges)) || has_prefix(host, forge_labels, COUNT(forge_labels), &rest) ||
           slice_ends(host, ".visualstudio.com");
}

static bool
is_tag(struct slice s)
{
    struct slice rest = s;
    if (among(s, tag_words, COUNT(tag_words)))
        return true;
    if (all_digits(s))
        return s.n <= 3; /* four digits and more: a port */
    if (rest.n > 1 && (*rest.p == 'v' || *rest.p == 'V'))
        rest = from(rest, rest.p + 1);
    return rest.n && rest.n <= 128 && isdigit((unsigned char)*rest.p) && is_name(rest, "._-");
}

/* `nginx:1.25` is an image; `web01:8443`, `com.example:app` and `arn:aws:…` are not. */
static bool
is_short_image(struct slice s)
{
    const char *colon = find_byte(s, ':');
    return colon && is_name(before(s, colon), "_-") && is_tag(from(s, colon + 1));
}

/* With a slash and without a scheme: an image when it has tag, digest or registry, else a repository. */
static bool
slashed(struct buf *out, struct slice s)
{
    const char *slash = find_byte(s, '/');
    struct slice first = before(s, slash);
    struct url u;
    if (!first.n || *s.p == '.' || *s.p == '~')
        return false;
    if (is_forge(first))
        return target_repo(out, s);
    if (image_name(s).n < s.n)
        return target_image(out, s);
    if (looks_like_host(first) && split_host(first, &u) && valid_path(from(s, slash + 1), 1) &&
        !slice_ends(s, ".git"))
        return target_image(out, s);
    return bare_repo(out, s);
}

static bool
with_scheme(struct buf *out, struct slice s, struct url *u)
{
    if (among(u->scheme, image_schemes, COUNT(image_schemes)))
        return target_image(out, s);
    if (among(u->scheme, repo_schemes, COUNT(repo_schemes)))
        return target_repo(out, s);
    if (!among(u->scheme, site_schemes, COUNT(site_schemes)))
        return false;
    if ((is_forge(u->host) || slice_ends(repo_path(u->path, false), ".git") || slice_ends(u->path, ".git")) &&
        target_repo(out, s))
        return true;
    return target_origin(out, s);
}

void
target_canonical(struct buf *out, struct slice s)
{
    struct url u;
    struct slice rest;
    s = slice_trim(s);
    if (!s.n)
        return;
    bool named = has_prefix(s, prefixes, COUNT(prefixes), &rest);
    if (named && target_repo(out, s))
        return;
    if (split_url(s, &u)) {
        if (with_scheme(out, s, &u))
            return;
    } else if (find(s, "@sha256:") || is_short_image(s)) {
        if (target_image(out, s))
            return;
    } else if (find_byte(s, '@') && split_scp(s, &u)) {
        if (add_repo(out, &u, 1))
            return;
    } else if (find_byte(s, '/') && slashed(out, s)) {
        return;
    }
    buf_slice(out, s);
}
