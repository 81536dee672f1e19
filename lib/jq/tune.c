/* Steps that are common get an evaluator of their own: once the whole plan is there, eval_tune puts it in.
 * What a plan gives stays the same. */
#include "eval.h"

static inline int
member(struct run *r, const struct plan *p, struct val in, struct val v, struct val *out)
{
    struct val args[2] = {v, p->value};
    if (v.kind == K_OBJECT && v.form == READ) {
        const struct shape *s = shape_of(v);
        struct plan_hint *h = s ? &p->hints[s->id % PLAN_HINTS] : NULL;
        if (h && h->shape == s) {
            *out = h->place == SHAPE_NONE ? val_of(K_NULL) : v.members[h->place].val;
            return GO;
        }
        *out = val_get(v, p->value);
        if (h)
            *h = (struct plan_hint){s, shape_place(s, p->value)};
        if (out->kind == NONE)
            *out = val_of(K_NULL);
        return GO;
    }
    if (v.kind == K_NULL || v.kind == NONE) {
        *out = v;
        return GO;
    }
    return eval_call(r, p, in, args, out);
}

/* a.name */
static int
one_name(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val v;
    int st = eval_one(r, p->a, in, &v);
    return st == GO ? member(r, p, in, v, out) : st;
}

/* .name */
static int
one_own_name(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    return member(r, p, in, in, out);
}

static int
one_call_0(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    return eval_call(r, p, in, NULL, out);
}

static int
one_call_1(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val arg;
    int st = eval_one(r, p->list[0], in, &arg);
    if (st == GO && arg.kind != NONE)
        return eval_call(r, p, in, &arg, out);
    *out = arg;
    return st;
}

static int
one_call_2(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val args[2];
    int st = eval_one(r, p->list[1], in, &args[1]);
    if (st == GO && args[1].kind != NONE && (st = eval_one(r, p->list[0], in, &args[0])) == GO &&
        args[0].kind != NONE)
        return eval_call(r, p, in, args, out);
    *out = val_of(NONE);
    return st;
}

/* a == constant, a != constant; the constant no container */
static inline int
compare(struct run *r, const struct plan *p, struct val in, bool equal_gives, struct val *out)
{
    struct val v, c = p->list[1]->value;
    int st = eval_one(r, p->list[0], in, &v);
    if (st != GO || v.kind == NONE) {
        *out = v;
        return st;
    }
    bool same = v.kind == c.kind && (c.kind != K_STRING || val_same_text(v, c)) &&
                (c.kind != K_NUMBER || val_double(v) == c.number);
    *out = val_bool(same == equal_gives);
    return GO;
}

static evaluator one_equal, one_other;

/* A simple condition: comparisons of the input with constants, and, or. */
static bool
is_simple(const struct plan *p)
{
    if (p->is == P_AND || p->is == P_OR)
        return is_simple(p->a) && is_simple(p->b);
    return (p->one == one_equal || p->one == one_other) && p->list[0]->is == P_INPUT;
}

static bool
is_true(struct run *r, const struct plan *p, struct val in)
{
    struct val v;
    if (p->is == P_AND)
        return is_true(r, p->a, in) && is_true(r, p->b, in);
    if (p->is == P_OR)
        return is_true(r, p->a, in) || is_true(r, p->b, in);
    v = p->list[1]->value;
    bool same = in.kind == v.kind && (v.kind != K_STRING || val_same_text(in, v)) &&
                (v.kind != K_NUMBER || val_double(in) == v.number);
    return same == ((p->usual ? p->usual : p->one) == one_equal);
}

static int
one_equal(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    return compare(r, p, in, true, out);
}

static int
one_other(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    return compare(r, p, in, false, out);
}

/* if … then . else empty, as select has it, where the condition is simple */
static int
one_select(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    *out = in;
    if (!is_true(r, p->a, in))
        out->kind = NONE;
    return GO;
}

static void
tune_call(struct plan *p)
{
    static evaluator *const by_count[] = {one_call_0, one_call_1, one_call_2};
    const struct plan *c = p->n == 2 ? p->list[1] : NULL;
    if (p->n <= 2)
        p->one = by_count[p->n];
    if ((p->run == builtin_equal || p->run == builtin_other) && c->is == P_CONST && c->value.kind <= K_STRING)
        p->one = p->run == builtin_equal ? one_equal : one_other;
}

static void
tune_collect(struct plan *p)
{
    const struct plan *a = p->a;
    bool few = a->is == P_COMMA;
    for (size_t i = 0; few && i < a->n; i++)
        few = a->list[i]->outputs != MANY || (a->list[i]->is == P_EACH && a->list[i]->a->outputs != MANY);
    if (few)
        p->one = eval_list;
    else if (a->is == P_PIPE && a->a->is == P_EACH && a->a->a->outputs != MANY && a->b->outputs != MANY)
        p->one = eval_map;
}

static bool
cannot_fail(const struct plan *p)
{
    bool good;
    switch (p->is) {
    case P_INPUT:
    case P_CONST:
    case P_SLOT:
    case P_EMPTY:
        return true;
    case P_IF:
        return cannot_fail(p->a) && cannot_fail(p->b) && cannot_fail(p->c);
    case P_AND:
    case P_OR:
    case P_ALT:
    case P_PIPE:
        return cannot_fail(p->a) && cannot_fail(p->b);
    case P_CALL:
        good = p->run == builtin_equal || p->run == builtin_other || p->run == builtin_less ||
               p->run == builtin_least || p->run == builtin_greater || p->run == builtin_most ||
               p->run == builtin_type || p->run == builtin_not;
        for (size_t i = 0; i < p->n; i++)
            good = good && cannot_fail(p->list[i]);
        return good;
    default:
        return false;
    }
}

static void
tune_field(struct plan *p)
{
    struct val key = p->value;
    if (key.kind == K_STRING) {
        p->one = p->a->is == P_INPUT ? one_own_name : one_name;
    } else if (key.kind == K_NUMBER && key.number == 0 && p->a->one == eval_map && cannot_fail(p->a->a->b)) {
        p->one = eval_first;
    }
}

/* a | .name is a.name, and a | map(f) maps a: one step less, and one that knows where its input comes from.
 */
static void
tune_pipe(struct plan *p)
{
    struct plan *b = p->b, *last = NULL, **hole = &p->b;
    while ((*hole)->is == P_FIELD) {
        last = *hole;
        hole = &last->a;
    }
    bool map = (*hole)->one == eval_map;
    if (map)
        hole = &(*hole)->a->a->a;
    if ((!last && !map) || (*hole)->is != P_INPUT || p->a->outputs == MANY || (map && p->a->outputs != ONE))
        return;
    *hole = p->a;
    if (last)
        tune_field(last);
    b->outputs = p->outputs;
    *p = *b;
}

void
eval_tune_node(struct plan *p)
{
    if (p->outputs == MANY)
        return;
    if (p->is == P_CALL)
        tune_call(p);
    else if (p->is == P_COLLECT)
        tune_collect(p);
    else if (p->is == P_FIELD)
        tune_field(p);
    else if (p->is == P_IF && p->b->is == P_INPUT && p->c->is == P_EMPTY && is_simple(p->a))
        p->one = one_select;
}

void
eval_tune(struct plan *p)
{
    if (p->a)
        eval_tune(p->a);
    if (p->b)
        eval_tune(p->b);
    if (p->c)
        eval_tune(p->c);
    if (p->d)
        eval_tune(p->d);
    for (size_t i = 0; i < p->n; i++)
        eval_tune(p->list[i]);
    if (p->is == P_PIPE && p->outputs != MANY)
        tune_pipe(p);
    else
        eval_tune_node(p);
}
