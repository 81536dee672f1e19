/* The nodes of a plan, put together so that constant parts are worked out at once. */
#include "planner.h"

struct plan *
plan_refuse(struct planner *p, const char *what, struct slice name)
{
    if (!p->why->n)
        buf_format(p->why, "%s%.*s", what, (int)(name.n < 40 ? name.n : 40), name.p);
    return NULL;
}

struct plan *
plan_node(struct planner *p, enum step is, enum outputs outputs)
{
    struct plan *n = memory_take(p->m, sizeof *n);
    *n = (struct plan){.is = is, .outputs = outputs, .one = eval_steps[is]};
    p->nodes++;
    return n;
}

struct plan *
plan_const(struct planner *p, struct val v)
{
    struct plan *n = plan_node(p, P_CONST, ONE);
    n->value = v;
    n->constant = true;
    return n;
}

struct plan *
plan_input(struct planner *p)
{
    if (!p->input)
        p->input = plan_node(p, P_INPUT, ONE);
    p->nodes++; /* each place counts, or definitions could double `.` for ever */
    return p->input;
}

enum outputs
plan_most(enum outputs a, enum outputs b)
{
    return a > b ? a : b;
}

/* A node whose parts are constant is run now, and becomes what it gives; one that fails is left to fail when
 * it is met. */
struct plan *
plan_fold(struct planner *p, struct plan *n)
{
    struct val v;
    if (!n || !n->constant || n->outputs == MANY || n->is == P_CONST)
        return n;
    if (eval_one(p->r, n, val_of(K_NULL), &v) != GO || v.kind == NONE)
        return n;
    if (v.form == ROOMY)
        v.form = PLAIN;
    *n = (struct plan){
        .is = P_CONST, .outputs = ONE, .one = eval_steps[P_CONST], .constant = true, .value = v};
    return n;
}

struct plan *
plan_list(struct planner *p, enum step is, size_t n)
{
    struct plan *out = plan_node(p, is, ONE);
    out->list = memory_take(p->m, (n + 1) * sizeof(struct plan *));
    out->constant = true;
    return out;
}

void
plan_add(struct plan *list, struct plan *one)
{
    list->list[list->n++] = one;
    list->constant &= one->constant;
    list->outputs = plan_most(list->outputs, one->outputs);
}

struct plan *
plan_call(struct planner *p, builtin *run, bool pure, struct plan *a, struct plan *b, struct plan *c)
{
    struct plan *n = plan_list(p, P_CALL, 3);
    n->run = run;
    if (a)
        plan_add(n, a);
    if (b)
        plan_add(n, b);
    if (c)
        plan_add(n, c);
    n->constant &= pure;
    return plan_fold(p, n);
}

struct plan *
plan_pipe(struct planner *p, struct plan *a, struct plan *b)
{
    if (a->is == P_INPUT)
        return b;
    if (b->is == P_INPUT)
        return a;
    struct plan *n = plan_node(p, P_PIPE, plan_most(a->outputs, b->outputs));
    n->a = a;
    n->b = b;
    return n;
}

struct plan *
plan_field(struct planner *p, struct plan *target, struct plan *key, bool optional)
{
    if (key->is != P_CONST) {
        struct plan *n = plan_call(p, builtin_index, true, target, key, NULL);
        n->optional = optional;
        if (optional && n->outputs == ONE)
            n->outputs = MAYBE;
        return n;
    }
    return plan_at(p, target, key->value, optional);
}

struct plan *
plan_at(struct planner *p, struct plan *target, struct val key, bool optional)
{
    struct plan *n = plan_node(p, P_FIELD, optional && target->outputs == ONE ? MAYBE : target->outputs);
    n->a = target;
    n->value = key;
    n->run = builtin_index;
    n->optional = optional;
    return n;
}

struct plan *
plan_each(struct planner *p, struct plan *target, bool optional)
{
    struct plan *n = plan_node(p, P_EACH, MANY);
    n->a = target;
    n->optional = optional;
    return n;
}
