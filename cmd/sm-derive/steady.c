#include "steady.h"

#include <stdlib.h>

#define NAMES_MAX 256 /* members that are watched; others are holes */
#define VALUE_MAX 512 /* bytes of a value that is part of a text */

static struct steady_member *
member_of(struct steady *s, struct slice name)
{
    size_t at = s->n < NAMES_MAX ? *map_put(&s->names, name, s->n) : map_get(&s->names, name);
    if (at == MAP_NONE)
        return NULL;
    if (at == s->n) {
        s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
        s->at[s->n++] = (struct steady_member){0};
    }
    return &s->at[at];
}

static bool
is_known(const struct steady_member *m, struct slice value)
{
    for (unsigned i = 0; i < m->n; i++)
        if (slice_same(m->values[i], value))
            return true;
    return false;
}

/* What has an escape must be decoded by those who read it: it says so by standing in a hole. */
static bool
is_simple(struct slice value)
{
    return value.n <= VALUE_MAX && !memchr(value.p, '\\', value.n);
}

bool
steady_is(struct steady *s, struct slice name, struct slice value)
{
    struct steady_member *m = member_of(s, name);
    if (!m || m->hole)
        return false;
    if (is_known(m, value))
        return true;
    if (m->n == STEADY_VALUES || !is_simple(value)) {
        m->hole = s->changed = true;
        return false;
    }
    m->values[m->n++] = (struct slice){pool_copy(&s->pool, value.p, value.n), value.n};
    return true;
}

void
steady_free(struct steady *s)
{
    map_free(&s->names);
    free(s->at);
    pool_free(&s->pool);
    *s = (struct steady){0};
}
