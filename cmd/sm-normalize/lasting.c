#include "lasting.h"

#include "mem.h"

#define LASTING_MAX (4u << 20) /* bytes of texts */

static struct {
    struct pool pool;
    size_t n;
} lasting;

uint64_t lasting_epoch = 1;

struct slice
lasting_text(struct slice s)
{
    if (!s.p)
        return s;
    lasting.n += s.n + 16;
    return (struct slice){pool_copy(&lasting.pool, s.p, s.n), s.n};
}

void
lasting_between(void)
{
    if (lasting.n <= LASTING_MAX)
        return;
    pool_reset(&lasting.pool);
    lasting.n = 0;
    lasting_epoch++;
}
