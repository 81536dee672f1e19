/* An index from a key to the numbers filed under it, in the order in which they were filed. */
#ifndef SM_JOIN_CHAINS_H
#define SM_JOIN_CHAINS_H

#include "../hash.h"

#define CHAIN_END SIZE_MAX

struct link {
    size_t value, next;
};

struct chains {              /* zeroed before first use */
    struct map heads, tails; /* key → link */
    struct link *links;
    size_t n, cap;
};

/* A key of several parts, in memory that is used again: a letter for what is filed, a value of some service.
 */
struct slice chains_key(struct buf *key, char kind, struct slice value, struct slice service);
/* Files value under key. Filed last under the same key already: nothing happens. */
void chains_add(struct chains *c, struct slice key, size_t value);
/* The first link of a key, or NULL; then chains_next. Valid until the next chains_add. */
const struct link *chains_first(const struct chains *c, struct slice key);
const struct link *chains_next(const struct chains *c, const struct link *l);
void chains_free(struct chains *c);

#endif
