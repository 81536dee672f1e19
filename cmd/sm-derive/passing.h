/* Rows of a crowd that differ by their key alone: what is counted of each is the same. They are told of one
 * by one until nothing but their number is left to tell: where neither a list nor a breakdown would take such
 * a row among its first, rows are only counted, and told of all at once at the end. */
#ifndef DERIVE_PASSING_H
#define DERIVE_PASSING_H

#include "lists.h"
#include "tops.h"

#define PASSING_NUMBERS 4 /* what is counted under more is always told of */

struct passing { /* rows with the same numbers */
    struct spread_times list[PASSING_NUMBERS];
    size_t n;     /* 0: none yet */
    bool learned; /* what follows is known */
    bool alone;   /* each has to be told of */
    struct lists_seen lists;
    size_t n_open;     /* of these lists, those that may take another row; they are the first */
    uint64_t *records; /* as of tops_records, where there are tops … */
    bool closed;       /* … that take no other row */
    uint64_t times;    /* rows that were not told of */
};

struct passings { /* zeroed before first use */
    struct passing *at;
};

/* The place of the rows with these numbers, or of others that have to give way (passing_is, passing_begin);
 * NULL: there are too many numbers. */
struct passing *passing_at(struct passings *p, const struct spread_times *list, size_t n);
bool passing_is(const struct passing *x, const struct spread_times *list, size_t n);
void passing_begin(struct passing *x, const struct spread_times *list, size_t n);
/* No list and no breakdown takes the row with this key: it is counted. tops: NULL: there is none. */
bool passing_passes(struct passing *x, const struct tops *tops, struct slice key);
struct passing *passing_next(struct passings *p, struct passing *x); /* x: NULL: the first; or NULL */
void passings_free(struct passings *p);

#endif
