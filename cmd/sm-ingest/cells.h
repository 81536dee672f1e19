/* Rows of text cells, as readers of tables give them. */
#ifndef SM_INGEST_CELLS_H
#define SM_INGEST_CELLS_H

#include "buf.h"

struct cells { /* one row; zeroed before first use */
    struct buf text;
    size_t *ends, n, cap;
};

void cells_clear(struct cells *c);
void cells_add(struct cells *c, const char *p, size_t n);
struct slice cells_at(const struct cells *c, size_t i);
size_t cells_filled(const struct cells *c); /* cells with more than white space */
void cells_free(struct cells *c);

#endif
