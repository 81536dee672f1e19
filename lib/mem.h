/* Memory has two lives: per run (xmalloc, never fails, dies with the process or by free) and per record
 * (a pool, reset before the next record). Nothing else is allocated in the steady state. */
#ifndef SM_MEM_H
#define SM_MEM_H

#include <stddef.h>
#include <string.h>

void *xmalloc(size_t n);                    /* n bytes or exit 2 with a message */
void *xcalloc(size_t n, size_t size);       /* zeroed, overflow checked */
void *xrealloc(void *p, size_t n);          /* as realloc, or exit 2 */
char *xstrdup(const char *s);               /* NUL-ended copy */
char *xstrndup(const char *s, size_t n);    /* NUL-ended copy of n bytes */
void *xgrow(void *p, size_t *cap, size_t need, size_t size); /* array with room for `need` items; *cap rises */

struct pool_block;
struct pool {
    struct pool_block *first, *now; /* chain of blocks, the one being filled */
    char *at, *end;                 /* what is left of it */
};

void *pool_more(struct pool *p, size_t n); /* n a multiple of 16 */

static inline void * /* n bytes, 16-aligned, valid until pool_reset */
pool_alloc(struct pool *p, size_t n)
{
    n = (n + 15) & ~(size_t)15;
    if ((size_t)(p->end - p->at) < n || !p->at)
        return pool_more(p, n);
    char *r = p->at;
    p->at += n;
    return r;
}

static inline char * /* copy of n bytes with a NUL after them */
pool_copy(struct pool *p, const char *s, size_t n)
{
    char *r = pool_alloc(p, n + 1);
    if (n)
        memcpy(r, s, n);
    r[n] = 0;
    return r;
}

void pool_reset(struct pool *p);                          /* everything allocated is gone; blocks are kept */
void pool_free(struct pool *p);                           /* blocks too */

#endif
