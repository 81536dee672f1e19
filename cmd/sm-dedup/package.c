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

/* pkg:type/namespace/name@version?qualifiers#subpath */
struct purl {
    struct slice type, path, last; /* the path's last segment */
    bool folded;                   /* the path is of segments that folding and decoding leave as they are */
};

/* Letters, digits and signs that folding and decoding leave as they are; what cuts a purl. */
enum { OTHER, FOLDED, SLASH, AT, END };

static const char class_of[256] = {
    ['0'] = FOLDED, ['1'] = FOLDED, ['2'] = FOLDED, ['3'] = FOLDED, ['4'] = FOLDED, ['5'] = FOLDED,
    ['6'] = FOLDED, ['7'] = FOLDED, ['8'] = FOLDED, ['9'] = FOLDED, ['a'] = FOLDED, ['b'] = FOLDED,
    ['c'] = FOLDED, ['d'] = FOLDED, ['e'] = FOLDED, ['f'] = FOLDED, ['g'] = FOLDED, ['h'] = FOLDED,
    ['i'] = FOLDED, ['j'] = FOLDED, ['k'] = FOLDED, ['l'] = FOLDED, ['m'] = FOLDED, ['n'] = FOLDED,
    ['o'] = FOLDED, ['p'] = FOLDED, ['q'] = FOLDED, ['r'] = FOLDED, ['s'] = FOLDED, ['t'] = FOLDED,
    ['u'] = FOLDED, ['v'] = FOLDED, ['w'] = FOLDED, ['x'] = FOLDED, ['y'] = FOLDED, ['z'] = FOLDED,
    ['.'] = FOLDED, ['_'] = FOLDED, ['-'] = FOLDED, ['+'] = FOLDED, ['/'] = SLASH,  ['@'] = AT,
    ['?'] = END,    ['#'] = END};

/* Takes apart what stands behind `pkg:`. The version begins at the first @ of the last segment that is not
 * its first byte. false: there is no type. */
static bool
cut_purl(struct slice s, struct purl *p)
{
    const char *at = s.p, *end = s.p + s.n, *first = NULL, *slash = NULL, *version = NULL;
    bool folded = true;
    for (; at < end && class_of[(unsigned char)*at] != END; at++) {
        char is = class_of[(unsigned char)*at];
        if (is == FOLDED)
            continue;
        if (is == SLASH) {
            folded = !first || (folded && !version && at[-1] != '/');
            first = first ? first : at;
            slash = at;
            version = NULL;
        } else if (is == AT && !version && at > s.p && at[-1] != '/') {
            version = at;
        } else if (!version) {
            folded = false;
        }
    }
    end = version ? version : at;
    if (!first)
        return false;
    p->type = (struct slice){s.p, (size_t)(first - s.p)};
    p->path = (struct slice){first + 1, (size_t)(end - first - 1)};
    p->last = (struct slice){slash + 1, (size_t)(end - slash - 1)};
    p->folded = folded && p->last.n;
    return true;
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
    static const char separator[256] = {['_'] = 2, ['.'] = 2, ['-'] = 1};
    char before = 0;
    for (size_t i = 0; i < name.n; i++) {
        char is = separator[(unsigned char)name.p[i]];
        if (is + before > 1)
            return false;
        before = is;
    }
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

static void
set_type(struct package_type *t, struct slice raw)
{
    if (slice_same(buf_as_slice(&t->raw), raw))
        return; /* as most are */
    t->raw.n = t->text.n = 0;
    buf_slice(&t->raw, raw);
    text_fold(&t->text, raw);
    struct slice type = buf_as_slice(&t->text);
    t->distribution = slice_is(type, "deb") || slice_is(type, "rpm") || slice_is(type, "apk");
    t->pypi = slice_is(type, "pypi");
}

static bool
from_purl(struct buf *out, struct slice s, struct package_type *type)
{
    static struct buf name; /* memory used again */
    size_t from = out->n;
    struct purl purl;
    if (s.n < 4 || memcmp(s.p, "pkg:", 4) != 0)
        return false;
    s = (struct slice){s.p + 4, s.n - 4};
    while (s.n && *s.p == '/')
        s.p++, s.n--;
    if (!cut_purl(s, &purl))
        return false;
    set_type(type, purl.type);
    if (purl.folded) {
        buf_slice(out, type->distribution ? purl.last : purl.path);
    } else {
        name.n = 0;
        add_path(&name, purl.path, type->distribution);
        text_fold(out, buf_as_slice(&name));
    }
    if (type->pypi)
        (void)package_loosen(out, from);
    return out->n > from;
}

bool
package_name(struct buf *out, struct slice purl, struct slice name, struct package_type *type_text,
             struct slice *type)
{
    size_t from = out->n;
    *type = (struct slice){0};
    if (from_purl(out, purl, type_text)) {
        *type = buf_as_slice(&type_text->text);
        return true;
    }
    out->n = from;
    if (!name.n)
        return false;
    text_fold(out, name);
    for (size_t i = from; i < out->n; i++)
        if (out->p[i] == ':')
            out->p[i] = '/';
    return true;
}

void
package_type_free(struct package_type *t)
{
    buf_free(&t->raw);
    buf_free(&t->text);
}
