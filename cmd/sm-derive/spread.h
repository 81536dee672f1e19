/* Numbers counted under keys that are too many to be kept in memory. What is added is divided by the hash of
 * its key into parts, each written one after the other: in memory up to a budget, then into a temporary file.
 * At the end each part is added up alone, in a table that fits into the cache. */
#ifndef DERIVE_SPREAD_H
#define DERIVE_SPREAD_H

#include "buf.h"

#define SPREAD_KEY_MAX 4096 /* bytes of a key */

struct spread_file { /* where the blocks of several spreads lie; zeroed before first use */
    int fd;          /* of the temporary file, where there is one */
    bool open;
    uint64_t end;  /* of it */
    size_t memory; /* of blocks that are kept there */
};

struct spread_times {
    uint32_t number, times;
};

typedef uint64_t spread_hash(const void *p, size_t n);
/* A key and what was added to it, each number once; until it returns. */
typedef void spread_take(void *with, struct slice key, const struct spread_times *list, size_t n);

struct spread;

/* hash: any function of the key's bytes is right, a poor one only slow. */
struct spread *spread_new(struct spread_file *file, spread_hash *hash);
/* The number comes so many times more under the key, which may be absent. Where the temporary file can't be
 * written: exit 2 with a message. */
void spread_add(struct spread *s, struct slice key, uint32_t number, uint32_t times);
void spread_each(struct spread *s, spread_take *take, void *with); /* once, after the last spread_add */
void spread_free(struct spread *s);
void spread_file_close(struct spread_file *f);

#endif
