/* Rows of a table become raw records: what every reader of tables does with a row. */
#ifndef SM_INGEST_ROWS_H
#define SM_INGEST_ROWS_H

#include "emit.h"
#include "table.h"
#include "table_context.h"

struct rows { /* zeroed before rows_begin */
    struct emit *e;
    const struct format *format;
    struct table table;
    struct table_contexts contexts;
    struct buf raw, context;
    enum date_order order; /* --dates */
    uint64_t written;
};

void rows_begin(struct rows *t, struct emit *e, const struct format *f, enum date_order order);
void rows_header(struct rows *t,
                 const struct cells *header); /* a table starts; the one before it has ended */
void rows_write(struct rows *t, const struct cells *row);
/* Before rows_write: where the row holds a date that only later ones can settle, `ahead` gives all of these
 * to rows_learn and goes back. false: it failed. */
bool rows_settle(struct rows *t, const struct cells *row, bool (*ahead)(void *arg, struct rows *t),
                 void *arg);
void rows_learn(void *rows, const struct cells *row); /* what the row says about the dates of its columns */
void rows_end(struct rows *t, bool whole);            /* whole: with the report's line */
/* The report line of a file that has no context. */
void rows_report(struct emit *e, const struct format *f, uint64_t entries);

#endif
