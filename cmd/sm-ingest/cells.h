/* Rows of text cells, as readers of tables give them. */
#ifndef SM_INGEST_CELLS_H
#define SM_INGEST_CELLS_H

#include "buf.h"

struct cell_end {
    size_t at; /* in the row's text */
    bool json;
};

struct cells { /* one row; zeroed before first use */
    struct buf text;
    struct cell_end *ends;
    size_t n, cap;
    struct buf links; /* addresses that the cells' text lacks: JSON strings, a comma before each */
};

void cells_clear(struct cells *c);
void cells_add(struct cells *c, const char *p, size_t n);
void cells_add_json(struct cells *c, const char *p, size_t n); /* a value of its own type: null, a number */
bool cells_is_json(const struct cells *c, size_t i);
struct slice cells_at(const struct cells *c, size_t i);
size_t cells_filled(const struct cells *c); /* cells with more than white space */
bool cells_blank(const struct cells *c);    /* none is */
void cells_copy(struct cells *to, const struct cells *from);
void cells_free(struct cells *c);

#endif
