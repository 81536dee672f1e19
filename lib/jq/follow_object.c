/* { key: value, … }: each value keeps where it comes from. */
#include "follow_part.h"

/* Where the key stands among those that there are, or behind them. */
static uint32_t
place_of_key(const struct member *m, uint32_t n, struct val key)
{
    uint32_t at = 0;
    while (at < n && !val_same_text(m[at].key, key))
        at++;
    return at;
}

/* Keys that are not constant, or not different. */
static int
follow_members(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    struct part *items = memory_take(f->tmp, p->n * sizeof *items), key, value;
    struct member *m = memory_take(f->tmp, p->n * sizeof *m);
    struct part out = {.from = FIXED, .items = items};
    struct place_set keys = {{0}};
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n; i += 2) {
        if (follow_one(f, p->list[i], in, &key) != GO || part_is_line(key) ||
            follow_one(f, p->list[i + 1], in, &value) != GO || part_is_line(value))
            return FAIL;
        if (key.v.kind == NONE || value.v.kind == NONE)
            return GO;
        if (key.v.kind != K_STRING)
            return FAIL;
        uint32_t at = place_of_key(m, n, key.v);
        n += at == n;
        m[at] = (struct member){key.v, value.v};
        items[at] = value;
        places_add(&keys, key.uses);
        places_add(&out.uses, value.uses);
    }
    for (uint32_t i = 0; i < n; i++)
        out.from = items[i].from == FIXED ? out.from : BUILT;
    out.v = val_members(f->tmp, m, n);
    if (places_any(keys)) {
        places_add(&keys, out.uses);
        out = part_other(out.v, keys);
    }
    return k->take(f, k, out);
}

int
follow_object(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    uint32_t n = p->n / 2;
    struct part *items = memory_take(f->tmp, n * sizeof *items);
    struct made *made = memory_take(f->tmp, sizeof *made + n * sizeof(struct member));
    struct member *m = (struct member *)(void *)(made + 1);
    struct part out = {.from = FIXED, .items = items};
    unsigned depth = 0;
    if (!p->names)
        return follow_members(f, p, in, k);
    for (uint32_t i = 0; i < n; i++) {
        if (follow_one(f, p->list[2 * i + 1], in, &items[i]) != GO || part_is_line(items[i]))
            return FAIL;
        if (items[i].v.kind == NONE)
            return GO;
        m[i] = (struct member){p->names->keys[i], items[i].v};
        depth = items[i].v.depth > depth ? items[i].v.depth : depth;
        places_add(&out.uses, items[i].uses);
        out.from = items[i].from == FIXED ? out.from : BUILT;
    }
    *made = (struct made){p->names, f->r->same};
    out.v = val_made(f->tmp, made, n, depth);
    return k->take(f, k, out);
}
