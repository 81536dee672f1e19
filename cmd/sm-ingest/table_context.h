/* Contexts of a table: a context whose path is one plain name is the column of that name. A row's line has
 * the row's cell, the report's line all distinct ones in order, at most CONTEXT_DISTINCT_MAX. Empty cells are
 * null, or left out (nulls: false). The name "#" is the text above the header, the same for all. */
#ifndef SM_INGEST_TABLE_CONTEXT_H
#define SM_INGEST_TABLE_CONTEXT_H

#include "format.h"
#include "hash.h"
#include "table.h"

struct table_context {
    size_t column; /* or SIZE_MAX: the table has none of that name */
    bool above;
    struct map seen;
    struct buf text; /* distinct cells as JSON, with commas */
};

struct table_contexts {       /* zeroed before first use */
    struct table_context *at; /* one for each context of the format */
    size_t n;
    struct buf above; /* the rows above the header, a line each */
};

void table_contexts_above(struct table_contexts *c, const struct cells *row); /* a row above the header */
void table_contexts_header(struct table_contexts *c, const struct format *f, const struct table *t);
void table_contexts_row(struct table_contexts *c, const struct format *f, struct table *t,
                        const struct cells *row, bool nulls, struct buf *out);
void table_contexts_report(const struct table_contexts *c, const struct format *f, bool nulls,
                           struct buf *out);
void table_contexts_free(struct table_contexts *c);

#endif
