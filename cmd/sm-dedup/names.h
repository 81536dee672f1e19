/* Strings as numbers: each distinct string is kept once. Numbers depend on the order of input: they may be
 * compared for equality only, never for order. */
#ifndef DEDUP_NAMES_H
#define DEDUP_NAMES_H

#include "hash.h"
#include "mem.h"

#define NO_NAME UINT32_MAX /* the number of the absent string */

struct names { /* zeroed before first use */
    struct map numbers;
    struct slice *text;
    size_t n, cap;
    struct pool kept;
};

uint32_t names_put(struct names *names, struct slice s);              /* absent: NO_NAME */
struct slice names_text(const struct names *names, uint32_t number);  /* NO_NAME: absent */
int names_compare(const struct names *names, uint32_t a, uint32_t b); /* by text, absent first */
void names_free(struct names *names);

#endif
