/* path(f): the plan runs as ever, and every step to a part of the input notes its key. */
#include "eval.h"

struct path_sink {
    int (*take)(struct run *r, struct path_sink *k, const struct path *path, struct val v);
};

static int walk(struct run *r, const struct plan *p, const struct path *path, struct val in,
                struct path_sink *k);

bool
plan_is_path(const struct plan *p)
{
    switch (p->is) {
    case P_INPUT:
    case P_EMPTY:
    case P_BREAK:
    case P_RECURSE:
        return true;
    case P_FIELD:
    case P_EACH:
    case P_LABEL:
        return plan_is_path(p->a);
    case P_PIPE:
    case P_ALT:
        return plan_is_path(p->a) && plan_is_path(p->b);
    case P_TRY:
        return plan_is_path(p->a) && (!p->b || plan_is_path(p->b));
    case P_IF:
        return plan_is_path(p->b) && plan_is_path(p->c);
    case P_BIND:
        return plan_is_path(p->b);
    case P_COMMA:
        for (size_t i = 0; i < p->n; i++)
            if (!plan_is_path(p->list[i]))
                return false;
        return true;
    case P_CALL:
        if (p->run == builtin_index || p->run == builtin_slice)
            return plan_is_path(p->list[0]);
        return p->run == builtin_getpath || p->run == builtin_error;
    default:
        return false;
    }
}

static int
step(struct run *r, const struct plan *p, const struct path *path, struct val v, struct val key,
     struct path_sink *k)
{
    struct val args[2] = {v, key}, out;
    int st = builtin_index(r, p, v, args, &out);
    struct path *longer = memory_take(&r->m, sizeof *longer);
    *longer = (struct path){path, key, (path ? path->n : 0) + 1};
    if (st == FAIL && p->optional)
        return GO;
    return st == GO ? k->take(r, k, longer, out) : st;
}

struct part { /* both kinds of sink: what to do next with a value or a path */
    struct sink values;
    struct path_sink paths;
    const struct plan *p;
    const struct path *path;
    struct val in, key;
    struct path_sink *k;
    bool found;
    size_t left;
};

#define PART_OF(k) ((struct part *)(void *)((char *)(k)-offsetof(struct part, paths)))

static int
field_take(struct run *r, struct path_sink *k, const struct path *path, struct val v)
{
    struct part *a = PART_OF(k);
    return step(r, a->p, path, v, a->key, a->k);
}

static int
each_take(struct run *r, struct path_sink *k, const struct path *path, struct val v)
{
    struct part *a = PART_OF(k);
    struct val key, one;
    int st = GO;
    if (v.kind != K_ARRAY && v.kind != K_OBJECT)
        return a->p->optional ? GO : eval_fail_each(r, v);
    struct each e = val_each(v);
    for (size_t i = 0; st == GO && val_next(&e, &key, &one); i++) {
        struct path *longer = memory_take(&r->m, sizeof *longer);
        *longer =
            (struct path){path, v.kind == K_ARRAY ? val_number((double)i) : key, (path ? path->n : 0) + 1};
        st = a->k->take(r, a->k, longer, one);
    }
    return st;
}

static int
pipe_take(struct run *r, struct path_sink *k, const struct path *path, struct val v)
{
    struct part *a = PART_OF(k);
    return walk(r, a->p->b, path, v, a->k);
}

static int
alternative_take(struct run *r, struct path_sink *k, const struct path *path, struct val v)
{
    struct part *a = PART_OF(k);
    if (!val_true(v))
        return GO;
    a->found = true;
    return a->k->take(r, a->k, path, v);
}

static int
if_take(struct run *r, struct sink *k, struct val v)
{
    struct part *a = (struct part *)k;
    return walk(r, val_true(v) ? a->p->b : a->p->c, a->path, a->in, a->k);
}

static int
bind_take(struct run *r, struct sink *k, struct val v)
{
    struct part *a = (struct part *)k;
    struct val old = r->slots[a->p->slot];
    r->slots[a->p->slot] = v;
    int st = walk(r, a->p->b, a->path, a->in, a->k);
    r->slots[a->p->slot] = old;
    return st;
}

static int
key_take(struct run *r, struct sink *k, struct val v)
{
    struct part *a = (struct part *)k, inner = *a;
    inner.key = v;
    inner.paths.take = field_take;
    return walk(r, a->p->list[0], a->path, a->in, &inner.paths);
}

static int
end_take(struct run *r, struct sink *k, struct val v)
{
    struct part *a = (struct part *)k, inner = *a;
    struct member *bounds = memory_take(&r->m, 2 * sizeof *bounds);
    bounds[0] = (struct member){VAL_TEXT("start"), a->key};
    bounds[1] = (struct member){VAL_TEXT("end"), v};
    inner.key = val_members(&r->m, bounds, 2);
    inner.paths.take = field_take;
    return walk(r, a->p->list[0], a->path, a->in, &inner.paths);
}

static int
start_take(struct run *r, struct sink *k, struct val v)
{
    struct part *a = (struct part *)k, inner = *a;
    inner.key = v;
    inner.values.take = end_take;
    return eval_all(r, a->p->list[1], a->in, &inner.values);
}

static int
getpath_take(struct run *r, struct sink *k, struct val v)
{
    struct part *a = (struct part *)k;
    const struct path *path = a->path;
    struct val out;
    int st = builtin_getpath(r, a->p, a->in, &v, &out);
    if (st != GO)
        return st;
    for (size_t i = 0; i < v.n; i++) {
        struct path *longer = memory_take(&r->m, sizeof *longer);
        *longer = (struct path){path, val_at(v, i), (path ? path->n : 0) + 1};
        path = longer;
    }
    return a->k->take(r, a->k, path, out);
}

static int
walk_call(struct run *r, const struct plan *p, struct part *a)
{
    struct val out;
    if (p->run == builtin_index) {
        a->values.take = key_take;
        return eval_all(r, p->list[1], a->in, &a->values);
    }
    if (p->run == builtin_slice) {
        a->values.take = start_take;
        return eval_all(r, p->list[2], a->in, &a->values);
    }
    if (p->run == builtin_getpath) {
        a->values.take = getpath_take;
        return eval_all(r, p->list[0], a->in, &a->values);
    }
    if (p->outputs == MANY)
        memory_out(&r->m);
    return eval_one(r, p, a->in, &out);
}

static int
walk_all(struct run *r, const struct path *path, struct val v, struct path_sink *k)
{
    struct val key, one;
    int st = k->take(r, k, path, v);
    struct each e = val_each(v);
    for (size_t i = 0; st == GO && val_next(&e, &key, &one); i++) {
        struct path *longer = memory_take(&r->m, sizeof *longer);
        *longer =
            (struct path){path, v.kind == K_ARRAY ? val_number((double)i) : key, (path ? path->n : 0) + 1};
        st = walk_all(r, longer, one, k);
    }
    return st;
}

static int
walk_label(struct run *r, const struct plan *p, struct part *a)
{
    struct val old = r->slots[p->slot], label = eval_new_label(r);
    r->slots[p->slot] = label;
    int st = walk(r, p->a, a->path, a->in, a->k);
    r->slots[p->slot] = old;
    return st == FAIL && eval_is_break(r, label) ? GO : st;
}

static int
walk_choice(struct run *r, const struct plan *p, struct part *a)
{
    int st;
    if (p->is == P_TRY) {
        st = walk(r, p->a, a->path, a->in, a->k);
        if (st == FAIL && p->b)
            memory_out(&r->m); /* what catch gives is no path: libjq has the words for it */
        return st == FAIL ? GO : st;
    }
    a->paths.take = alternative_take;
    st = walk(r, p->a, a->path, a->in, &a->paths);
    return st == GO && !a->found ? walk(r, p->b, a->path, a->in, a->k) : st;
}

static int
walk(struct run *r, const struct plan *p, const struct path *path, struct val in, struct path_sink *k)
{
    struct part a = {.p = p, .path = path, .in = in, .k = k};
    struct val none;
    int st = GO;
    switch (p->is) {
    case P_INPUT:
        return k->take(r, k, path, in);
    case P_FIELD:
        a.key = p->value;
        a.paths.take = field_take;
        return walk(r, p->a, path, in, &a.paths);
    case P_EACH:
        a.paths.take = each_take;
        return walk(r, p->a, path, in, &a.paths);
    case P_PIPE:
        a.paths.take = pipe_take;
        return walk(r, p->a, path, in, &a.paths);
    case P_COMMA:
        for (size_t i = 0; st == GO && i < p->n; i++)
            st = walk(r, p->list[i], path, in, k);
        return st;
    case P_IF:
        a.values.take = if_take;
        return eval_all(r, p->a, in, &a.values);
    case P_BIND:
        a.values.take = bind_take;
        return eval_all(r, p->a, in, &a.values);
    case P_CALL:
        return walk_call(r, p, &a);
    case P_RECURSE:
        return walk_all(r, path, in, k);
    case P_LABEL:
        return walk_label(r, p, &a);
    case P_TRY:
    case P_ALT:
        return walk_choice(r, p, &a);
    default:
        return eval_one(r, p, in, &none);
    }
}

struct ends {
    struct path_sink paths;
    struct sink *k;
};

static int
ends_take(struct run *r, struct path_sink *k, const struct path *path, struct val v)
{
    struct sink *to = ((struct ends *)(void *)k)->k;
    size_t n = path ? path->n : 0;
    struct val *keys = memory_take(&r->m, (n + 1) * sizeof *keys);
    (void)v;
    for (size_t i = n; i-- > 0; path = path->up)
        keys[i] = path->key;
    return to->take(r, to, val_items(&r->m, keys, n));
}

int
eval_paths(struct run *r, const struct plan *p, struct val in, struct sink *k)
{
    struct ends e = {{ends_take}, k};
    return walk(r, p, NULL, in, &e.paths);
}
