#define _GNU_SOURCE /* memmem, memrchr under -std=c11 */
#include "target.h"

#include <ctype.h>
#include <string.h>

#include "address.h"

/* repository = [ prefix ] ( url | scp | bare ), the first two as in address.h
 * bare       = host "/" path | org "/" name
 * What follows `?` or `#`, a trailing `/` and a trailing `.git` are no part of a name. */

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

static bool
among(struct slice s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (slice_is_folded(s, list[i]))
            return true;
    return false;
}

static bool
has_prefix(struct slice s, const char *const *list, size_t n, struct slice *rest)
{
    for (size_t i = 0; i < n; i++) {
        if (slice_starts_folded(s, list[i])) {
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
    if (two && (p = slice_byte(path, '/')) && (p = slice_byte(slice_from(path, p + 1), '/')))
        path.n = (size_t)(p - path.p);
    while (path.n && path.p[path.n - 1] == '/')
        path.n--;
    if (path.n > 4 && slice_is_folded(slice_from(path, path.p + path.n - 4), ".git"))
        path.n -= 4;
    return path;
}

static bool
valid_path(struct slice path, size_t least)
{
    size_t parts = 0;
    while (path.n) {
        const char *slash = slice_byte(path, '/');
        struct slice part = slash ? slice_before(path, slash) : path;
        if (!address_is_name(part, "._-+~%@ ") || slice_is(part, ".") || slice_is(part, "..") ||
            *part.p == ' ')
            return false;
        parts++;
        path = slash ? slice_from(path, slash + 1) : (struct slice){path.p + path.n, 0};
    }
    return parts >= least;
}

/* Azure's ssh spelling names the same repository as its https one. */
static bool
add_azure(struct buf *out, struct slice path)
{
    if (!slice_starts_folded(path, "v3/"))
        return false;
    path = slice_from(path, path.p + 3);
    const char *slash = memrchr(path.p, '/', path.n);
    if (!slash)
        return false;
    buf_text(out, "dev.azure.com/");
    buf_lower(out, slice_before(path, slash));
    buf_text(out, "/_git");
    buf_lower(out, slice_from(path, slash));
    return true;
}

static bool
add_repo(struct buf *out, struct address *u, size_t least)
{
    if (slice_starts_folded(u->host, "www."))
        u->host = slice_from(u->host, u->host.p + 4);
    struct slice path = repo_path(u->path, among(u->host, two_parts, COUNT(two_parts)));
    if (!valid_path(path, least))
        return false;
    if (slice_is_folded(u->host, "ssh.dev.azure.com"))
        return add_azure(out, path);
    buf_lower(out, u->host);
    buf_byte(out, '/');
    buf_lower(out, path);
    return true;
}

static bool
bare_repo(struct buf *out, struct slice s)
{
    const char *slash = slice_byte(s, '/');
    if (!slash || slash == s.p || *s.p == '.' || *s.p == '~')
        return false;
    struct slice first = slice_before(s, slash);
    struct address u = {.path = slice_from(s, slash)};
    if (address_looks_like_host(first))
        return address_host(first, &u) && add_repo(out, &u, 2);
    struct slice path = repo_path(s, false);
    if (!valid_path(path, 2))
        return false;
    buf_lower(out, path);
    return true;
}

bool
target_repo(struct buf *out, struct slice s)
{
    struct address u;
    s = slice_trim(s);
    while (has_prefix(s, prefixes, COUNT(prefixes), &s))
        ;
    if (find(s, "://")) {
        if (!address_url(s, &u))
            return false;
        bool git = among(u.scheme, repo_schemes, COUNT(repo_schemes)) ||
                   slice_ends(repo_path(s, false), ".git") || find(s, ".git") != NULL;
        if (!git && !among(u.scheme, site_schemes, COUNT(site_schemes)))
            return false;
        return add_repo(out, &u, git ? 1 : 2);
    }
    if (address_scp(s, &u))
        return add_repo(out, &u, 1);
    return bare_repo(out, s);
}

/* The name without tag and digest. */
static struct slice
image_name(struct slice s)
{
    const char *at = slice_byte(s, '@');
    if (at)
        s = slice_before(s, at);
    const char *slash = s.n ? memrchr(s.p, '/', s.n) : NULL;
    struct slice last = slash ? slice_from(s, slash + 1) : s;
    const char *colon = slice_byte(last, ':');
    return colon ? slice_before(s, colon) : s;
}

bool
target_image(struct buf *out, struct slice s)
{
    struct address u;
    s = slice_trim(s);
    if (address_url(s, &u)) {
        if (!among(u.scheme, image_schemes, COUNT(image_schemes)))
            return false;
        s = slice_from(s, u.scheme.p + u.scheme.n + 3);
    }
    for (size_t i = 0; i < s.n; i++)
        if (isspace((unsigned char)s.p[i]))
            s.n = i;
    s = image_name(s);
    has_prefix(s, hub, COUNT(hub), &s);
    if (slice_starts_folded(s, "library/"))
        s = slice_from(s, s.p + 8);
    if (!address_is_name(s, "._-/:") || *s.p == '/' || *s.p == '.' || s.p[s.n - 1] == '/')
        return false;
    buf_lower(out, s);
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
    struct address u;
    if (!address_url(slice_trim(s), &u) || !among(u.scheme, site_schemes, COUNT(site_schemes)))
        return false;
    buf_lower(out, u.scheme);
    buf_text(out, "://");
    buf_lower(out, u.host);
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
    if (slice_starts_folded(host, "www."))
        host = slice_from(host, host.p + 4);
    return among(host, forges, COUNT(forges)) || has_prefix(host, forge_labels, COUNT(forge_labels), &rest) ||
           slice_ends(host, ".visualstudio.com");
}

static bool
is_tag(struct slice s)
{
    struct slice rest = s;
    if (among(s, tag_words, COUNT(tag_words)))
        return true;
    if (address_is_digits(s))
        return s.n <= 3; /* four digits and more: a port */
    if (rest.n > 1 && (*rest.p == 'v' || *rest.p == 'V'))
        rest = slice_from(rest, rest.p + 1);
    return rest.n && rest.n <= 128 && isdigit((unsigned char)*rest.p) && address_is_name(rest, "._-");
}

/* `nginx:1.25` is an image; `web01:8443`, `com.example:app` and `arn:aws:…` are not. */
static bool
is_short_image(struct slice s)
{
    const char *colon = slice_byte(s, ':');
    return colon && address_is_name(slice_before(s, colon), "_-") && is_tag(slice_from(s, colon + 1));
}

/* With a slash and without a scheme: an image when it has tag, digest or registry, else a repository. */
static bool
slashed(struct buf *out, struct slice s)
{
    const char *slash = slice_byte(s, '/');
    struct slice first = slice_before(s, slash);
    struct address u;
    if (!first.n || *s.p == '.' || *s.p == '~')
        return false;
    if (is_forge(first))
        return target_repo(out, s);
    if (image_name(s).n < s.n)
        return target_image(out, s);
    if (address_looks_like_host(first) && address_host(first, &u) &&
        valid_path(slice_from(s, slash + 1), 1) && !slice_ends(s, ".git"))
        return target_image(out, s);
    return bare_repo(out, s);
}

static bool
with_scheme(struct buf *out, struct slice s, struct address *u)
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
    struct address u;
    struct slice rest;
    s = slice_trim(s);
    if (!s.n)
        return;
    bool named = has_prefix(s, prefixes, COUNT(prefixes), &rest);
    if (named && target_repo(out, s))
        return;
    if (address_url(s, &u)) {
        if (with_scheme(out, s, &u))
            return;
    } else if (find(s, "@sha256:") || is_short_image(s)) {
        if (target_image(out, s))
            return;
    } else if (slice_byte(s, '@') && address_scp(s, &u)) {
        if (add_repo(out, &u, 1))
            return;
    } else if (slice_byte(s, '/') && slashed(out, s)) {
        return;
    }
    buf_slice(out, s);
}
