#include "tables.h"

#include "markdown.h"
#include "table.h"
#include "table_context.h"
#include "text.h"

struct rows { /* one table being read */
    struct emit *e;
    const struct format *format;
    struct table table;
    struct table_contexts contexts;
    struct buf raw, context;
    uint64_t written;
};

/* The report's line; c: NULL where there are no rows. */
static void
report(struct emit *e, const struct format *f, const struct table_contexts *c, uint64_t entries)
{
    static const struct table_contexts none;
    struct buf context = {0};
    table_contexts_report(c ? c : &none, f, &context);
    emit_report(e, 1, buf_as_slice(&context), entries);
    buf_free(&context);
}

void
tables_report(struct emit *e, const struct format *f, uint64_t entries)
{
    report(e, f, NULL, entries);
}

static void
write_row(struct rows *t, const struct cells *row)
{
    t->e->entry++;
    table_object(&t->table, row, &t->raw);
    table_contexts_row(&t->contexts, t->format, &t->table, row, &t->context);
    if (emit_entry(t->e, 1, "row", buf_as_slice(&t->context), SLICE("{}"), buf_as_slice(&t->raw)))
        t->written++;
}

static void
learn(void *arg, const struct cells *row)
{
    table_learn(arg, row);
}

static void
begin_table(struct rows *t, const struct cells *header, enum date_order order)
{
    table_header(&t->table, header, order);
    table_contexts_header(&t->contexts, t->format, &t->table);
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

static void
free_rows(struct rows *t)
{
    end_table(t);
    table_contexts_free(&t->contexts);
    buf_free(&t->raw);
    buf_free(&t->context);
}

/* Where this row holds a date that only later ones can settle, they are looked at now. false: the source
 * failed. */
static bool
settle_csv(struct rows *t, struct csv_reader *r, const struct cells *row)
{
    table_learn(&t->table, row);
    if (!table_unsettled(&t->table, row))
        return true;
    bool good = csv_look_ahead(r, learn, &t->table);
    table_settle(&t->table);
    return good;
}

static void
read_csv_row(struct rows *t, struct csv_reader *r, const struct cells *row, enum csv_result got,
             const char *why)
{
    if (got == CSV_BAD_ROW)
        emit_reject(t->e, ++t->e->entry, buf_as_slice(&row->text), "row %llu: %s",
                    (unsigned long long)csv_row_number(r), why);
    else if (!cells_filled(row))
        emit_skip(t->e, "not_an_entry");
    else if (table_is_header(&t->table, row))
        emit_skip(t->e, "repeated_header");
    else if (settle_csv(t, r, row))
        write_row(t, row);
}

void
tables_read_csv(struct source *s, struct emit *e, const struct looked *l, enum date_order order)
{
    struct rows t = {.e = e, .format = l->format};
    struct csv_reader *r = csv_open(s, &l->csv);
    struct cells row = {0};
    enum csv_result got;
    const char *why = NULL;
    bool header = false;
    while ((got = csv_next(r, &row, &why)) != CSV_END) {
        if (csv_row_number(r) <= l->csv.header)
            continue;
        if (header) {
            read_csv_row(&t, r, &row, got, why);
        } else if (got == CSV_BAD_ROW) {
            break;
        } else {
            begin_table(&t, &row, order);
            header = true;
        }
        stage_progress(e->stage, e->stage->tally.bytes + s->bytes, e->entry);
    }
    if (why && !s->failed)
        emit_reject(e, header ? ++e->entry : 0, buf_as_slice(&row.text), "row %llu: %s",
                    (unsigned long long)csv_row_number(r) + (got == CSV_END), why);
    if (csv_foreign(r))
        stage_note(e->stage, "%s: read as windows-1252, for bytes that are not UTF-8: %llu", e->place,
                   (unsigned long long)csv_foreign(r));
    if (!why && !s->failed)
        report(e, l->format, &t.contexts, t.written);
    free_rows(&t);
    cells_free(&row);
    csv_close(r);
}

static bool
settle_markdown(struct rows *t, const struct markdown *m, const struct cells *row)
{
    struct markdown ahead = *m;
    struct cells next = {0};
    enum markdown_row got;
    table_learn(&t->table, row);
    if (!table_unsettled(&t->table, row))
        return true;
    source_hold(m->source, m->offset);
    while ((got = markdown_next(&ahead, true, &next)) == MARKDOWN_ROW || got == MARKDOWN_BAD_ROW)
        if (got == MARKDOWN_ROW)
            table_learn(&t->table, &next);
    table_settle(&t->table);
    bool good = !m->source->failed && source_seek(m->source, m->offset);
    source_release(m->source);
    cells_free(&next);
    return good;
}

static bool
is_wanted(struct recogniser *r, const struct looked *l, const struct cells *header)
{
    struct buf sketch = {0}, said = {0};
    if (!l->detected)
        return true;
    markdown_sketch_one(header, &sketch);
    bool wanted = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_MARKDOWN, &said) == l->format;
    buf_free(&sketch);
    buf_free(&said);
    return wanted;
}

void
tables_read_markdown(struct recogniser *r, struct source *s, struct emit *e, const struct looked *l,
                     enum date_order order)
{
    struct rows t = {.e = e, .format = l->format};
    struct markdown m = {.source = s, .offset = s->base};
    struct cells row = {0};
    enum markdown_row got;
    bool in_table = false, wanted = false, any = false;
    while ((got = markdown_next(&m, in_table, &row)) != MARKDOWN_END) {
        if (got == MARKDOWN_HEADER) {
            end_table(&t);
            in_table = true;
            wanted = is_wanted(r, l, &row);
            any |= wanted;
            begin_table(&t, &row, order);
        } else if (!wanted) {
            continue;
        } else if (got == MARKDOWN_BAD_ROW) {
            emit_reject(e, ++e->entry, (struct slice){"", 0}, "line %llu: longer than 1 MiB",
                        (unsigned long long)m.number);
        } else if (!cells_filled(&row)) {
            emit_skip(e, "not_an_entry");
        } else if (settle_markdown(&t, &m, &row)) {
            write_row(&t, &row);
        }
        stage_progress(e->stage, e->stage->tally.bytes + s->bytes, e->entry);
    }
    if (s->bad && !s->failed)
        stage_note(e->stage, "%s: bytes that are not UTF-8 became U+FFFD: %llu", e->place,
                   (unsigned long long)s->bad);
    if (s->broken && !s->failed)
        emit_reject(e, 0, (struct slice){"", 0}, "line %llu: %s", (unsigned long long)m.number + 1,
                    s->broken);
    else if (!any && !s->failed)
        emit_reject(e, 0, (struct slice){"", 0}, "no Markdown table in it that %s is read from",
                    l->format->name);
    else if (!s->failed)
        report(e, l->format, &t.contexts, t.written);
    free_rows(&t);
    cells_free(&row);
}
