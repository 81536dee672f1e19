#define _GNU_SOURCE /* memmem, memrchr under -std=c11 */
#include "address.h"

#include <ctype.h>
#include <string.h>

bool
address_is_name(struct slice s, const char *extra)
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

bool
address_is_digits(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isdigit((unsigned char)s.p[i]))
            return false;
    return s.n > 0;
}

bool
address_host(struct slice s, struct address *a)
{
    const char *bracket = s.n && *s.p == '[' ? slice_byte(s, ']') : NULL;
    if (s.n && *s.p == '[' && !bracket)
        return false;
    struct slice tail = bracket ? slice_from(s, bracket + 1) : s;
    const char *colon = slice_byte(tail, ':');
    a->port = (struct slice){NULL, 0};
    a->host = s;
    if (colon) {
        a->host = slice_before(s, colon);
        a->port = slice_from(s, colon + 1);
        if (a->port.n && (!address_is_digits(a->port) || a->port.n > 5))
            return false;
    } else if (bracket && tail.n) {
        return false;
    }
    while (a->host.n && a->host.p[a->host.n - 1] == '.')
        a->host.n--;
    return address_is_name(a->host, "._-[]:") && a->host.p[0] != '.';
}

bool
address_looks_like_host(struct slice s)
{
    return s.n && *s.p != '.' &&
           (slice_byte(s, '.') || slice_byte(s, ':') || slice_is_folded(s, "localhost"));
}

bool
address_url(struct slice s, struct address *a)
{
    const char *sep = s.n ? memmem(s.p, s.n, "://", 3) : NULL;
    if (!sep || sep == s.p)
        return false;
    a->scheme = slice_before(s, sep);
    if (!address_is_name(a->scheme, "+-."))
        return false;
    s = slice_from(s, sep + 3);
    size_t n = 0;
    while (n < s.n && !strchr("/?#\\", s.p[n]) && s.p[n])
        n++;
    struct slice authority = {s.p, n};
    a->path = slice_from(s, s.p + n);
    const char *at = authority.n ? memrchr(authority.p, '@', authority.n) : NULL;
    return address_host(at ? slice_from(authority, at + 1) : authority, a);
}

bool
address_scp(struct slice s, struct address *a)
{
    const char *colon = slice_byte(s, ':');
    if (!colon)
        return false;
    struct slice left = slice_before(s, colon), path = slice_from(s, colon + 1);
    const char *at = slice_byte(left, '@');
    const char *slash = slice_byte(path, '/');
    if (slice_byte(left, '/') || !path.n || (!at && !(slash && address_looks_like_host(left))))
        return false;
    if (slash && address_is_digits(slice_before(path, slash))) /* host:port/path */
        return false;
    *a = (struct address){.host = at ? slice_from(left, at + 1) : left, .path = path};
    return address_is_name(a->host, ".-_");
}
