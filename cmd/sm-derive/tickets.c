#include "tickets.h"

#include <stdlib.h>

#include "mem.h"

struct ticket {
    struct slice key;
    int64_t resolved; /* DATE_NONE: not, or nobody says when */
    int64_t reopened; /* the last time */
    bool closed;      /* its state says so */
};

static struct slice
keep(struct tickets *t, struct slice s)
{
    return (struct slice){pool_copy(&t->pool, s.p, s.n), s.n};
}

void
tickets_take(struct tickets *t, struct slice text)
{
    const char *why;
    json_val *root = json_parse(&t->doc, text.p, text.n, &why), *v;
    struct slice state = json_get_str(root, "state"), key = slice_trim(json_get_str(root, "key"));
    struct ticket x = {keep(t, key), date_parse(json_get_str(root, "resolved")), DATE_NONE,
                       state_of(state) == STATE_RESOLVED || slice_is_folded(state, "closed") ||
                           slice_is_folded(state, "done")};
    struct json_iter it = json_each(json_get(root, "reopened_at"));
    while (!it.object && json_next(&it, NULL, &v))
        if (date_parse(json_str(v)) > x.reopened)
            x.reopened = date_parse(json_str(v));
    *map_put(&t->by_key, x.key, t->n) = t->n;
    it = json_each(json_get(root, "finding_ids"));
    while (!it.object && json_next(&it, NULL, &v))
        if (json_str(v).n)
            *map_put(&t->by_finding, json_str(v), t->n) = t->n;
    t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
    t->at[t->n++] = x;
}

const struct ticket *
tickets_of(const struct tickets *t, const struct subject *s, struct slice key)
{
    if (!t->n)
        return NULL;
    size_t i = key.n ? map_get(&t->by_key, key) : MAP_NONE;
    if (i == MAP_NONE && s->id.n)
        i = map_get(&t->by_finding, s->id);
    return i == MAP_NONE ? NULL : &t->at[i];
}

bool
ticket_closed(const struct ticket *t, const struct period *p)
{
    if (t->reopened != DATE_NONE && t->reopened < p->end &&
        (t->resolved == DATE_NONE || t->reopened >= t->resolved))
        return false;
    return t->resolved != DATE_NONE ? t->resolved < p->end : t->closed;
}

void
tickets_free(struct tickets *t)
{
    free(t->at);
    map_free(&t->by_key);
    map_free(&t->by_finding);
    pool_free(&t->pool);
    json_free(&t->doc);
    *t = (struct tickets){0};
}
