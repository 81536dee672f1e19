/* Calls: a definition's body is planned anew at each call, with its parameters bound to the arguments. */
#include "planner.h"

#define INLINE_MAX 100 /* definitions within definitions */

static struct scope *
scope_def(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct scope *d = scope_add(p, s, B_DEF, t->name);
    d->arity = t->nparams;
    d->tree = t;
    return d;
}

/* Parameter i of a def. */
static struct scope *
scope_param(struct planner *p, const struct scope *up, const struct tree *d, size_t i)
{
    struct slice name = d->params[i];
    bool value = *name.p == '$';
    return scope_add(p, up, B_PARAM, (struct slice){name.p + value, name.n - value});
}

static struct scope *
scope_inside(struct planner *p, const struct scope *up, const struct tree *d)
{
    struct scope *s = scope_add(p, up, B_INSIDE, d->name);
    s->arity = d->nparams;
    return s;
}

/* What nothing called is planned once all the same: libjq refuses some constants as it reads them. */
static bool
is_sound(struct planner *p, const struct tree *d, const struct scope *s)
{
    if (d->a->planned)
        return true;
    struct scope *body = scope_inside(p, s, d);
    for (size_t i = 0; i < d->nparams; i++) {
        body = scope_param(p, body, d, i);
        body->argument = syntax_new(p->m, S_IDENTITY, NULL, NULL);
    }
    return plan_of(p, d->a, body);
}

struct plan *
plan_defs(struct planner *p, const struct tree *t, const struct scope *s)
{
    const struct scope *all = s;
    for (; t->is == S_DEF; t = t->b)
        all = scope_def(p, t, all);
    struct plan *n = plan_of(p, t, all);
    for (; n && all != s; all = all->up)
        if (!is_sound(p, all->tree, all->up))
            return NULL;
    return n;
}

/* The body of a def with its parameters bound to what the call says. */
static struct plan *
inlined(struct planner *p, const struct scope *def, const struct tree *t, const struct scope *s)
{
    const struct tree *d = def->tree;
    struct scope *body = scope_inside(p, def->up, d);
    for (size_t i = 0; i < d->nparams; i++) {
        body = scope_param(p, body, d, i);
        body->argument = t->parts.at[i];
        body->where = s;
    }
    d->a->planned = true;
    struct plan *n = plan_of(p, d->a, body);
    for (size_t i = 0; n && i < d->nparams; i++)
        if (!t->parts.at[i]->planned && !plan_of(p, t->parts.at[i], s))
            return NULL;
    return n;
}

static struct plan *
any_all(struct planner *p, const struct tree *t, const struct scope *s)
{
    static struct tree input = {.is = S_IDENTITY};
    struct plan *n = plan_node(p, *t->name.p == 'a' && t->name.p[1] == 'n' ? P_ANY_OF : P_ALL_OF, ONE);
    n->a = t->parts.n == 2 ? plan_of(p, t->parts.at[0], s) : plan_each(p, plan_input(p), false);
    n->b = plan_of(p, t->parts.n ? t->parts.at[t->parts.n - 1] : &input, s);
    if (!n->a || !n->b)
        return NULL;
    return n->b->outputs != MANY ? n : plan_refuse(p, "a condition of several values in ", t->name);
}

static struct plan *
range(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *n = plan_list(p, P_RANGE, 3);
    size_t have = t->parts.n;
    if (have == 1)
        plan_add(n, plan_const(p, val_number(0)));
    for (size_t i = 0; i < have; i++) {
        struct plan *one = plan_of(p, t->parts.at[i], s);
        if (!one)
            return NULL;
        plan_add(n, one);
    }
    n->constant = false;
    n->optional = have == 3;
    n->outputs = MANY;
    return n;
}

static struct plan *
paths(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *n = plan_node(p, P_PATH, MANY);
    n->a = plan_of(p, t->parts.at[0], s);
    if (n->a && !plan_is_path(n->a))
        return plan_refuse(p, "a path that is not native", SLICE(""));
    return n->a ? n : NULL;
}

static struct plan *
builtin_call(struct planner *p, const struct tree *t, const struct scope *s)
{
    size_t arity = t->parts.n;
    if (slice_is(t->name, "empty") && !arity)
        return plan_node(p, P_EMPTY, MAYBE);
    if ((slice_is(t->name, "any") || slice_is(t->name, "all")) && arity <= 2)
        return any_all(p, t, s);
    if (slice_is(t->name, "range") && arity && arity <= 3)
        return range(p, t, s);
    if (slice_is(t->name, "path") && arity == 1)
        return paths(p, t, s);
    if (slice_is(t->name, "recurse") && !arity)
        return plan_node(p, P_RECURSE, MANY);
    if (slice_is(t->name, "first") && !arity)
        return plan_at(p, plan_input(p), val_number(0), false);
    if (slice_is(t->name, "last") && !arity)
        return plan_at(p, plan_input(p), val_number(-1), false);
    const struct builtin_entry *e = builtin_find(t->name, arity);
    if (e && arity <= 3 && (t->name.p[0] == '_' || (t->name.p[0] >= 'a' && t->name.p[0] <= 'z'))) {
        struct plan *args[3] = {0};
        for (size_t i = 0; i < arity; i++)
            if (!(args[i] = plan_of(p, t->parts.at[i], s)))
                return NULL;
        struct plan *n = plan_call(p, e->run, e->pure, args[0], args[1], args[2]);
        if (e->run == builtin_error)
            n->outputs = plan_most(n->outputs, MAYBE);
        return n;
    }
    const struct tree *d = builtin_definition(t->name, arity);
    if (!d)
        return plan_refuse(p, "not native: ", t->name);
    return inlined(p, scope_def(p, d, NULL), t, s);
}

struct plan *
plan_call_of(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *n;
    const struct scope *q = s;
    for (; q; q = q->up)
        if (q->arity == t->parts.n && (q->is == B_DEF || q->is == B_PARAM || q->is == B_INSIDE) &&
            slice_same(q->name, t->name))
            break;
    if (q && q->is == B_INSIDE)
        return plan_refuse(p, "recursive: ", t->name);
    if (q && q->is == B_PARAM) {
        q->argument->planned = true;
        return plan_of(p, q->argument, q->where);
    }
    if (++p->depth > INLINE_MAX)
        return plan_refuse(p, "definitions too deep: ", t->name);
    n = q ? inlined(p, q, t, s) : builtin_call(p, t, s);
    p->depth--;
    return n;
}

/* `a op= b` as jq 1.6 writes it: b as $tmp | _modify(a; . op $tmp); `=` and `|=` are calls. */
struct plan *
plan_update(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct memory *m = p->m;
    struct tree *out = syntax_new(m, S_CALL, NULL, NULL);
    bool plain = slice_is(t->name, "|="), assign = slice_is(t->name, "=");
    out->name = assign ? SLICE("_assign") : SLICE("_modify");
    syntax_add(m, &out->parts, t->a);
    if (plain || assign) {
        syntax_add(m, &out->parts, t->b);
        return plan_of(p, out, s);
    }
    bool alternative = slice_is(t->name, "//=");
    struct tree *tmp = syntax_new(m, S_VARIABLE, NULL, NULL);
    struct tree *change =
        syntax_new(m, alternative ? S_ALTERNATIVE : S_BINARY, syntax_new(m, S_IDENTITY, NULL, NULL), tmp);
    struct pattern *variable = memory_take(m, sizeof *variable);
    tmp->name = SLICE(" tmp");
    *variable = (struct pattern){.name = tmp->name};
    change->name = (struct slice){t->name.p, t->name.n - 1};
    syntax_add(m, &out->parts, change);
    out = syntax_new(m, S_AS, t->b, out);
    out->pattern = variable;
    return plan_of(p, out, s);
}
