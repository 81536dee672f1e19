#define _GNU_SOURCE /* memrchr under -std=c11 */
#include "purl.h"

#include <ctype.h>
#include <string.h>

/* purl = "pkg:" type "/" [ namespace "/" ] name [ "@" version ] [ "?" qualifiers ] [ "#" subpath ] */

static bool
is_purl(struct slice s)
{
    return s.n > 4 && slice_is_folded((struct slice){s.p, 4}, "pkg:");
}

static struct slice
cut(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '?' || s.p[i] == '#')
            s.n = i;
    return s;
}

/* The @ before the version: the last one behind the last slash, not the one that opens an npm scope. */
static const char *
version_at(struct slice s)
{
    const char *at = memrchr(s.p, '@', s.n);
    return at && at > s.p && at[-1] != '/' && !memchr(at, '/', s.n - (size_t)(at - s.p)) ? at : NULL;
}

bool
purl_has_version(struct slice s)
{
    return is_purl(s) && version_at(cut(s));
}

bool
purl_comparable(struct buf *out, struct slice s, bool version)
{
    if (!is_purl(s))
        return false;
    s = cut(s);
    const char *at = version_at(s);
    if (at && !version)
        s.n = (size_t)(at - s.p);
    for (size_t i = 0; i < s.n; i++) {
        if (i + 2 < s.n && s.p[i] == '%' && s.p[i + 1] == '4' && s.p[i + 2] == '0') {
            buf_byte(out, '@');
            i += 2;
        } else {
            buf_byte(out, (char)tolower((unsigned char)s.p[i]));
        }
    }
    return true;
}
