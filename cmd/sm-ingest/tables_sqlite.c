#include "tables_sqlite.h"

#include <stdlib.h>
#include <unistd.h>

#include "mem.h"
#include "rows.h"
#include "sqlite.h"

#define NAMED_MAX 10 /* tables named in one message */

static struct sqlite *
open_database(struct source *s, struct buf *why)
{
    if (s->z)
        buf_text(why, "an SQLite database in a compressed file: it is read uncompressed");
    else if (s->whole.fd < 0)
        return sqlite_open(s->fd == STDIN_FILENO ? "/dev/stdin" : s->name, -1, why);
    else
        return sqlite_open(NULL, s->whole.fd, why);
    return NULL;
}

/* Does a format know the columns of the rows selected? */
static const struct format *
ask(struct recogniser *r, struct sqlite *d, struct buf *said)
{
    struct cells header = {0};
    struct buf sketch = {0};
    sqlite_header(d, &header);
    table_sketch(&header, 0, &sketch);
    const struct format *f = recognise_sketch(r, buf_as_slice(&sketch), CONTAINER_SQLITE, said);
    buf_free(&sketch);
    cells_free(&header);
    return f;
}

static void
say_tables(const struct sqlite *d, struct buf *said)
{
    buf_text(said, "an SQLite database, and no format recognises a table of it:");
    for (size_t i = 0; sqlite_table(d, i) && i < NAMED_MAX; i++)
        buf_format(said, "%s %s", i ? "," : "", sqlite_table(d, i));
    if (!sqlite_table(d, 0))
        buf_text(said, " it has none");
    else if (sqlite_table(d, NAMED_MAX))
        buf_text(said, ", ...");
}

/* The one table that a format knows. */
static void
choose(struct recogniser *r, struct sqlite *d, const struct format *named, struct looked *l)
{
    struct buf found = {0}, why = {0};
    size_t n = 0;
    for (size_t i = 0; sqlite_table(d, i); i++) {
        const char *table = sqlite_table(d, i);
        why.n = 0;
        const struct format *f = sqlite_select(d, table, NULL, &why) ? ask(r, d, &why) : NULL;
        if (!f || (named && f != named))
            continue;
        buf_format(&found, "%s%s", n++ ? ", " : "", table);
        free(l->table);
        l->table = xstrdup(table);
        l->format = f;
    }
    if (!n && named && sqlite_table(d, 0) && !sqlite_table(d, 1)) {
        l->table = xstrdup(sqlite_table(d, 0));
        l->format = named;
    } else if (!n) {
        say_tables(d, &l->said);
    } else if (n > 1) {
        l->format = NULL;
        buf_format(&l->said,
                   "an SQLite database in which several tables are recognised: %s: say which with --table",
                   buf_string(&found));
    }
    l->detected = n == 1;
    buf_free(&found);
    buf_free(&why);
}

static void
take_choice(struct recogniser *r, struct sqlite *d, const struct table_choice *choice,
            const struct format *named, struct looked *l)
{
    if (!sqlite_select(d, choice->table, choice->query, &l->said))
        return;
    l->format = ask(r, d, &l->said);
    l->detected = l->format && (!named || l->format == named);
    if (named) {
        l->format = named;
        l->said.n = 0;
    } else if (!l->format && !l->said.n) {
        buf_text(&l->said, "no format recognises the columns");
    }
}

void
tables_look_sqlite(struct recogniser *r, struct source *s, const struct table_choice *choice,
                   const struct format *named, struct looked *l)
{
    struct sqlite *d = open_database(s, &l->said);
    l->container = CONTAINER_SQLITE;
    if (d && (choice->table || choice->query))
        take_choice(r, d, choice, named, l);
    else if (d)
        choose(r, d, named, l);
    sqlite_close(d);
}

struct reading {
    struct sqlite *d;
    struct source *source;
    const char *table, *query;
};

/* All rows, by a reader of their own. */
static bool
sqlite_ahead(void *reader, struct rows *t)
{
    const struct reading *q = reader;
    struct buf why = {0};
    struct cells row = {0};
    struct sqlite *d = open_database(q->source, &why);
    enum sqlite_result got;
    bool good = d && sqlite_select(d, q->table, q->query, &why);
    while (good && (got = sqlite_next(d, &row, &why)) != SQLITE_END)
        if (got == SQLITE_GOT_ROW)
            rows_learn(t, &row);
    sqlite_close(d);
    cells_free(&row);
    buf_free(&why);
    return true; /* what goes wrong shows when the rows are written */
}

void
tables_read_sqlite(struct source *s, struct emit *e, const struct looked *l,
                   const struct table_choice *choice)
{
    struct buf why = {0};
    struct cells row = {0};
    struct rows t = {0};
    enum sqlite_result got;
    struct reading q = {NULL, s, l->table ? l->table : choice->table, choice->query};
    q.d = open_database(s, &why);
    rows_begin(&t, e, l->format, choice->dates);
    if (q.d && sqlite_select(q.d, q.table, q.query, &why)) {
        sqlite_header(q.d, &row);
        rows_header(&t, &row);
        while ((got = sqlite_next(q.d, &row, &why)) != SQLITE_END) {
            if (got == SQLITE_BAD_ROW)
                emit_reject(e, ++e->entry, SLICE(""), "a cell longer than 1 MiB");
            else if (cells_blank(&row))
                emit_skip(e, "not_an_entry");
            else if (rows_settle(&t, &row, sqlite_ahead, &q))
                rows_write(&t, &row);
            stage_progress(e->stage, e->stage->tally.bytes, e->entry);
        }
    }
    if (why.n)
        emit_reject(e, 0, SLICE(""), "%s", buf_string(&why));
    rows_end(&t, !why.n);
    sqlite_close(q.d);
    cells_free(&row);
    buf_free(&why);
}
