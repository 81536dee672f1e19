/* [generator]: the items are put on the run's stack and copied from there at the end. */
#include "eval.h"

static int
collect_take(struct run *r, struct sink *k, struct val v)
{
    (void)k;
    eval_push(r, v);
    return GO;
}

static int
collected(struct run *r, size_t base, int st, struct val *out)
{
    if (st == GO)
        *out = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
    return st;
}

/* [generator] */
int
eval_collect(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct sink k = {collect_take};
    size_t base = r->top;
    return collected(r, base, eval_all(r, p->a, in, &k), out);
}

/* a[] where a gives at most one */
static int
push_each(struct run *r, const struct plan *each, struct val in)
{
    struct val key, v;
    int st = eval_one(r, each->a, in, &v);
    if (st != GO || v.kind == NONE)
        return st;
    if (v.kind != K_ARRAY && v.kind != K_OBJECT)
        return each->optional ? GO : eval_fail_each(r, v);
    for (struct each e = val_each(v); val_next(&e, &key, &v);)
        eval_push(r, v);
    return GO;
}

static int
push_list(struct run *r, const struct plan *list, struct val in)
{
    struct val v;
    for (size_t i = 0; i < list->n; i++) {
        const struct plan *p = list->list[i];
        int st = p->outputs == MANY ? push_each(r, p, in) : eval_one(r, p, in, &v);
        if (st != GO)
            return st;
        if (p->outputs != MANY && v.kind != NONE)
            eval_push(r, v);
    }
    return GO;
}

/* [a, b[], c] where a, b and c give at most one. */
int
eval_list(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    size_t base = r->top;
    return collected(r, base, push_list(r, p->a, in), out);
}

/* f of each item on the stack from `from` on, put in their place. */
static int
map_pushed(struct run *r, const struct plan *f, bool first, size_t from)
{
    size_t n = r->top, to = from;
    for (size_t i = from; i < n && (!first || to == from); i++) {
        struct val v;
        int st = eval_one(r, f, r->stack[i], &v);
        if (st != GO)
            return st;
        if (v.kind != NONE)
            r->stack[to++] = v;
    }
    r->top = to;
    return GO;
}

static int
map_items(struct run *r, const struct plan *each, const struct plan *f, bool first, struct val in)
{
    struct val target, key, v;
    size_t base = r->top;
    int st;
    if (each->a->one == eval_list) {
        st = push_list(r, each->a->a, in);
        return st == GO ? map_pushed(r, f, first, base) : st;
    }
    if (each->a->one == eval_map) {
        st = map_items(r, each->a->a->a, each->a->a->b, false, in);
        return st == GO ? map_pushed(r, f, first, base) : st;
    }
    st = eval_one(r, each->a, in, &target);
    if (st != GO || target.kind == NONE)
        return st;
    if (target.kind != K_ARRAY && target.kind != K_OBJECT)
        return each->optional ? GO : eval_fail_each(r, target);
    struct each e = val_each(target);
    while (val_next(&e, &key, &v)) {
        if ((st = eval_one(r, f, v, &v)) != GO)
            return st;
        if (v.kind == NONE)
            continue;
        eval_push(r, v);
        if (first)
            break;
    }
    return GO;
}

/* [.[] | f] where f gives at most one. */
int
eval_map(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    size_t base = r->top;
    return collected(r, base, map_items(r, p->a->a, p->a->b, false, in), out);
}

/* [.[] | f][0] where f can't fail: nobody looks at what comes behind the first. */
int
eval_first(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    size_t base = r->top;
    int st = map_items(r, p->a->a->a, p->a->a->b, true, in);
    *out = r->top > base ? r->stack[base] : val_of(K_NULL);
    r->top = base;
    return st;
}
