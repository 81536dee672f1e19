#include "mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

#define POOL_FIRST 2048 /* many pools hold little; each block is four times the one before, up to … */
#define POOL_BLOCK 65536

struct pool_block {
    struct pool_block *next;
    size_t size;
    max_align_t bytes[];
};

void *
xmalloc(size_t n)
{
    return xrealloc(NULL, n);
}

void *
xcalloc(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size ? size : 1);
    if (!p)
        report_die("out of memory (%zu × %zu bytes)", n, size);
    return p;
}

void *
xrealloc(void *p, size_t n)
{
    void *q = realloc(p, n ? n : 1);
    if (!q)
        report_die("out of memory (%zu bytes)", n);
    return q;
}

char *
xstrndup(const char *s, size_t n)
{
    char *p = xmalloc(n + 1);
    if (n)
        memcpy(p, s, n);
    p[n] = 0;
    return p;
}

char *
xstrdup(const char *s)
{
    return xstrndup(s, strlen(s));
}

void *
xgrow(void *p, size_t *cap, size_t need, size_t size)
{
    if (need <= *cap)
        return p;
    size_t to = *cap ? *cap : 16;
    while (to < need)
        to += to / 2;
    if (to > SIZE_MAX / size)
        report_die("out of memory (%zu items)", need);
    *cap = to;
    return xrealloc(p, to * size);
}

void *
pool_more(struct pool *p, size_t n)
{
    struct pool_block *b = p->now ? p->now->next : p->first;
    while (b && b->size < n) {
        p->now = b;
        b = b->next;
    }
    if (!b) {
        size_t size = !p->now ? POOL_FIRST : p->now->size < POOL_BLOCK / 4 ? 4 * p->now->size : POOL_BLOCK;
        size = n > size ? n : size;
        b = xmalloc(sizeof *b + size);
        b->next = NULL;
        b->size = size;
        if (p->now)
            p->now->next = b;
        else
            p->first = b;
    }
    p->now = b;
    p->at = (char *)b->bytes + n;
    p->end = (char *)b->bytes + b->size;
    return b->bytes;
}

/* One huge record must not hold its memory for the rest of the run: blocks beyond the ordinary size go. So do
 * those that the pool has outgrown. */
void
pool_reset(struct pool *p)
{
    struct pool_block **at = &p->first;
    while (*at) {
        struct pool_block *b = *at;
        if (b->size > 16 * POOL_BLOCK || (b->size < POOL_BLOCK && b->next)) {
            *at = b->next;
            free(b);
        } else {
            at = &b->next;
        }
    }
    p->now = NULL;
    p->at = p->end = NULL;
}

void
pool_free(struct pool *p)
{
    while (p->first) {
        struct pool_block *b = p->first;
        p->first = b->next;
        free(b);
    }
    p->now = NULL;
    p->at = p->end = NULL;
}
