#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"

const char *
record_read(struct record *r, struct slice line)
{
    struct json_walk w;
    struct slice key, value;
    int more;
    pool_reset(&r->pool);
    r->text = line;
    r->kind = (struct slice){0};
    r->n = 0;
    if (!json_walk(&w, line))
        return "not a JSON object";
    while ((more = json_walk_next(&w, &key, &value)) > 0) {
        if (r->n == MEMBERS_MAX)
            return "too many members";
        if (memchr(key.p, '\\', key.n))
            key = json_unquote(&r->pool, (struct slice){key.p - 1, key.n + 2});
        if (!key.p)
            return "a key that is no string";
        r->m = xgrow(r->m, &r->cap, r->n + 1, sizeof *r->m);
        r->m[r->n++] = (struct record_member){key, value};
        if (slice_is(key, "kind"))
            r->kind = json_unquote(&r->pool, value);
    }
    return more < 0 ? w.why : NULL;
}

struct slice
record_get(const struct record *r, const char *key)
{
    for (size_t i = r->n; i-- > 0;)
        if (slice_is(r->m[i].key, key))
            return r->m[i].value;
    return (struct slice){0};
}

struct slice
record_str(struct record *r, const char *key)
{
    return json_unquote(&r->pool, record_get(r, key));
}

void
record_free(struct record *r)
{
    free(r->m);
    pool_free(&r->pool);
    *r = (struct record){0};
}
