#include "markdown_fields.h"

#include <string.h>

#include "limits.h"
#include "markdown_text.h"

#define NAME_MAX_BYTES 60 /* a longer text before a colon is no field's name */
#define FIELDS_MAX 200    /* fields of one section */

bool
fields_heading(struct markdown_fields *f, struct slice line)
{
    struct slice s = slice_trim(line);
    size_t n = 0;
    while (n < s.n && s.p[n] == '#')
        n++;
    if (!n || n > 6 || (n < s.n && s.p[n] != ' '))
        return false;
    fields_clear(f);
    f->heading.n = 0;
    while (s.n && s.p[s.n - 1] == '#')
        s.n--;
    if (s.n > n)
        markdown_plain((struct slice){s.p + n, s.n - n}, &f->heading, NULL);
    return true;
}

static void
end_value(struct markdown_fields *f)
{
    if (f->open)
        cells_add(&f->values, f->last.p ? f->last.p : "", f->last.n);
    f->open = false;
    f->last.n = 0;
}

static void
add_field(struct markdown_fields *f, struct slice name, struct slice value)
{
    end_value(f);
    if (f->names.n == FIELDS_MAX)
        return;
    cells_add(&f->names, name.p, name.n);
    buf_slice(&f->last, value);
    f->open = true;
}

/* `- text`, `* text`, `+ text`; *indent: blanks before it. */
static bool
is_item(struct slice line, size_t *indent, struct slice *text)
{
    *indent = 0;
    while (line.n && (*line.p == ' ' || *line.p == '\t'))
        line.p++, line.n--, ++*indent;
    if (line.n < 3 || !strchr("-*+", *line.p) || line.p[1] != ' ')
        return false;
    *text = slice_trim((struct slice){line.p + 2, line.n - 2});
    return true;
}

static bool
take_item(struct markdown_fields *f, struct slice text)
{
    struct buf plain = {0};
    size_t links = f->values.links.n;
    markdown_plain(text, &plain, &f->values.links);
    const char *colon = plain.n ? memchr(plain.p, ':', plain.n) : NULL;
    size_t n = colon ? (size_t)(colon - plain.p) : 0;
    bool good = n && n <= NAME_MAX_BYTES && (n + 1 == plain.n || plain.p[n + 1] == ' ');
    if (good)
        add_field(f, slice_trim((struct slice){plain.p, n}),
                  slice_trim((struct slice){colon + 1, plain.n - n - 1}));
    else
        f->values.links.n = links;
    buf_free(&plain);
    return good;
}

bool
fields_item(struct markdown_fields *f, struct slice line)
{
    struct slice text;
    size_t indent;
    bool item = is_item(line, &indent, &text);
    if (!slice_trim(line).n)
        return f->open; /* a blank line between items */
    if (item && indent < 2)
        return take_item(f, text);
    if (!f->open || (!item && indent < 2) || f->last.n > FIELD_MAX)
        return false;
    if (f->last.n)
        buf_byte(&f->last, item ? '\n' : ' ');
    markdown_plain(item ? text : line, &f->last, &f->values.links);
    return true;
}

static bool
is_word(struct slice s, const char *const *words)
{
    for (; *words; words++)
        if (slice_is_folded(s, *words))
            return true;
    return false;
}

bool
fields_is_header(const struct cells *header)
{
    static const char *const names[] = {"field", "property", "attribute", "item", "key", "", NULL};
    static const char *const values[] = {"value",       "values", "details", "detail",
                                         "description", "entry",  "",        NULL};
    return header->n == 2 && is_word(slice_trim(cells_at(header, 0)), names) &&
           is_word(slice_trim(cells_at(header, 1)), values);
}

void
fields_row(struct markdown_fields *f, const struct cells *row)
{
    struct slice name = row->n ? slice_trim(cells_at(row, 0)) : (struct slice){0};
    if (name.n && name.p[name.n - 1] == ':')
        name.n--;
    if (!name.n || name.n > NAME_MAX_BYTES)
        return;
    add_field(f, name, row->n > 1 ? slice_trim(cells_at(row, 1)) : SLICE(""));
    buf_slice(&f->values.links, buf_as_slice(&row->links));
}

bool
fields_ready(struct markdown_fields *f)
{
    if (f->names.n < 2)
        return false;
    end_value(f);
    cells_add(&f->names, "Heading", 7);
    struct slice heading = slice_trim(buf_as_slice(&f->heading));
    cells_add(&f->values, heading.n ? heading.p : "", heading.n);
    return true;
}

void
fields_clear(struct markdown_fields *f)
{
    cells_clear(&f->names);
    cells_clear(&f->values);
    f->last.n = 0;
    f->open = false;
}

void
fields_free(struct markdown_fields *f)
{
    cells_free(&f->names);
    cells_free(&f->values);
    buf_free(&f->heading);
    buf_free(&f->last);
}
