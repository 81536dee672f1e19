/* Memory has two lives: per run (xmalloc, never fails, dies with the process or by free) and per record
 * (a pool, reset before the next record). Nothing else is allocated in the steady state. */
#ifndef SM_MEM_H
#define SM_MEM_H

#include <stddef.h>

void *xmalloc(size_t n);                    /* n bytes or exit 2 with a message */
void *xcalloc(size_t n, size_t size);       /* zeroed, overflow checked */
void *xrealloc(void *p, size_t n);          /* as realloc, or exit 2 */
char *xstrdup(const char *s);               /* NUL-ended copy */
char *xstrndup(const char *s, size_t n);    /* NUL-ended copy of n bytes */
void *xgrow(void *p, size_t *cap, size_t need, size_t size); /* array with room for `need` items; *cap rises */

struct pool_block;
struct pool {
    struct pool_block *first, *now; /* chain of blocks, the one being filled */
    size_t used;                    /* bytes used in `now` */
};

void *pool_alloc(struct pool *p, size_t n);               /* n bytes, 8-aligned, valid until pool_reset */
char *pool_copy(struct pool *p, const char *s, size_t n); /* copy of n bytes with a NUL after them */
void pool_reset(struct pool *p);                          /* everything allocated is gone; blocks are kept */
void pool_free(struct pool *p);                           /* blocks too */

#endif
