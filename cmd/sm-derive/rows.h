/* The first rows by sort key, and how many there were: bounded however many come, and mergeable. */
#ifndef DERIVE_ROWS_H
#define DERIVE_ROWS_H

#include "buf.h"

struct row {
    size_t key, n_key, text, n_text; /* in `bytes` */
};

struct rows { /* zeroed before first use, but for max */
    size_t max;
    struct row *at;
    size_t n, cap;
    struct buf bytes;
    struct buf last; /* key of the last row kept by the last cut: later ones need not be taken */
    bool full;
    uint64_t total;
};

struct place_in_rows {
    struct rows *rows;
    struct slice key; /* without the id that ends it (key_text) */
};
/* Would a row be among the first there? NEVER: nor will one with another id. */
enum taking { TAKES, TAKES_NOT, TAKES_NEVER };
enum taking rows_would_take(const struct place_in_rows *place, struct slice id);
bool rows_take(struct rows *r,
               struct slice key); /* counts a row; true: it may be among the first, so put it */
void rows_put(struct rows *r, struct slice key, struct slice text);
void rows_add(struct rows *r, struct slice key,
              struct slice text); /* of equal keys the smaller text comes first */
void rows_sort(struct rows *r);   /* in order, at most max */
struct slice rows_text(const struct rows *r, size_t i);
void rows_free(struct rows *r);

/* Parts of a key, so that bytes compare as the values do. */
void key_ascending(struct buf *key, int64_t v);
void key_descending(struct buf *key, int64_t v); /* greatest first */
void key_text(struct buf *key, struct slice s);  /* absent last */

#endif
