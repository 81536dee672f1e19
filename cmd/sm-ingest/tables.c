#include "tables.h"

#include "markdown.h"
#include "rows.h"

static bool
csv_ahead(void *reader, struct rows *t)
{
    return csv_look_ahead(reader, rows_learn, t);
}

static void
read_csv_row(struct rows *t, struct csv_reader *r, const struct cells *row, enum csv_result got,
             const char *why)
{
    if (got == CSV_BAD_ROW)
        emit_reject(t->e, ++t->e->entry, buf_as_slice(&row->text), "row %llu: %s",
                    (unsigned long long)csv_row_number(r), why);
    else if (cells_blank(row))
        emit_skip(t->e, "not_an_entry");
    else if (table_is_header(&t->table, row))
        emit_skip(t->e, "repeated_header");
    else if (rows_settle(t, row, csv_ahead, r))
        rows_write(t, row);
}

void
tables_read_csv(struct source *s, struct emit *e, const struct looked *l, enum date_order order)
{
    struct rows t = {0};
    struct csv_reader *r = csv_open(s, &l->csv);
    struct cells row = {0};
    enum csv_result got;
    const char *why = NULL;
    bool header = false;
    rows_begin(&t, e, l->format, order);
    while ((got = csv_next(r, &row, &why)) != CSV_END) {
        if (csv_row_number(r) <= l->csv.header) {
            table_contexts_above(&t.contexts, &row);
            continue;
        }
        if (header) {
            read_csv_row(&t, r, &row, got, why);
        } else if (got == CSV_BAD_ROW) {
            break;
        } else {
            rows_header(&t, &row);
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
    bool nothing = !why && !s->failed && !t.written && !e->entry && !l->detected;
    if (nothing) /* a text that has been called this format, and neither its header nor a row say so */
        emit_reject(e, 0, (struct slice){"", 0}, "no table in it that %s is read from", l->format->name);
    rows_end(&t, !why && !s->failed && !nothing);
    cells_free(&row);
    csv_close(r);
}

static bool
markdown_ahead(void *reader, struct rows *t)
{
    struct markdown *m = reader, ahead = *m;
    struct source *s = m->lines.source;
    struct cells next = {0};
    enum markdown_row got;
    if (m->in != MARKDOWN_TABLE) /* one row */
        return true;
    source_hold(s, m->lines.offset);
    while ((got = markdown_next_row(&ahead, &next)) != MARKDOWN_END)
        if (got == MARKDOWN_ROW)
            rows_learn(t, &next);
    bool good = !s->failed && source_seek(s, m->lines.offset);
    source_release(s);
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
    struct rows t = {0};
    struct markdown m = {.lines = {.source = s, .offset = s->base}};
    struct cells row = {0};
    enum markdown_row got;
    bool in_table = false, wanted = false, any = false;
    rows_begin(&t, e, l->format, order);
    while ((got = markdown_next(&m, in_table, &row)) != MARKDOWN_END) {
        if (got == MARKDOWN_HEADER) {
            in_table = true;
            wanted = is_wanted(r, l, &row);
            any |= wanted;
            rows_header(&t, &row);
        } else if (!wanted) {
            continue;
        } else if (got == MARKDOWN_BAD_ROW) {
            emit_reject(e, ++e->entry, (struct slice){"", 0}, "line %llu: longer than 1 MiB",
                        (unsigned long long)m.lines.number);
        } else if (cells_blank(&row)) {
            emit_skip(e, "not_an_entry");
        } else if (rows_settle(&t, &row, markdown_ahead, &m)) {
            rows_write(&t, &row);
        }
        stage_progress(e->stage, e->stage->tally.bytes + s->bytes, e->entry);
    }
    if (s->bad && !s->failed)
        stage_note(e->stage, "%s: bytes that are not UTF-8 became U+FFFD: %llu", e->place,
                   (unsigned long long)s->bad);
    if (s->broken && !s->failed)
        emit_reject(e, 0, (struct slice){"", 0}, "line %llu: %s", (unsigned long long)m.lines.number + 1,
                    s->broken);
    else if (!any && !s->failed)
        emit_reject(e, 0, (struct slice){"", 0}, "no Markdown table in it that %s is read from",
                    l->format->name);
    rows_end(&t, any && !s->broken && !s->failed);
    markdown_free(&m);
    cells_free(&row);
}
