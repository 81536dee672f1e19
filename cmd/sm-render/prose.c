#include "prose.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct prose
prose_new(struct pool *pool)
{
    return (struct prose){.pool = pool};
}

static void
add(struct prose *p, struct run run)
{
    if (!run.s.n)
        return;
    if (p->n == p->cap) {
        size_t cap = p->cap ? 2 * p->cap : 4;
        struct run *grown = pool_alloc(p->pool, cap * sizeof *grown);
        if (p->n)
            memcpy(grown, p->run, p->n * sizeof *grown);
        p->run = grown;
        p->cap = cap;
    }
    p->run[p->n++] = run;
}

void
prose_add(struct prose *p, enum run_kind kind, struct slice s)
{
    add(p, (struct run){kind, p->style, s, {0}});
}

static struct slice
copy(struct prose *p, const char *text, size_t n)
{
    return (struct slice){pool_copy(p->pool, text, n), n};
}

void
prose_own(struct prose *p, const char *fmt, ...)
{
    char text[1024];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n > 0)
        add(p, (struct run){RUN_OWN, p->style, copy(p, text, strlen(text)), {0}});
}

void
prose_buf(struct prose *p, struct buf *b)
{
    if (b->n)
        add(p, (struct run){RUN_OWN, p->style, copy(p, b->p, b->n), {0}});
    b->n = 0;
}

void
prose_link(struct prose *p, struct slice to, const char *text)
{
    add(p, (struct run){RUN_LINK, p->style, copy(p, text, strlen(text)), to});
}

struct prose
prose_of(struct pool *pool, const char *text)
{
    struct prose p = prose_new(pool);
    prose_own(&p, "%s", text);
    return p;
}
