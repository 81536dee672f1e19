#include "chains.h"

#include <stdlib.h>

#include "../mem.h"

struct slice
chains_key(struct buf *key, char kind, struct slice value, struct slice service)
{
    key->n = 0;
    buf_byte(key, kind);
    hash_part(key, service);
    buf_slice(key, value);
    return buf_as_slice(key);
}

void
chains_add(struct chains *c, struct slice key, size_t value)
{
    size_t *tail = map_put(&c->tails, key, CHAIN_END);
    if (*tail != CHAIN_END && c->links[*tail].value == value)
        return;
    c->links = xgrow(c->links, &c->cap, c->n + 1, sizeof *c->links);
    c->links[c->n] = (struct link){value, CHAIN_END};
    if (*tail == CHAIN_END)
        map_put(&c->heads, key, c->n);
    else
        c->links[*tail].next = c->n;
    *tail = c->n++;
}

const struct link *
chains_first(const struct chains *c, struct slice key)
{
    size_t head = map_get(&c->heads, key);
    return head == MAP_NONE ? NULL : &c->links[head];
}

const struct link *
chains_next(const struct chains *c, const struct link *l)
{
    return l->next == CHAIN_END ? NULL : &c->links[l->next];
}

void
chains_free(struct chains *c)
{
    map_free(&c->heads);
    map_free(&c->tails);
    free(c->links);
    *c = (struct chains){0};
}
