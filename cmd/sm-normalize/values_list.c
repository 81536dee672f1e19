/* The values that are lists: in one text with marks between them, or in an array. */
#include "limits.h"
#include "plain.h"
#include "target.h"
#include "text.h"
#include "values.h"

static bool
list(json_val *in, const char *marks, struct buf *out, bool (*one)(struct buf *, struct slice))
{
    struct parts p = plain_parts(in, marks);
    struct slice part;
    size_t from = out->n;
    while (plain_next(&p, &part)) {
        size_t before = out->n;
        buf_byte(out, out->n == from ? '[' : ',');
        if (!one(out, part))
            out->n = before;
    }
    if (out->n == from)
        return false;
    buf_byte(out, ']');
    return true;
}

static bool
one_text(struct buf *out, struct slice s)
{
    static struct buf line;
    line.n = 0;
    text_line(&line, s, TEXT_MAX);
    if (line.n)
        buf_json_slice(out, buf_as_slice(&line));
    return line.n > 0;
}

static bool
one_canonical(struct buf *out, struct slice s, bool (*form)(struct buf *, struct slice))
{
    static struct buf text;
    text.n = 0;
    if (!form(&text, s))
        return one_text(out, s);
    return one_text(out, buf_as_slice(&text));
}

static bool
one_repo(struct buf *out, struct slice s)
{
    return one_canonical(out, s, target_repo);
}

static bool
one_image(struct buf *out, struct slice s)
{
    return one_canonical(out, s, target_image);
}

static bool
one_host(struct buf *out, struct slice s)
{
    return one_canonical(out, s, target_origin);
}

static bool
one_control(struct buf *out, struct slice s)
{
    const char *word = words_find(&category_words, s);
    if (word)
        buf_json_slice(out, slice_of(word));
    return word != NULL;
}

bool
value_names(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return list(in, ";,", out, one_text);
}

bool
value_tokens(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return list(in, ";, \t", out, one_text);
}

bool
value_repos(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return list(in, ";, \t", out, one_repo);
}

bool
value_images(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return list(in, ";, \t", out, one_image);
}

bool
value_hosts(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return list(in, ";, \t", out, one_host);
}

bool
value_controls(struct values *v, json_val *in, const struct words *words, struct buf *out)
{
    (void)v, (void)words;
    return list(in, ";, \t", out, one_control);
}
