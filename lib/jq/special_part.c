#include "special_part.h"

struct part
part_as_it_is(const struct plan *p, uint32_t level)
{
    return (struct part){.plan = p, .level = level};
}

struct plan *
part_node(struct making *k, const struct plan *p)
{
    struct plan *n = memory_take(k->m, sizeof *n);
    *n = *p;
    n->one = eval_steps[p->is];
    n->usual = NULL;
    n->varies = 0;
    n->constant = false;
    return n;
}

struct part
part_fixed(struct making *k, struct val v)
{
    struct plan *n = memory_take(k->m, sizeof *n);
    *n = (struct plan){
        .is = P_CONST, .outputs = ONE, .one = eval_steps[P_CONST], .value = v, .constant = true};
    return (struct part){n, {.v = v, .known = FIXED}, LEVEL_ANY, true};
}

bool
part_fold(struct making *k, const struct plan *p, struct val in, struct part *out)
{
    struct val v;
    size_t top = k->r->top;
    int st = p->one ? eval_one(k->r, p, in, &v) : FAIL;
    k->r->top = top;
    if (st != GO || v.kind == NONE)
        return false;
    *out = part_fixed(k, keep_value(k->m, v));
    return true;
}

const struct plan *
part_here(struct part *a, const struct plan *was, uint32_t level)
{
    if (a->level != level && a->level != LEVEL_ANY)
        *a = part_as_it_is(was, level);
    return a->plan;
}

bool
part_uses(const struct plan *p, uint32_t slot)
{
    if (!p)
        return false;
    if (p->is == P_SLOT || p->is == P_BREAK)
        return p->slot == slot;
    bool found =
        part_uses(p->a, slot) || part_uses(p->b, slot) || part_uses(p->c, slot) || part_uses(p->d, slot);
    for (size_t i = 0; !found && i < p->n; i++)
        found = part_uses(p->list[i], slot);
    return found;
}

size_t
part_size(const struct plan *p, size_t most)
{
    size_t n = 1;
    if (!p || !most)
        return 0;
    const struct plan *const parts[] = {p->a, p->b, p->c, p->d};
    for (size_t i = 0; i < 4 && n < most; i++)
        n += part_size(parts[i], most - n);
    for (size_t i = 0; i < p->n && n < most; i++)
        n += part_size(p->list[i], most - n);
    return n;
}

bool
part_others_are_sure(const struct about *array, size_t but)
{
    for (size_t i = 0; i < array->n; i++)
        if (i != but && !array->items[i].sure)
            return false;
    return true;
}

uint32_t
part_common_level(const struct part *parts, size_t n)
{
    uint32_t common = LEVEL_ANY;
    for (size_t i = 0; i < n; i++) {
        if (parts[i].level == LEVEL_ANY)
            continue;
        if (common != LEVEL_ANY && parts[i].level != common)
            return LEVEL_SEVERAL;
        common = parts[i].level;
    }
    return common;
}

const struct plan *
part_pipe(struct making *k, const struct plan *a, const struct plan *b)
{
    if (b->is == P_INPUT)
        return a;
    struct plan *n = memory_take(k->m, sizeof *n);
    *n = (struct plan){.is = P_PIPE,
                       .one = eval_steps[P_PIPE],
                       .outputs = a->outputs > b->outputs ? a->outputs : b->outputs,
                       .a = (struct plan *)(uintptr_t)a,
                       .b = (struct plan *)(uintptr_t)b};
    return n;
}
