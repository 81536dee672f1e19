/* A table with a header: a row becomes an object by column name, all cells strings. A name that stands several times
 * has an array; cells beyond the header are under `_extra`; what a short row lacks is left out; so are empty cells of
 * columns without a name. */
#ifndef SM_INGEST_TABLE_H
#define SM_INGEST_TABLE_H

#include "cells.h"
#include "dates.h"

struct column {
    struct slice name;  /* in the table's names */
    struct slice member; /* `"name":`, in the table's members */
    bool repeated;      /* the name has stood before */
    size_t next;        /* where it stands again; 0: nowhere */
    enum date_order dates;
    bool settled;       /* all cells have been looked at, or --dates says it */
    uint64_t dropped;   /* dates that could be either */
    uint64_t contrary;  /* dates that can only be the other way round */
};

struct table {          /* zeroed before first use */
    struct column *columns;
    size_t n;
    struct buf names, members;
};

void table_header(struct table *t, const struct cells *header, enum date_order order); /* order: of --dates, or unknown */
bool table_unsettled(const struct table *t, const struct cells *row); /* holds a date that only other rows can settle */
void table_learn(struct table *t, const struct cells *row);
void table_settle(struct table *t);                                   /* every row has been learned from */
void table_cell(struct table *t, size_t column, const struct cells *row, struct buf *out); /* as table_object writes it; counts nothing */
void table_object(struct table *t, const struct cells *row, struct buf *out);
bool table_is_header(const struct table *t, const struct cells *row); /* the names once more, two or more */
void table_free(struct table *t);
/* What recognition sees of a table: {"header":[…]}, with "delimiter" unless that is 0. */
void table_sketch(const struct cells *header, char delimiter, struct buf *out);

#endif
