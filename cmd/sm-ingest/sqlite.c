#include "sqlite.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"
#include "limits.h"
#include "mem.h"
#include "sqlite_copy.h"

#define SYMBOLS(each)                                                                                        \
    each(sqlite3_close) each(sqlite3_column_blob) each(sqlite3_column_bytes) each(sqlite3_column_count)      \
        each(sqlite3_column_double) each(sqlite3_column_int64) each(sqlite3_column_name)                     \
            each(sqlite3_column_text) each(sqlite3_column_type) each(sqlite3_db_config) each(sqlite3_errmsg) \
                each(sqlite3_errstr) each(sqlite3_finalize) each(sqlite3_limit) each(sqlite3_open_v2)        \
                    each(sqlite3_prepare_v2) each(sqlite3_progress_handler) each(sqlite3_set_authorizer)     \
                        each(sqlite3_step)

LIBRARY(lib, "libsqlite3 is needed to read a database", SYMBOLS, "libsqlite3.so.0", "libsqlite3.so",
        "libsqlite3.dylib")

#define STEPS_ASKED 10000 /* virtual machine steps between two calls of `too_long` */

struct sqlite {
    struct sqlite_copy copy;
    sqlite3 *db;
    sqlite3_stmt *rows;
    char **tables;
    size_t n_tables, cap_tables;
    uint64_t steps; /* since the last row, in units of STEPS_ASKED */
    bool over;      /* they were too many */
};

static int
vet(void *arg, int what, const char *a, const char *b, const char *c, const char *d)
{
    (void)arg, (void)a, (void)c, (void)d;
    switch (what) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return strcmp(b, "load_extension") == 0 || strcmp(b, "random") == 0 || strcmp(b, "randomblob") == 0
                   ? SQLITE_DENY
                   : SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

static int
too_long(void *arg)
{
    struct sqlite *d = arg;
    d->over |= ++d->steps > SQLITE_STEPS_MAX / STEPS_ASKED;
    return d->over;
}

static void
say(const struct sqlite *d, int rc, struct buf *why)
{
    switch (rc & 0xff) {
    case SQLITE_NOTADB:
        buf_text(why, "no SQLite database, or an encrypted one");
        break;
    case SQLITE_CORRUPT:
        buf_text(why, "a damaged SQLite database");
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        buf_text(why, "an SQLite database that is being written to (it is locked)");
        break;
    case SQLITE_AUTH:
        buf_text(why, "only SELECT is allowed: ");
        buf_text(why, lib.sqlite3_errmsg(d->db));
        break;
    case SQLITE_INTERRUPT:
        buf_format(why, "no row within %llu steps of the query", SQLITE_STEPS_MAX);
        break;
    default:
        buf_format(why, "SQLite: %s", d->db ? lib.sqlite3_errmsg(d->db) : lib.sqlite3_errstr(rc));
    }
}

/* file:PATH, where the path may hold anything. */
static void
add_uri(struct buf *b, const char *path, const char *options)
{
    static const char hex[] = "0123456789ABCDEF";
    buf_text(b, "file:");
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        if (c <= ' ' || c >= 0x7f || strchr("%?#", c)) {
            buf_byte(b, '%');
            buf_byte(b, hex[c >> 4]);
            buf_byte(b, hex[c & 15]);
        } else {
            buf_byte(b, (char)c);
        }
    }
    buf_text(b, options);
    buf_byte(b, 0);
}

static int
secure(struct sqlite *d)
{
    lib.sqlite3_db_config(d->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    lib.sqlite3_db_config(d->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    lib.sqlite3_db_config(d->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    lib.sqlite3_limit(d->db, SQLITE_LIMIT_LENGTH, LINE_MAX_BYTES);
    lib.sqlite3_limit(d->db, SQLITE_LIMIT_ATTACHED, 0);
    lib.sqlite3_progress_handler(d->db, STEPS_ASKED, too_long, d);
    return lib.sqlite3_set_authorizer(d->db, vet, d);
}

static bool
list_tables(struct sqlite *d, struct buf *why)
{
    sqlite3_stmt *s = NULL;
    int rc = lib.sqlite3_prepare_v2(d->db,
                                    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
                                    "AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
                                    -1, &s, NULL);
    while (rc == SQLITE_OK && (rc = lib.sqlite3_step(s)) == SQLITE_ROW && d->n_tables < SQLITE_TABLES_MAX) {
        const char *name = (const char *)lib.sqlite3_column_text(s, 0);
        d->tables = xgrow(d->tables, &d->cap_tables, d->n_tables + 1, sizeof *d->tables);
        d->tables[d->n_tables++] = xstrdup(name ? name : "");
        rc = SQLITE_OK;
    }
    lib.sqlite3_finalize(s);
    if (rc == SQLITE_DONE || rc == SQLITE_ROW)
        return true;
    say(d, rc, why);
    return false;
}

struct sqlite *
sqlite_open(const char *path, int fd, struct buf *why)
{
    struct sqlite *d;
    struct buf uri = {0};
    const char *missing;
    if (!lib_load(&missing)) {
        buf_text(why, missing);
        return NULL;
    }
    d = xcalloc(1, sizeof *d);
    bool good = path ? sqlite_copy_make(&d->copy, path, why) : sqlite_copy_file(&d->copy, fd, why);
    if (good) {
        if (d->copy.file.n)
            add_uri(&uri, d->copy.file.p, "?mode=ro");
        else
            add_uri(&uri, path, "?mode=ro&immutable=1");
        int rc = lib.sqlite3_open_v2(uri.p, &d->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
        if (rc == SQLITE_OK)
            rc = secure(d);
        good = rc == SQLITE_OK && list_tables(d, why);
        if (rc != SQLITE_OK)
            say(d, rc, why);
    }
    buf_free(&uri);
    if (good)
        return d;
    sqlite_close(d);
    return NULL;
}

void
sqlite_close(struct sqlite *d)
{
    if (!d)
        return;
    lib.sqlite3_finalize(d->rows);
    lib.sqlite3_close(d->db);
    sqlite_copy_remove(&d->copy);
    for (size_t i = 0; i < d->n_tables; i++)
        free(d->tables[i]);
    free(d->tables);
    free(d);
}

const char *
sqlite_table(const struct sqlite *d, size_t i)
{
    return i < d->n_tables ? d->tables[i] : NULL;
}

bool
sqlite_select(struct sqlite *d, const char *table, const char *query, struct buf *why)
{
    struct buf sql = {0};
    const char *rest = "";
    if (query) {
        buf_text(&sql, query);
    } else {
        buf_text(&sql, "SELECT * FROM \"");
        for (; *table; table++)
            buf_text(&sql, *table == '"' ? "\"\"" : (char[]){*table, 0});
        buf_byte(&sql, '"');
    }
    lib.sqlite3_finalize(d->rows);
    d->rows = NULL;
    d->steps = 0;
    buf_byte(&sql, 0);
    int rc = lib.sqlite3_prepare_v2(d->db, sql.p, -1, &d->rows, &rest);
    while (*rest == ';' || (*rest > 0 && *rest <= ' '))
        rest++;
    bool good = rc == SQLITE_OK && d->rows && !*rest;
    if (rc != SQLITE_OK)
        say(d, rc, why);
    else if (!good)
        buf_text(why, "not one SELECT");
    buf_free(&sql);
    return good;
}

void
sqlite_header(struct sqlite *d, struct cells *header)
{
    cells_clear(header);
    for (int i = 0; i < lib.sqlite3_column_count(d->rows); i++) {
        const char *name = lib.sqlite3_column_name(d->rows, i);
        cells_add(header, name ? name : "", name ? strlen(name) : 0);
    }
}

static void
add_base64(struct cells *row, const unsigned char *p, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct buf b = {0};
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i;
        unsigned v =
            (unsigned)p[i] << 16 | (left > 1 ? (unsigned)p[i + 1] << 8 : 0u) | (left > 2 ? p[i + 2] : 0u);
        buf_byte(&b, digits[v >> 18]);
        buf_byte(&b, digits[v >> 12 & 63]);
        buf_byte(&b, left > 1 ? digits[v >> 6 & 63] : '=');
        buf_byte(&b, left > 2 ? digits[v & 63] : '=');
    }
    cells_add(row, b.p ? b.p : "", b.n);
    buf_free(&b);
}

static void
add_number(struct sqlite *d, int i, struct cells *row)
{
    struct buf b = {0};
    bool integer = lib.sqlite3_column_type(d->rows, i) == SQLITE_INTEGER;
    sqlite3_int64 v = lib.sqlite3_column_int64(d->rows, i);
    if (integer)
        buf_int(&b, v);
    else
        buf_number(&b, lib.sqlite3_column_double(d->rows, i));
    if (integer && (v > 999999999999999 || v < -999999999999999))
        cells_add(row, b.p, b.n);
    else
        cells_add_json(row, b.p, b.n);
    buf_free(&b);
}

static bool
add_cell(struct sqlite *d, int i, struct cells *row)
{
    const void *p;
    size_t n;
    switch (lib.sqlite3_column_type(d->rows, i)) {
    case SQLITE_NULL:
        cells_add_json(row, "null", 4);
        return true;
    case SQLITE_TEXT:
        p = lib.sqlite3_column_text(d->rows, i);
        n = (size_t)lib.sqlite3_column_bytes(d->rows, i);
        cells_add(row, p ? p : "", p ? n : 0);
        return n <= FIELD_MAX;
    case SQLITE_BLOB:
        p = lib.sqlite3_column_blob(d->rows, i);
        n = (size_t)lib.sqlite3_column_bytes(d->rows, i);
        add_base64(row, p, n);
        return n <= FIELD_MAX;
    default:
        add_number(d, i, row);
        return true;
    }
}

enum sqlite_result
sqlite_next(struct sqlite *d, struct cells *row, struct buf *why)
{
    bool good = true;
    int rc = lib.sqlite3_step(d->rows);
    d->steps = 0;
    cells_clear(row);
    if (rc != SQLITE_ROW) {
        if (rc != SQLITE_DONE)
            say(d, rc, why);
        return SQLITE_END;
    }
    for (int i = 0; i < lib.sqlite3_column_count(d->rows); i++)
        good &= add_cell(d, i, row);
    return good ? SQLITE_GOT_ROW : SQLITE_BAD_ROW;
}
