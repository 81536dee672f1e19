#include "plain.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "limits.h"
#include "text.h"

static const struct slice nothing[] = {
    SLICE_INIT("n/a"),          SLICE_INIT("none"),
    SLICE_INIT("null"),         SLICE_INIT("unknown"),
    SLICE_INIT("na"),           SLICE_INIT("-"),
    SLICE_INIT("--"),           SLICE_INIT("tbd"),
    SLICE_INIT("todo"),         SLICE_INIT("nil"),
    SLICE_INIT("#n/a"),         SLICE_INIT("nan"),
    SLICE_INIT("'-"),           SLICE_INIT("<none>"),
    SLICE_INIT("undefined"),    SLICE_INIT("placeholder-value"),
    SLICE_INIT("(none)"),       SLICE_INIT("[]"),
    SLICE_INIT("{}"),           SLICE_INIT("not set"),
    SLICE_INIT("n.a."),         SLICE_INIT("\xe2\x80\x93"),
    SLICE_INIT("\xe2\x80\x94"),
};

#define N_LENGTHS (1u << 2 | 1u << 3 | 1u << 4 | 1u << 7)
#define U_LENGTHS (1u << 7 | 1u << 9)
#define T_LENGTHS (1u << 3 | 1u << 4)
#define P_LENGTHS (1u << 17)

const uint32_t plain_lengths[256] = {
    ['n'] = N_LENGTHS,         ['N'] = N_LENGTHS, ['u'] = U_LENGTHS, ['U'] = U_LENGTHS,
    ['t'] = T_LENGTHS,         ['T'] = T_LENGTHS, ['p'] = P_LENGTHS, ['P'] = P_LENGTHS,
    ['-'] = 1u << 1 | 1u << 2, ['#'] = 1u << 4,   ['\''] = 1u << 2,  ['<'] = 1u << 6,
    ['('] = 1u << 6,           ['['] = 1u << 2,   ['{'] = 1u << 2,   [0xe2] = 1u << 3,
};

bool
plain_is_nothing(struct slice s)
{
    if (s.n && (unsigned char)*s.p > ' ' && !plain_lengths[(unsigned char)*s.p])
        return false;
    s = slice_trim(s);
    if (!s.n)
        return true;
    if (!plain_may_be_nothing(s))
        return false;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        if (nothing[i].n == s.n && strncasecmp(s.p, nothing[i].p, s.n) == 0)
            return true;
    return false;
}

/* Appends the text of v; joined where it is an array. */
static void
gather(struct buf *b, json_val *v)
{
    struct json_iter it = json_each(v);
    switch (json_type(v)) {
    case JSON_STRING:
        if (b->n && !plain_is_nothing(json_str(v)))
            buf_text(b, ", ");
        if (!plain_is_nothing(json_str(v)))
            buf_slice(b, json_str(v));
        break;
    case JSON_NUMBER:
    case JSON_BOOL:
        if (b->n)
            buf_text(b, ", ");
        if (json_type(v) == JSON_NUMBER)
            buf_slice(b, json_number_text(v));
        else
            buf_text(b, json_bool(v) ? "true" : "false");
        break;
    case JSON_ARRAY:
        while (json_next(&it, NULL, &v))
            gather(b, v);
        break;
    default:
        break;
    }
}

/* The text of v, in v itself where it is one string. */
static struct slice
text_of(struct buf *scratch, json_val *v)
{
    if (json_type(v) == JSON_STRING)
        return plain_is_nothing(json_str(v)) ? (struct slice){0} : json_str(v);
    scratch->n = 0;
    gather(scratch, v);
    return scratch->n ? buf_as_slice(scratch) : (struct slice){0};
}

static bool
add_line(struct buf *out, struct slice s, size_t max)
{
    static struct buf line;
    line.n = 0;
    size_t from = out->n;
    if (text_line_json(out, s, max)) {
        bool good = !plain_is_nothing(s);
        out->n = good ? out->n : from;
        return good;
    }
    text_line(&line, s, max);
    if (!line.n || plain_is_nothing(buf_as_slice(&line)))
        return false;
    buf_json_slice(out, buf_as_slice(&line));
    return true;
}

/* A line that says something. */
static inline bool
put_line(struct buf *out, struct slice line, size_t max)
{
    if (!line.p || line.n > max || (plain_may_be_nothing(line) && plain_is_nothing(line)))
        return false;
    buf_room(out, line.n + 2);
    char *p = out->p + out->n;
    *p = '"';
    *slice_put(p + 1, line) = '"';
    out->n += line.n + 2;
    return true;
}

bool
plain_text(struct buf *out, json_val *v)
{
    if (put_line(out, json_line(v), TEXT_MAX))
        return true;
    static struct buf scratch;
    struct slice s = text_of(&scratch, v);
    if (s.p && json_type(v) == JSON_STRING && text_line_json(out, s, TEXT_MAX)) /* nothing was looked for */
        return true;
    return s.n && add_line(out, s, TEXT_MAX);
}

bool
plain_id(struct buf *out, json_val *v)
{
    if (put_line(out, json_line(v), SIZE_MAX))
        return true;
    static struct buf scratch;
    struct slice s = slice_trim(text_of(&scratch, v));
    if (!s.n)
        return false;
    buf_json_slice(out, s);
    return true;
}

bool
plain_title(struct buf *out, json_val *v)
{
    if (put_line(out, json_line(v), TITLE_MAX))
        return true;
    static struct buf scratch;
    struct slice s = slice_trim(text_of(&scratch, v));
    if (s.n && json_type(v) == JSON_STRING && text_line_json(out, s, TITLE_MAX)) /* one line already */
        return true;
    for (const char *mark = "\n\r"; s.n && *mark; mark++) {
        const char *end = memchr(s.p, *mark, s.n);
        s.n = end ? (size_t)(end - s.p) : s.n;
    }
    return s.n && add_line(out, s, TITLE_MAX);
}

bool
plain_tool(struct buf *out, struct slice s)
{
    size_t from = out->n;
    if (plain_is_nothing(s))
        return false;
    buf_byte(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (isalnum(c))
            buf_byte(out, (char)tolower(c));
        else if (out->n > from + 1 && out->p[out->n - 1] != '-')
            buf_byte(out, '-');
    }
    if (out->p[out->n - 1] == '-')
        out->n--;
    if (out->n == from + 1) {
        out->n = from;
        return false;
    }
    buf_byte(out, '"');
    return true;
}

struct parts
plain_parts(json_val *v, const char *marks)
{
    struct parts p = {.v = v, .marks = marks, .text = json_type(v) == JSON_STRING};
    if (p.text)
        p.rest = json_str(v);
    else if (json_type(v) == JSON_ARRAY)
        p.it = json_each(v);
    else if (json_type(v) == JSON_NUMBER)
        p.rest = json_number_text(v);
    return p;
}

static struct slice
cut_part(struct slice *rest, const char *marks)
{
    size_t n = 0;
    while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r' &&
           (!rest->p[n] || !strchr(marks, rest->p[n])))
        n++;
    struct slice part = {rest->p, n};
    size_t past = n < rest->n ? n + 1 : n;
    rest->p += past;
    rest->n -= past;
    return part;
}

bool
plain_next(struct parts *p, struct slice *part)
{
    for (;;) {
        if (p->rest.n) {
            *part = slice_trim(cut_part(&p->rest, p->text ? p->marks : ""));
        } else {
            json_val *v;
            if (!json_next(&p->it, NULL, &v))
                return false;
            *part = slice_trim(json_type(v) == JSON_NUMBER ? json_number_text(v) : json_str(v));
        }
        if (!plain_is_nothing(*part))
            return true;
    }
}
