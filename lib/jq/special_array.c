/* Arrays whose items are known one by one: what is mapped or chosen from them is worked out of each. */
#include "special_part.h"

#define ITEMS_MAX 32 /* of an array whose items are known one by one */
#define ITEM_MAX 200 /* nodes of such an item: it may come to be run in several places */

/* f of an item, in place of it. false: it is none. */
static bool
map_item(struct making *k, const struct plan *f, struct part *one)
{
    uint32_t inner = ++k->levels;
    struct part made = part_of(k, f, &one->about, inner);
    if (made.plan->is == P_EMPTY && one->sure)
        return false;
    if (made.level == inner || (made.level == LEVEL_ANY && !one->sure)) {
        made.plan = part_pipe(k, one->plan, made.plan);
        made.level = one->level;
        made.sure &= one->sure;
    }
    *one = made;
    return true;
}

/* What an array of this generator holds, one by one. false: it is not known. */
static bool
gather(struct making *k, const struct plan *p, const struct about *in, uint32_t level, struct part *items,
       size_t *n)
{
    bool good = true;
    if (p->is == P_COMMA) {
        for (size_t i = 0; good && i < p->n; i++)
            good = gather(k, p->list[i], in, level, items, n);
        return good;
    }
    const struct plan *each = p->is == P_PIPE ? p->a : p, *f = p->is == P_PIPE ? p->b : NULL;
    if (each->is != P_EACH) {
        if (p->outputs == MANY || *n == ITEMS_MAX)
            return false;
        items[(*n)++] = part_of(k, p, in, level);
        return true;
    }
    struct part from = part_of(k, each->a, in, level);
    bool known = from.about.known == FIXED && from.about.v.kind == K_ARRAY && from.sure;
    if ((!from.about.items && !known) || (f && f->outputs == MANY))
        return false;
    for (size_t i = 0; i < (known ? from.about.v.n : from.about.n); i++) {
        struct part one = known ? part_fixed(k, from.about.v.items[i]) : from.about.items[i];
        if (f && !map_item(k, f, &one))
            continue;
        if (*n == ITEMS_MAX)
            return false;
        items[(*n)++] = one;
    }
    return true;
}

/* [a, b, c]: where it has to be made, it is made of what became of its items. */
struct part
special_collect(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part *items = memory_take(k->m, ITEMS_MAX * sizeof *items), out = part_as_it_is(p, level);
    size_t n = 0;
    bool all_fixed = true, small = true;
    if (!gather(k, p->a, in, level, items, &n))
        return out;
    struct plan *comma = memory_take(k->m, sizeof *comma), *list = part_node(k, p);
    *comma = (struct plan){.is = P_COMMA, .outputs = MANY, .n = (uint32_t)n};
    comma->list = memory_take(k->m, n * sizeof(struct plan *));
    out.level = part_common_level(items, n);
    out.sure = true;
    for (size_t i = 0; i < n; i++) {
        comma->list[i] = (struct plan *)(uintptr_t)items[i].plan;
        all_fixed &= items[i].about.known == FIXED;
        out.sure &= items[i].sure;
        small &= part_size(items[i].plan, ITEM_MAX) < ITEM_MAX;
    }
    list->a = comma;
    eval_tune_node(list);
    if (out.level == LEVEL_SEVERAL)
        out.level = level;
    else
        out.plan = list;
    if (all_fixed && out.sure && part_fold(k, list, val_of(K_NULL), &out))
        return out;
    out.about = (struct about){.v = {.kind = K_ARRAY}, .known = KIND, .items = small ? items : NULL, .n = n};
    return out;
}
