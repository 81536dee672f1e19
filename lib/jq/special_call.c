/* Calls whose answer follows from the kinds of what they are given. */
#include "special_part.h"

#define ARGS_MAX 4 /* of a call */

/* What == gives where the kinds alone tell. */
static enum truth
are_equal(const struct about *a, const struct about *b)
{
    if (!a->known || !b->known)
        return UNSURE;
    if (a->v.kind != b->v.kind)
        return FALSE;
    if (a->v.kind == K_STRING && !a->v.n != !b->v.n)
        return FALSE;
    return a->v.kind < K_NUMBER || (a->v.kind == K_STRING && !a->v.n) ? TRUE : UNSURE;
}

/* Of an array of scalars: it can't fail. */
static bool
joins(const struct about *in, const struct part *by, struct part *out)
{
    bool text = by->about.known && by->about.v.kind == K_STRING && by->about.v.n && in->n > 1;
    if (!in->items || !by->sure || !by->about.known || by->about.v.kind != K_STRING ||
        !part_others_are_sure(in, in->n))
        return false;
    for (size_t i = 0; i < in->n; i++) {
        const struct about *one = &in->items[i].about;
        if (!one->known || one->v.kind >= K_ARRAY)
            return false;
        text |= one->v.kind == K_NUMBER || (one->v.kind == K_STRING && one->v.n);
    }
    out->sure = true;
    if (text)
        out->about = (struct about){.v = VAL_TEXT("text"), .known = KIND};
    return true;
}

/* A call whose answer follows from what is known. */
static bool
answer(struct making *k, const struct plan *p, const struct about *in, const struct part *args,
       struct part *out)
{
    bool all_sure = true, all_fixed = true;
    for (size_t i = 0; i < p->n; i++) {
        all_sure &= args[i].sure;
        all_fixed &= args[i].about.known == FIXED;
    }
    if (!all_sure)
        return false;
    enum truth truth = UNSURE;
    if (p->run == k->equal || p->run == k->other) {
        truth = are_equal(&args[0].about, &args[1].about);
        truth = truth == UNSURE ? truth : p->run == k->equal ? truth : !truth;
    } else if (p->run == k->not &&in->known) {
        truth = !val_true(in->v);
    } else if (p->run == k->length && in->items && part_others_are_sure(in, in->n)) {
        *out = part_fixed(k, val_number((double)in->n));
        return true;
    }
    if (truth != UNSURE) {
        *out = part_fixed(k, val_bool(truth));
        return true;
    }
    if (p->run == k->type && in->known)
        return part_fold(k, out->plan, in->v, out);
    bool pure = builtin_is_pure(p->run);
    return all_fixed && (pure || in->known == FIXED) && part_fold(k, out->plan, in->v, out);
}

struct part
special_call(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part args[ARGS_MAX], out = part_as_it_is(p, level);
    if (p->n > ARGS_MAX || p->outputs == MANY)
        return out;
    for (size_t i = 0; i < p->n; i++)
        args[i] = part_of(k, p->list[i], in, level);
    uint32_t common = part_common_level(args, p->n);
    struct plan *n = part_node(k, p);
    n->list = memory_take(k->m, (p->n + 1) * sizeof(struct plan *));
    n->outputs = p->optional ? MAYBE : ONE;
    if (common == LEVEL_SEVERAL || !builtin_is_pure(p->run))
        common = level;
    for (size_t i = 0; i < p->n; i++) {
        n->list[i] = (struct plan *)(uintptr_t)part_here(&args[i], p->list[i], common);
        n->outputs = args[i].plan->outputs > n->outputs ? args[i].plan->outputs : n->outputs;
    }
    eval_tune_node(n);
    out.plan = n;
    out.level = common;
    if (answer(k, p, in, args, &out))
        return out;
    if (p->run == k->join && joins(in, &args[0], &out))
        return out;
    bool never_fails = p->run == k->equal || p->run == k->other || p->run == k->type || p->run == k->not ;
    out.sure = never_fails && part_others_are_sure(&(struct about){.items = args, .n = p->n}, p->n);
    return out;
}
