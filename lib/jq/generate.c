/* Generators: plans with any number of outputs. What comes behind a generator runs inside its sink, so an
 * error there passes through a `try` in front of it, as it does in jq 1.6. */
#include "eval.h"

#include <string.h>

struct next { /* a sink that runs another plan and goes on to sink k */
    struct sink sink;
    const struct plan *p;
    struct val in;
    struct sink *k;
    bool found;
};

static int
pipe_take(struct run *r, struct sink *k, struct val v)
{
    struct next *n = (struct next *)k;
    return eval_all(r, n->p->b, v, n->k);
}

static int
if_take(struct run *r, struct sink *k, struct val v)
{
    struct next *n = (struct next *)k;
    return eval_all(r, val_true(v) ? n->p->b : n->p->c, n->in, n->k);
}

static int
alternative_take(struct run *r, struct sink *k, struct val v)
{
    struct next *n = (struct next *)k;
    if (!val_true(v))
        return GO;
    n->found = true;
    return n->k->take(r, n->k, v);
}

static int
truth_take(struct run *r, struct sink *k, struct val v)
{
    struct next *n = (struct next *)k;
    return n->k->take(r, n->k, val_bool(val_true(v)));
}

static int
logic_take(struct run *r, struct sink *k, struct val v)
{
    struct next *n = (struct next *)k;
    if (val_true(v) == (n->p->is == P_OR))
        return n->k->take(r, n->k, val_bool(val_true(v)));
    struct next truth = {{truth_take}, n->p, n->in, n->k, false};
    return eval_all(r, n->p->b, n->in, &truth.sink);
}

static int
bind_take(struct run *r, struct sink *k, struct val v)
{
    struct next *n = (struct next *)k;
    struct val old = r->slots[n->p->slot];
    r->slots[n->p->slot] = v;
    int st = eval_all(r, n->p->b, n->in, n->k);
    r->slots[n->p->slot] = old;
    return st;
}

static int
each_take(struct run *r, struct sink *k, struct val v)
{
    struct next *n = (struct next *)k;
    return eval_each(r, n->p, v, n->k);
}

static int
field_take(struct run *r, struct sink *k, struct val v)
{
    struct next *n = (struct next *)k;
    struct val args[2] = {v, n->p->value}, out;
    int st = builtin_index(r, n->p, n->in, args, &out);
    if (st == FAIL && n->p->optional)
        return GO;
    return st == GO ? n->k->take(r, n->k, out) : st;
}

int
eval_each(struct run *r, const struct plan *p, struct val target, struct sink *k)
{
    struct val key, v;
    if (target.kind != K_ARRAY && target.kind != K_OBJECT)
        return p->optional ? GO : eval_fail_each(r, target);
    struct each e = val_each(target);
    while (val_next(&e, &key, &v)) {
        int st = k->take(r, k, v);
        if (st != GO)
            return st;
    }
    return GO;
}

static int
each_value(struct run *r, struct val v, struct sink *k)
{
    struct val key, one;
    int st = k->take(r, k, v);
    struct each e = val_each(v);
    while (st == GO && val_next(&e, &key, &one))
        st = each_value(r, one, k);
    return st;
}

struct arguments { /* of a call: loops from the last one, outermost, to the first */
    struct sink sink;
    const struct plan *p;
    struct val in;
    struct sink *k;
    struct val *at;
    size_t left;
};

static int
arguments_from(struct run *r, struct arguments *a)
{
    if (a->left)
        return eval_all(r, a->p->list[a->left - 1], a->in, &a->sink);
    struct val out;
    int st = a->p->run(r, a->p, a->in, a->at, &out);
    if (st == FAIL && a->p->optional)
        return GO;
    return st != GO || out.kind == NONE ? st : a->k->take(r, a->k, out);
}

static int
argument_take(struct run *r, struct sink *k, struct val v)
{
    struct arguments *a = (struct arguments *)k, inner = *a;
    a->at[a->left - 1] = v;
    inner.left--;
    return arguments_from(r, &inner);
}

static int
many_calls(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct val *at = memory_take(&r->m, (p->n + 1) * sizeof *at);
    struct arguments a = {{argument_take}, p, in, k, at, p->n};
    return arguments_from(r, &a);
}

struct object { /* {…}: loops from the first key, outermost, to the last value */
    struct sink sink;
    const struct plan *p;
    struct val in;
    struct sink *k;
    struct val *at;
    size_t done;
};

static int
object_made(struct run *r, const struct object *o)
{
    struct member *made = memory_take(&r->m, (o->p->n / 2 + 1) * sizeof *made);
    size_t n = 0;
    for (size_t i = 0; i < o->p->n; i += 2) {
        size_t j = 0;
        while (j < n && !val_same_text(made[j].key, o->at[i]))
            j++;
        n += j == n;
        made[j] = (struct member){o->at[i], o->at[i + 1]};
    }
    return o->k->take(r, o->k, val_members(&r->m, made, n));
}

static int
object_from(struct run *r, struct object *o)
{
    return o->done == o->p->n ? object_made(r, o) : eval_all(r, o->p->list[o->done], o->in, &o->sink);
}

static int
object_take(struct run *r, struct sink *k, struct val v)
{
    struct object *o = (struct object *)k, inner = *o;
    o->at[o->done] = v;
    if ((o->done & 1) && o->at[o->done - 1].kind != K_STRING)
        return eval_fail_key(r, o->at[o->done - 1]);
    inner.done++;
    return object_from(r, &inner);
}

static int
many_objects(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct val *at = memory_take(&r->m, (p->n + 1) * sizeof *at);
    struct object o = {{object_take}, p, in, k, at, 0};
    return object_from(r, &o);
}

struct loop { /* foreach, and reduce with several beginnings */
    struct sink sink;
    const struct plan *p;
    struct val in, state;
    struct sink *k;
};

struct loop_step {
    struct sink sink;
    struct loop *loop;
};

static int
loop_update(struct run *r, struct sink *k, struct val v)
{
    struct loop *l = ((struct loop_step *)k)->loop;
    l->state = v;
    return eval_all(r, l->p->d, v, l->k);
}

static int
loop_item(struct run *r, struct sink *k, struct val v)
{
    struct loop *l = (struct loop *)k;
    struct val old = r->slots[l->p->slot], from = l->state;
    struct loop_step step = {{loop_update}, l};
    r->slots[l->p->slot] = v;
    l->state = val_of(K_NULL);
    int st = eval_all(r, l->p->c, from, &step.sink);
    r->slots[l->p->slot] = old;
    return st;
}

/* jq 1.6: with several beginnings, the source of all but the first sees null. */
static struct val
loop_input(struct loop *l)
{
    struct val in = l->in;
    l->in = val_of(K_NULL);
    return in;
}

static int
foreach_take(struct run *r, struct sink *k, struct val v)
{
    struct loop *outer = (struct loop *)k;
    struct loop l = {{loop_item}, outer->p, loop_input(outer), v, outer->k};
    return eval_all(r, l.p->a, l.in, &l.sink);
}

static int
reduce_take(struct run *r, struct sink *k, struct val v)
{
    struct loop *outer = (struct loop *)k;
    struct plan once = *outer->p, begin = {.one = eval_steps[P_CONST], .is = P_CONST, .value = v};
    once.b = &begin;
    int st = eval_one(r, &once, loop_input(outer), &v);
    return st == GO ? outer->k->take(r, outer->k, v) : st;
}

static int
labelled(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct val old = r->slots[p->slot], label = eval_new_label(r);
    r->slots[p->slot] = label;
    int st = eval_all(r, p->a, in, k);
    r->slots[p->slot] = old;
    return st == FAIL && eval_is_break(r, label) ? GO : st;
}

static int
try_catch(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    int st = eval_all(r, p->a, in, k);
    if (st != FAIL)
        return st;
    return p->b ? eval_all(r, p->b, r->error, k) : GO;
}

static int
comma(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    int st = GO;
    for (size_t i = 0; st == GO && i < p->n; i++)
        st = eval_all(r, p->list[i], in, k);
    return st;
}

/* range(from; below; by): numbers only; jq's other uses of it go to libjq. */
static int
range_take(struct run *r, struct sink *k, struct val v)
{
    struct arguments *a = (struct arguments *)k, inner = *a;
    a->at[a->left] = v;
    inner.left++;
    if (inner.left < a->p->n)
        return eval_all(r, a->p->list[inner.left], a->in, &inner.sink);
    for (size_t i = 0; i < a->p->n; i++)
        if (a->at[i].kind != K_NUMBER && a->p->n == 3)
            memory_out(&r->m);
        else if (a->at[i].kind != K_NUMBER)
            return eval_fail_format(r, "Range bounds must be numeric");
    double x = val_double(a->at[0]), to = val_double(a->at[1]), by = a->p->n == 3 ? val_double(a->at[2]) : 1;
    int st = GO;
    for (; st == GO && by != 0 && (by > 0 ? x < to : x > to); x += by)
        st = a->k->take(r, a->k, val_number(x));
    return st;
}

static int
range(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct val at[3];
    struct arguments a = {{range_take}, p, in, k, at, 0};
    return eval_all(r, p->list[0], in, &a.sink);
}

static int
choose(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct next n = {{p->is == P_IF    ? if_take
                      : p->is == P_ALT ? alternative_take
                                       : logic_take},
                     p,
                     in,
                     k,
                     false};
    int st = eval_all(r, p->a, in, &n.sink);
    return st == GO && p->is == P_ALT && !n.found ? eval_all(r, p->b, in, k) : st;
}

static int
then(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct next n = {{p->is == P_PIPE    ? pipe_take
                      : p->is == P_BIND  ? bind_take
                      : p->is == P_FIELD ? field_take
                                         : each_take},
                     p,
                     in,
                     k,
                     false};
    return eval_all(r, p->a, in, &n.sink);
}

static int
loops(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct loop l = {{p->is == P_FOREACH ? foreach_take : reduce_take}, p, in, val_of(K_NULL), k};
    return eval_all(r, p->b, in, &l.sink);
}

/* One output in front, and what follows it here instead of in a sink. */
static int
bind_one(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct val v, old = r->slots[p->slot];
    int st = eval_one(r, p->a, in, &v);
    if (st != GO || v.kind == NONE)
        return st;
    r->slots[p->slot] = v;
    st = eval_all(r, p->b, in, k);
    r->slots[p->slot] = old;
    return st;
}

static int eval_many(struct run *r, const struct plan *p, struct val in, struct sink *k);

int
eval_all(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct val v;
    int st;
    while (p->outputs == MANY && (p->is == P_PIPE || p->is == P_IF) && p->a->outputs != MANY) {
        st = eval_one(r, p->a, in, &v);
        if (st != GO || v.kind == NONE)
            return st;
        if (p->is == P_PIPE)
            in = v;
        p = p->is == P_PIPE || val_true(v) ? p->b : p->c;
    }
    if (p->outputs == MANY)
        return p->is == P_BIND && p->a->outputs != MANY ? bind_one(r, p, in, k) : eval_many(r, p, in, k);
    st = eval_one(r, p, in, &v);
    return st != GO || v.kind == NONE ? st : k->take(r, k, v);
}

static int
eval_many(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    switch (p->is) {
    case P_FIELD:
    case P_EACH:
    case P_PIPE:
    case P_BIND:
        return then(r, p, in, k);
    case P_OBJECT:
        return many_objects(r, p, in, k);
    case P_CALL:
        return many_calls(r, p, in, k);
    case P_ALT:
    case P_AND:
    case P_OR:
    case P_IF:
        return choose(r, p, in, k);
    case P_TRY:
        return try_catch(r, p, in, k);
    case P_REDUCE:
    case P_FOREACH:
        return loops(r, p, in, k);
    case P_LABEL:
        return labelled(r, p, in, k);
    case P_RECURSE:
        return each_value(r, in, k);
    case P_PATH:
        return eval_paths(r, p->a, in, k);
    case P_RANGE:
        return range(r, p, in, k);
    default:
        return comma(r, p, in, k);
    }
}
