/* Names and what they stand for: variables, patterns, loops over them, labels. */
#include "planner.h"

struct scope *
scope_add(struct planner *p, const struct scope *up, enum binding is, struct slice name)
{
    struct scope *s = memory_take(p->m, sizeof *s);
    *s = (struct scope){.up = up, .is = is, .name = name};
    return s;
}

struct scope *
scope_slot(struct planner *p, const struct scope *up, enum binding is, struct slice name, uint32_t slot)
{
    struct scope *s = scope_add(p, up, is, name);
    s->slot = slot;
    return s;
}

struct scope *
scope_const(struct planner *p, const struct scope *up, struct slice name, struct val v)
{
    struct scope *s = scope_add(p, up, B_CONST, name);
    s->value = v;
    return s;
}

static struct plan *
bind_node(struct planner *p, struct plan *source, uint32_t slot, struct plan *body)
{
    if (!body)
        return NULL;
    struct plan *n = plan_node(p, P_BIND, plan_most(source->outputs, body->outputs));
    n->a = source;
    n->b = body;
    n->slot = slot;
    return n;
}

struct unpacking { /* what `as` with a pattern binds, in order */
    struct plan *source[64];
    uint32_t slot[64];
    size_t n;
};

static bool
unpack(struct planner *p, const struct pattern *t, struct plan *value, const struct scope **s,
       struct unpacking *u)
{
    if (t->name.p) {
        for (const struct scope *q = *s; q && u->n; q = q->up)
            for (size_t i = 0; i < u->n; i++)
                if (q->is == B_VALUE && q->slot == u->slot[i] && slice_same(q->name, t->name))
                    return plan_refuse(p, "a name twice in a pattern", t->name);
    }
    if (u->n == 64)
        return plan_refuse(p, "a large pattern", SLICE(""));
    uint32_t slot = p->slots++;
    u->source[u->n] = value;
    u->slot[u->n++] = slot;
    if (t->name.p) {
        *s = scope_slot(p, *s, B_VALUE, t->name, slot);
        return true;
    }
    size_t i = 0;
    for (const struct pattern *one = t->first; one; one = one->next, i++) {
        struct plan *from = plan_node(p, P_SLOT, ONE);
        from->slot = slot;
        struct val key = t->keys.n ? t->keys.at[i]->value : val_number((double)i);
        if (!unpack(p, one, plan_at(p, from, key, false), s, u))
            return false;
    }
    return true;
}

static struct plan *
repack(struct planner *p, const struct unpacking *u, size_t from, struct plan *body)
{
    for (size_t i = u->n; i-- > from;)
        body = body ? bind_node(p, u->source[i], u->slot[i], body) : NULL;
    return body;
}

struct plan *
plan_as(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *source = plan_of(p, t->a, s);
    struct unpacking u = {.n = 0};
    if (!source)
        return NULL;
    if (t->pattern->name.p && source->is == P_CONST)
        return plan_of(p, t->b, scope_const(p, s, t->pattern->name, source->value));
    if (t->pattern->name.p && source->is == P_SLOT)
        return plan_of(p, t->b, scope_slot(p, s, B_VALUE, t->pattern->name, source->slot));
    if (!unpack(p, t->pattern, source, &s, &u))
        return NULL;
    return repack(p, &u, 0, plan_of(p, t->b, s));
}

struct plan *
plan_loop(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct unpacking u = {.n = 0};
    struct plan *n = plan_node(p, t->is == S_REDUCE ? P_REDUCE : P_FOREACH, MANY);
    n->a = plan_of(p, t->a, s);
    n->b = plan_of(p, t->b, s);
    if (!n->a || !n->b || !unpack(p, t->pattern, n->a, &s, &u))
        return NULL;
    n->slot = u.slot[0];
    n->c = repack(p, &u, 1, plan_of(p, t->c, s));
    if (!n->c || (t->is == S_REDUCE && !n->c))
        return NULL;
    if (t->is == S_REDUCE)
        n->outputs = n->b->outputs;
    else if (t->d)
        n->d = repack(p, &u, 1, plan_of(p, t->d, s)); /* the update's own bindings end with it */
    else
        n->d = plan_input(p);
    return t->is == S_REDUCE || n->d ? n : NULL;
}

struct plan *
plan_variable(struct planner *p, struct slice name, const struct scope *s)
{
    for (; s; s = s->up) {
        if ((s->is != B_VALUE && s->is != B_CONST) || !slice_same(s->name, name))
            continue;
        if (s->is == B_CONST)
            return plan_const(p, s->value);
        struct plan *n = plan_node(p, P_SLOT, ONE);
        n->slot = s->slot;
        return n;
    }
    return plan_refuse(p, "undefined: $", name);
}

struct plan *
plan_label(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *n = plan_node(p, P_LABEL, MANY);
    n->slot = p->slots++;
    n->a = plan_of(p, t->a, scope_slot(p, s, B_LABEL, t->name, n->slot));
    return n->a ? n : NULL;
}

struct plan *
plan_break(struct planner *p, const struct tree *t, const struct scope *s)
{
    while (s && (s->is != B_LABEL || !slice_same(s->name, t->name)))
        s = s->up;
    if (!s)
        return plan_refuse(p, "no label ", t->name);
    struct plan *n = plan_node(p, P_BREAK, MAYBE);
    n->slot = s->slot;
    return n;
}
