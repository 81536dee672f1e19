#include "package.h"

#include <ctype.h>
#include <string.h>

#include "text.h"

static int
hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)tolower((unsigned char)c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
add_decoded(struct buf *out, struct slice s)
{
    if (!memchr(s.p, '%', s.n)) {
        buf_slice(out, s);
        return;
    }
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' && i + 2 < s.n && hex(s.p[i + 1]) >= 0 && hex(s.p[i + 2]) >= 0) {
            buf_byte(out, (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2])));
            i += 2;
        } else {
            buf_byte(out, s.p[i]);
        }
    }
}

/* pkg:type/namespace/name@version?qualifiers#subpath: cuts everything from the version on. */
static struct slice
without_version(struct slice purl)
{
    for (int i = 0; i < 2; i++) {
        const char *cut = purl.n ? memchr(purl.p, "?#"[i], purl.n) : NULL;
        purl.n = cut ? (size_t)(cut - purl.p) : purl.n;
    }
    for (size_t i = purl.n; i-- > 0 && purl.p[i] != '/';)
        if (purl.p[i] == '@' && i && purl.p[i - 1] != '/')
            purl.n = i;
    return purl;
}

static bool
is_distribution(struct slice type)
{
    return slice_is(type, "deb") || slice_is(type, "rpm") || slice_is(type, "apk");
}

/* Appends the segments of a purl's path, decoded; of a distribution's package only the last one. */
static void
add_path(struct buf *out, struct slice path, bool last_only)
{
    size_t from = out->n;
    while (path.n) {
        const char *slash = memchr(path.p, '/', path.n);
        size_t n = slash ? (size_t)(slash - path.p) : path.n;
        if (n) {
            if (last_only)
                out->n = from;
            if (out->n > from)
                buf_byte(out, '/');
            add_decoded(out, (struct slice){path.p, n});
        }
        n += slash != NULL;
        path.p += n;
        path.n -= n;
    }
}

bool
package_loosen(struct buf *b, size_t from)
{
    size_t to = from, n = b->n;
    bool changed = false;
    for (size_t i = from; i < n; i++) {
        bool separator = b->p[i] == '_' || b->p[i] == '.' || b->p[i] == '-';
        if (separator && to > from && b->p[to - 1] == '-')
            continue;
        changed |= separator && b->p[i] != '-';
        b->p[to++] = separator ? '-' : b->p[i];
    }
    b->n = to;
    return changed || to < n;
}

static bool
from_purl(struct buf *out, struct slice purl, struct buf *type_text, struct slice *type)
{
    static struct buf name; /* memory used again */
    size_t from = out->n;
    if (!slice_starts(purl, "pkg:"))
        return false;
    purl = without_version((struct slice){purl.p + 4, purl.n - 4});
    while (purl.n && *purl.p == '/')
        purl.p++, purl.n--;
    const char *slash = purl.n ? memchr(purl.p, '/', purl.n) : NULL;
    if (!slash)
        return false;
    type_text->n = 0;
    text_fold(type_text, (struct slice){purl.p, (size_t)(slash - purl.p)});
    *type = buf_as_slice(type_text);
    name.n = 0;
    add_path(&name, (struct slice){slash, purl.n - (size_t)(slash - purl.p)}, is_distribution(*type));
    text_fold(out, buf_as_slice(&name));
    if (slice_is(*type, "pypi"))
        (void)package_loosen(out, from);
    return out->n > from;
}

bool
package_name(struct buf *out, struct slice purl, struct slice name, struct buf *type_text, struct slice *type)
{
    size_t from = out->n;
    if (from_purl(out, purl, type_text, type))
        return true;
    *type = (struct slice){0};
    out->n = from;
    if (!name.n)
        return false;
    text_fold(out, name);
    for (size_t i = from; i < out->n; i++)
        if (out->p[i] == ':')
            out->p[i] = '/';
    return true;
}
