/* The rows that near.c compares, a part of the findings at a time. Findings that may come to compete are in
 * one part: those of a scope that stand in one file, and where a finding stands in several files, all of
 * those. Where the index is in files, they are copied on the way through it. */
#ifndef DEDUP_NEAR_ROWS_H
#define DEDUP_NEAR_ROWS_H

#include "hash.h"
#include "index.h"

struct near_at { /* as struct near, with its row */
    uint64_t place, what;
    struct row *row;
    uint32_t number; /* of the row */
};

struct near_rows { /* zeroed but for x before first use */
    struct index *x;
    struct near_at *at; /* those of the part, in order of their rows */
    size_t n, cap;
    size_t parts;
    uint32_t *part; /* of each finding, by its root; the highest bit: near_rows_first said so */
    struct map tied;
    struct row *row; /* copies */
    struct near_entry *entry;
    size_t rows, row_cap, entries, entry_cap;
};

void near_rows_start(struct near_rows *n);
void near_rows_take(struct near_rows *n, size_t part); /* part < n->parts */
/* The rows of an entry that is of a finding of the part; *count of them. */
struct row *near_rows_of(const struct near_rows *n, uint32_t entry, size_t *count);
bool near_rows_first(struct near_rows *n, uint32_t root); /* true once for each finding */
void near_rows_free(struct near_rows *n);

#endif
