#define _GNU_SOURCE /* memrchr under -std=c11 */
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

/* Letters, digits and signs that folding and decoding leave as they are, in segments of one at least. */
static bool
is_folded_path(struct slice path)
{
    static const char folded[256] = {
        ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1, ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1,
        ['9'] = 1, ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1,
        ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1, ['q'] = 1,
        ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1, ['y'] = 1, ['z'] = 1,
        ['.'] = 1, ['_'] = 1, ['-'] = 1, ['+'] = 1, ['/'] = 2};
    char last = 2;
    for (size_t i = 0; i < path.n; i++) {
        char is = folded[(unsigned char)path.p[i]];
        if (!is || (is == 2 && last == 2))
            return false;
        last = is;
    }
    return last == 1;
}

static struct slice
last_segment(struct slice path)
{
    const char *slash = memrchr(path.p, '/', path.n);
    return slash ? (struct slice){slash + 1, (size_t)(path.p + path.n - slash - 1)} : path;
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
package_is_loose(struct slice name)
{
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '_' || name.p[i] == '.' || (name.p[i] == '-' && i && name.p[i - 1] == '-'))
            return false;
    return true;
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
    struct slice path = {slash + 1, purl.n - (size_t)(slash + 1 - purl.p)};
    name.n = 0;
    if (is_folded_path(path)) {
        buf_slice(out, is_distribution(*type) ? last_segment(path) : path);
    } else {
        add_path(&name, path, is_distribution(*type));
        text_fold(out, buf_as_slice(&name));
    }
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
