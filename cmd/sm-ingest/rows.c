#include "rows.h"

#include "text.h"

void
rows_report(struct emit *e, const struct format *f, uint64_t entries)
{
    static const struct table_contexts none;
    struct buf context = {0};
    table_contexts_report(&none, f, true, &context);
    emit_report(e, 1, buf_as_slice(&context), entries);
    buf_free(&context);
}

void
rows_begin(struct rows *t, struct emit *e, const struct format *f, enum date_order order)
{
    t->e = e;
    t->format = f;
    t->order = order;
    table_contexts_report(&t->contexts, f, e->keeps.nulls, &t->context);
}

void
rows_write(struct rows *t, const struct cells *row)
{
    t->e->entry++;
    table_object(&t->table, row, &t->raw);
    table_contexts_row(&t->contexts, t->format, &t->table, row, t->e->keeps.nulls, &t->context);
    struct about about = {1, "row", buf_as_slice(&t->context), SLICE("{}"), false};
    if (emit_entry(t->e, &about, buf_as_slice(&t->raw), false))
        t->written++;
}

void
rows_learn(void *rows, const struct cells *row)
{
    struct rows *t = rows;
    table_learn(&t->table, row);
}

bool
rows_settle(struct rows *t, const struct cells *row, bool (*ahead)(void *arg, struct rows *t), void *arg)
{
    table_learn(&t->table, row);
    if (!table_unsettled(&t->table, row))
        return true;
    bool good = ahead(arg, t);
    table_settle(&t->table);
    return good;
}

/* Says which dates could not be told, and forgets the table. */
static void
end_table(struct rows *t)
{
    for (size_t i = 0; i < t->table.n; i++) {
        const struct column *c = &t->table.columns[i];
        size_t n = c->name.n < 60 ? c->name.n : text_valid_prefix((struct slice){c->name.p, 60});
        if (c->dropped)
            stage_unknown(
                t->e->stage,
                "%s: column `%.*s`: dates that can be read two ways are left out, --dates says how: %llu",
                t->e->place, (int)n, c->name.p, (unsigned long long)c->dropped);
        if (c->contrary)
            stage_unknown(t->e->stage,
                          "%s: column `%.*s`: dates that can only be read the other way round: %llu",
                          t->e->place, (int)n, c->name.p, (unsigned long long)c->contrary);
    }
    table_free(&t->table);
}

void
rows_header(struct rows *t, const struct cells *header)
{
    end_table(t);
    table_header(&t->table, header, t->order);
    table_contexts_header(&t->contexts, t->format, &t->table);
}

void
rows_end(struct rows *t, bool whole)
{
    end_table(t);
    if (whole) {
        table_contexts_report(&t->contexts, t->format, true, &t->context);
        emit_report(t->e, 1, buf_as_slice(&t->context), t->written);
    }
    table_contexts_free(&t->contexts);
    buf_free(&t->raw);
    buf_free(&t->context);
}
