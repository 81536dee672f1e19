#define _GNU_SOURCE /* memmem under -std=c11 */
#include "location.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "limits.h"
#include "plain.h"
#include "text.h"

static int
hex(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : (c | 32) - 'a' + 10;
}

static void
percent_decode(struct buf *out, struct slice s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '%' && i + 2 < s.n && isxdigit((unsigned char)s.p[i + 1]) &&
            isxdigit((unsigned char)s.p[i + 2])) {
            buf_byte(out, (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2])));
            i += 2;
        } else {
            buf_byte(out, s.p[i]);
        }
    }
}

/* file:///x and file://localhost/x are /x, file://./x is ./x, file:///C:/x is C:/x. */
static struct slice
without_scheme(struct slice s)
{
    static const char *const schemes[] = {"file://localhost/", "file:///", "file://", "file:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]);
        if (s.n < n || strncasecmp(s.p, schemes[i], n) != 0)
            continue;
        bool slash = i < 2;
        s = (struct slice){s.p + n, s.n - n};
        bool drive = s.n > 1 && isalpha((unsigned char)s.p[0]) && s.p[1] == ':';
        return slash && !drive ? (struct slice){s.p - 1, s.n + 1} : s;
    }
    return s;
}

/* Appends a file's path: percent-decoded, without `file://` and `./`, with `/` for `\`. A path that climbs is
 * kept. */
static void
write_file(struct buf *out, struct slice s)
{
    static struct buf decoded;
    decoded.n = 0;
    percent_decode(&decoded, without_scheme(slice_trim(s)));
    for (size_t i = 0; i < decoded.n; i++)
        if (decoded.p[i] == '\\')
            decoded.p[i] = '/';
    s = buf_as_slice(&decoded);
    while (s.n > 2 && s.p[0] == '.' && s.p[1] == '/')
        s.p += 2, s.n -= 2;
    text_line(out, s, TEXT_MAX);
}

static bool
add_file(struct buf *out, json_val *v)
{
    static struct buf path;
    struct slice s = json_str(v);
    if (plain_is_nothing(s))
        return false;
    path.n = 0;
    write_file(&path, s);
    if (!path.n)
        return false;
    buf_json_slice(out, buf_as_slice(&path));
    return true;
}

/* A positive integer, also the first number of "12-14" and of a float. */
static bool
add_line(struct buf *out, json_val *v)
{
    struct slice s = json_type(v) == JSON_NUMBER ? json_number_text(v) : slice_trim(json_str(v));
    size_t n = 0;
    int64_t line = 0;
    while (n < s.n && n < 10 && isdigit((unsigned char)s.p[n]))
        line = line * 10 + (s.p[n++] - '0');
    if (line < 1 || line > INT32_MAX || (n < s.n && (isalnum((unsigned char)s.p[n]) || s.p[n] == '%')))
        return false;
    buf_int(out, line);
    return true;
}

static bool
add_method(struct buf *out, json_val *v)
{
    size_t from = out->n;
    if (!plain_text(out, v))
        return false;
    for (size_t i = from; i < out->n; i++)
        out->p[i] = (char)toupper((unsigned char)out->p[i]);
    return true;
}

static const struct {
    const char *name;
    bool (*add)(struct buf *, json_val *);
} members[] = {{"file", add_file},     {"line", add_line},        {"url", plain_text},
               {"method", add_method}, {"parameter", plain_text}, {"resource", plain_text}};

static bool
has_scheme(struct slice s)
{
    return s.n > 3 && memmem(s.p, s.n, "://", 3) && strncasecmp(s.p, "file", 4) != 0;
}

static bool
write_text(struct buf *out, json_val *v)
{
    size_t from = out->n;
    bool url = has_scheme(json_str(v));
    buf_text(out, url ? "{\"url\":" : "{\"file\":");
    if (url ? plain_text(out, v) : add_file(out, v)) {
        buf_byte(out, '}');
        return true;
    }
    out->n = from;
    return false;
}

bool
location_write(struct buf *out, json_val *object)
{
    bool any = false;
    if (json_type(object) == JSON_STRING)
        return write_text(out, object);
    if (json_type(object) != JSON_OBJECT)
        return false;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        size_t from = out->n;
        json_val *v = json_get(object, members[i].name);
        if (!v)
            continue;
        buf_text(out, any ? ",\"" : "{\"");
        buf_text(out, members[i].name);
        buf_text(out, "\":");
        if (members[i].add(out, v))
            any = true;
        else
            out->n = from;
    }
    if (any)
        buf_byte(out, '}');
    return any;
}
