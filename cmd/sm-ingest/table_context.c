#include "table_context.h"

#include <stdlib.h>

#include "context_text.h"
#include "limits.h"
#include "mem.h"

static size_t
column_of(const struct path *p, const struct table *t)
{
    for (size_t i = 0; p->n == 1 && p->at[0].kind == STEP_NAME && i < t->n; i++)
        if (slice_same(t->columns[i].name, p->at[0].name))
            return i;
    return SIZE_MAX;
}

void
table_contexts_above(struct table_contexts *c, const struct cells *row)
{
    if (c->above.n + row->text.n > CONTEXT_VALUE_MAX)
        return;
    if (c->above.n)
        buf_byte(&c->above, '\n');
    for (size_t i = 0; i < row->n; i++) {
        if (i)
            buf_byte(&c->above, ',');
        buf_slice(&c->above, cells_at(row, i));
    }
}

void
table_contexts_header(struct table_contexts *c, const struct format *f, const struct table *t)
{
    if (!c->at)
        c->at = xcalloc(f->n_contexts, sizeof *c->at);
    c->n = f->n_contexts;
    for (size_t i = 0; i < c->n; i++) {
        const struct path *p = &f->contexts[i].path;
        c->at[i].column = column_of(p, t);
        c->at[i].above = p->n == 1 && p->at[0].kind == STEP_NAME && slice_is(p->at[0].name, "#");
    }
}

static void
note(struct table_context *c, struct slice cell)
{
    if (c->seen.n == CONTEXT_DISTINCT_MAX || map_get(&c->seen, cell) != MAP_NONE)
        return;
    map_put(&c->seen, cell, 0);
    if (c->text.n)
        buf_byte(&c->text, ',');
    buf_slice(&c->text, cell);
}

void
table_contexts_row(struct table_contexts *c, const struct format *f, struct table *t, const struct cells *row,
                   bool nulls, struct buf *out)
{
    out->n = 0;
    for (size_t i = 0; i < c->n; i++) {
        size_t name = context_name(out, &f->contexts[i]), before = out->n, column = c->at[i].column;
        if (c->at[i].above && c->above.n)
            buf_json_slice(out, buf_as_slice(&c->above));
        else if (column < row->n && slice_trim(cells_at(row, column)).n)
            table_cell(t, column, row, out);
        struct slice cell = {out->p + before, out->n - before};
        if (!cell.n || cell.n > CONTEXT_VALUE_MAX) {
            out->n = before;
            context_none(out, name, nulls);
        } else {
            note(&c->at[i], cell);
            if (!nulls && slice_is(cell, "null")) /* a date that can be read two ways */
                out->n = name;
        }
    }
    context_end(out);
}

void
table_contexts_report(const struct table_contexts *c, const struct format *f, bool nulls, struct buf *out)
{
    out->n = 0;
    for (size_t i = 0; i < f->n_contexts; i++) {
        size_t name = context_name(out, &f->contexts[i]);
        if (i >= c->n || !c->at[i].text.n) {
            context_none(out, name, nulls);
            continue;
        }
        buf_byte(out, '[');
        buf_slice(out, buf_as_slice(&c->at[i].text));
        buf_byte(out, ']');
    }
    context_end(out);
}

void
table_contexts_free(struct table_contexts *c)
{
    for (size_t i = 0; i < c->n; i++) {
        map_free(&c->at[i].seen);
        buf_free(&c->at[i].text);
    }
    free(c->at);
    buf_free(&c->above);
    *c = (struct table_contexts){0};
}
