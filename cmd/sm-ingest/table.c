#include "table.h"

#include <stdlib.h>

#include "hash.h"
#include "mem.h"

static void
write_members(struct table *t)
{
    t->members.n = 0;
    for (size_t i = 0; i < t->n; i++) {
        struct column *c = &t->columns[i];
        size_t at = t->members.n;
        buf_json_slice(&t->members, c->name);
        buf_byte(&t->members, ':');
        c->member.n = t->members.n - at;
    }
    const char *p = t->members.p;
    for (size_t i = 0; i < t->n; p += t->columns[i++].member.n)
        t->columns[i].member.p = p;
}

void
table_header(struct table *t, const struct cells *header, enum date_order order)
{
    struct map seen = {0};
    t->n = header->n;
    t->columns = xrealloc(t->columns, (header->n + 1) * sizeof *t->columns);
    buf_reset(&t->names);
    buf_room(&t->names, header->text.n + 1);
    for (size_t i = 0; i < t->n; i++) {
        struct slice name = slice_trim(cells_at(header, i));
        struct column *c = &t->columns[i];
        *c = (struct column){
            .name = {t->names.p + t->names.n, name.n}, .dates = order, .settled = order != DATES_UNKNOWN};
        buf_slice(&t->names, name);
        size_t *last = map_put(&seen, c->name, i);
        c->repeated = *last != i;
        if (c->repeated)
            t->columns[*last].next = i;
        *last = i;
    }
    map_free(&seen);
    write_members(t);
}

void
table_free(struct table *t)
{
    free(t->columns);
    buf_free(&t->names);
    buf_free(&t->members);
    *t = (struct table){0};
}

bool
table_is_header(const struct table *t, const struct cells *row)
{
    bool same = row->n == t->n && t->n > 1;
    for (size_t i = 0; same && i < t->n; i++)
        same = slice_same(slice_trim(cells_at(row, i)), t->columns[i].name);
    return same;
}

static size_t
columns_of(const struct table *t, const struct cells *row)
{
    return row->n < t->n ? row->n : t->n;
}

bool
table_unsettled(const struct table *t, const struct cells *row)
{
    struct date_cell d;
    for (size_t i = 0; i < columns_of(t, row); i++)
        if (!t->columns[i].settled && t->columns[i].dates == DATES_UNKNOWN &&
            dates_read(&d, cells_at(row, i)) && dates_either(&d))
            return true;
    return false;
}

void
table_learn(struct table *t, const struct cells *row)
{
    struct date_cell d;
    for (size_t i = 0; i < columns_of(t, row); i++) {
        struct column *c = &t->columns[i];
        if (c->settled || c->dates != DATES_UNKNOWN || !dates_read(&d, cells_at(row, i)) || d.dotted)
            continue;
        c->dates = dates_says(&d);
    }
}

void
table_settle(struct table *t)
{
    for (size_t i = 0; i < t->n; i++)
        t->columns[i].settled = true;
}

static void
add_cell(struct column *c, const struct cells *row, size_t i, struct buf *out)
{
    struct slice cell = cells_at(row, i);
    struct date_cell d;
    if (cells_is_json(row, i)) {
        buf_slice(out, cell);
        return;
    }
    if (!dates_read(&d, cell)) {
        buf_json_slice(out, cell);
        return;
    }
    enum date_order order = dates_says(&d);
    if (order == DATES_UNKNOWN)
        order = d.dotted ? DATES_DMY : c->dates;
    else if (c->dates != DATES_UNKNOWN && order != c->dates && !d.dotted)
        c->contrary++;
    if (order == DATES_UNKNOWN && dates_either(&d)) {
        c->dropped++;
        buf_text(out, "null");
        return;
    }
    struct buf text = {0};
    dates_write(&text, &d, order);
    buf_json_slice(out, buf_as_slice(&text));
    buf_free(&text);
}

void
table_cell(struct table *t, size_t column, const struct cells *row, struct buf *out)
{
    struct column c = t->columns[column];
    add_cell(&c, row, column, out);
}

/* All cells of a name that stands several times. */
static void
add_repeated(struct table *t, size_t first, const struct cells *row, struct buf *out)
{
    bool comma = false;
    buf_byte(out, '[');
    for (size_t i = first; i < columns_of(t, row); i = t->columns[i].next) {
        if (comma)
            buf_byte(out, ',');
        comma = true;
        add_cell(&t->columns[i], row, i, out);
        if (!t->columns[i].next)
            break;
    }
    buf_byte(out, ']');
}

/* member: its name and the colon. */
static void
add_member(struct buf *out, struct slice member)
{
    if (out->p[out->n - 1] != '{')
        buf_byte(out, ',');
    buf_slice(out, member);
}

static bool
has_text(const struct table *t, size_t first, const struct cells *row)
{
    for (size_t i = first; i < columns_of(t, row); i = t->columns[i].next) {
        if (slice_trim(cells_at(row, i)).n)
            return true;
        if (!t->columns[i].next)
            break;
    }
    return false;
}

void
table_object(struct table *t, const struct cells *row, struct buf *out)
{
    out->n = 0;
    buf_byte(out, '{');
    for (size_t i = 0; i < columns_of(t, row); i++) {
        struct column *c = &t->columns[i];
        if (c->repeated || (!c->name.n && !has_text(t, i, row)))
            continue;
        add_member(out, c->member);
        if (c->next)
            add_repeated(t, i, row, out);
        else
            add_cell(c, row, i, out);
    }
    for (size_t i = t->n; i < row->n; i++) {
        if (i == t->n)
            add_member(out, SLICE("\"_extra\":"));
        buf_byte(out, i == t->n ? '[' : ',');
        buf_json_slice(out, cells_at(row, i));
    }
    if (row->n > t->n)
        buf_byte(out, ']');
    if (row->links.n) {
        add_member(out, SLICE("\"_links\":"));
        buf_byte(out, '[');
        buf_add(out, row->links.p + 1, row->links.n - 1);
        buf_byte(out, ']');
    }
    buf_byte(out, '}');
}

void
table_sketch(const struct cells *header, char delimiter, struct buf *out)
{
    out->n = 0;
    buf_text(out, "{\"header\":[");
    for (size_t i = 0; i < header->n; i++) {
        if (i)
            buf_byte(out, ',');
        buf_json_slice(out, slice_trim(cells_at(header, i)));
    }
    buf_byte(out, ']');
    if (delimiter) {
        buf_text(out, ",\"delimiter\":");
        buf_json(out, &delimiter, 1);
    }
    buf_byte(out, '}');
}
