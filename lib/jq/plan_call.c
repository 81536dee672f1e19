/* Calls: a definition's body is planned anew at each call, with its parameters bound to the arguments. */
#include "planner.h"

#define INLINE_MAX 100 /* definitions within definitions */

struct scope *
scope_def(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct scope *d = scope_add(p, s, B_DEF, t->name);
    d->arity = t->nparams;
    d->tree = t;
    return d;
}

/* Planned where it stands, though it may never be used: libjq refuses some constants as it reads them. */
static bool
is_sound(struct planner *p, struct tree *t, const struct scope *s)
{
    if (t->checked)
        return true;
    t->checked = true;
    return plan_of(p, t, s);
}

bool
plan_checks_def(struct planner *p, const struct tree *d, const struct scope *s)
{
    struct scope *body = scope_add(p, s, B_INSIDE, d->name);
    body->arity = d->nparams;
    for (size_t i = 0; i < d->nparams; i++) {
        struct slice name = d->params[i];
        if (*name.p == '$')
            body = scope_slot(p, body, B_VALUE, (struct slice){name.p + 1, name.n - 1}, 0);
        body =
            scope_add(p, body, B_PARAM, (struct slice){name.p + (*name.p == '$'), name.n - (*name.p == '$')});
        body->tree = syntax_new(p->m, S_IDENTITY, NULL, NULL);
    }
    return is_sound(p, d->a, body);
}

/* The body of a def with its parameters bound to what the call says. */
static struct plan *
inlined(struct planner *p, const struct scope *def, const struct tree *t, const struct scope *s)
{
    const struct tree *d = def->tree;
    struct scope *inside = scope_add(p, def->up, B_INSIDE, d->name);
    const struct scope *body = inside;
    struct tree *code = d->a;
    inside->arity = d->nparams;
    for (size_t i = 0; i < d->nparams; i++) {
        struct slice name = d->params[i];
        bool value = *name.p == '$';
        struct scope *q = scope_add(p, body, B_PARAM, (struct slice){name.p + value, name.n - value});
        if (!is_sound(p, t->parts.at[i], s))
            return NULL;
        q->tree = t->parts.at[i];
        q->where = s;
        body = q;
    }
    for (size_t i = d->nparams; i-- > 0;) {
        if (*d->params[i].p != '$')
            continue;
        struct slice name = {d->params[i].p + 1, d->params[i].n - 1};
        struct tree *argument = syntax_new(p->m, S_CALL, NULL, NULL);
        struct pattern *variable = memory_take(p->m, sizeof *variable);
        argument->name = name;
        *variable = (struct pattern){.name = name};
        code = syntax_new(p->m, S_AS, argument, code);
        code->pattern = variable;
    }
    return plan_of(p, code, body);
}

static struct plan *
any_all(struct planner *p, const struct tree *t, const struct scope *s)
{
    static struct tree input = {.is = S_IDENTITY};
    struct plan *n = plan_node(p, *t->name.p == 'a' && t->name.p[1] == 'n' ? P_ANY_OF : P_ALL_OF, ONE);
    n->a = t->parts.n == 2 ? plan_of(p, t->parts.at[0], s) : plan_each(p, plan_node(p, P_INPUT, ONE), false);
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
        return plan_field(p, plan_node(p, P_INPUT, ONE), plan_const(p, val_number(0)), false);
    if (slice_is(t->name, "last") && !arity)
        return plan_field(p, plan_node(p, P_INPUT, ONE), plan_const(p, val_number(-1)), false);
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
    const char *source = builtin_definition(t->name, arity);
    struct tree *d = source ? syntax_read(p->m, slice_of(source), p->why) : NULL;
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
    if (q && q->is == B_PARAM)
        return plan_of(p, q->tree, q->where);
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
