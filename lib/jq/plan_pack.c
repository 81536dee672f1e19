/* What is done with a plan that is there: how deep it runs, and the copy of it that is run. */
#include "plan.h"

#define CACHE_LINE 64
#define NODE_BYTES ((sizeof(struct plan) + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE)

struct stack {
    size_t nested, deepest; /* of the parts that run within each other, and of the others */
};

static size_t measure(const struct plan *p, size_t *nodes);

static void
stack_add(struct stack *s, const struct plan *part, bool nests, size_t *nodes)
{
    size_t one = measure(part, nodes);
    if (part->outputs == MANY && nests)
        s->nested += one;
    else if (one > s->deepest)
        s->deepest = one;
}

/* C calls that can be open at once below this node: a generator runs what follows it from inside. */
static size_t
measure(const struct plan *p, size_t *nodes)
{
    struct stack s = {2, 0};
    bool nests = p->outputs == MANY;
    ++*nodes;
    if (p->a)
        stack_add(&s, p->a, nests, nodes);
    if (p->b)
        stack_add(&s, p->b, nests, nodes);
    if (p->c)
        stack_add(&s, p->c, nests, nodes);
    if (p->d)
        stack_add(&s, p->d, nests, nodes);
    for (size_t i = 0; i < p->n; i++)
        stack_add(&s, p->list[i], nests && p->is != P_COMMA, nodes);
    return s.nested + s.deepest;
}

struct plan_size
plan_measure(const struct plan *p)
{
    struct plan_size size = {0};
    size.stack = measure(p, &size.nodes);
    return size;
}

struct packing {
    struct memory *m;
    char *next; /* node */
};

static struct plan *
packed(struct packing *k, const struct plan *p)
{
    struct plan *n = (struct plan *)(void *)k->next;
    k->next += NODE_BYTES;
    *n = *p;
    if (p->n)
        n->list = memory_take(k->m, p->n * sizeof(struct plan *));
    if (p->is == P_FIELD && p->value.kind == K_STRING)
        n->hints = memset(memory_take(k->m, PLAN_HINTS * sizeof *n->hints), 0, PLAN_HINTS * sizeof *n->hints);
    if (p->a)
        n->a = packed(k, p->a);
    for (size_t i = 0; i < p->n; i++)
        n->list[i] = packed(k, p->list[i]);
    if (p->b)
        n->b = packed(k, p->b);
    if (p->c)
        n->c = packed(k, p->c);
    if (p->d)
        n->d = packed(k, p->d);
    return n;
}

struct plan *
plan_packed(struct memory *m, const struct plan *p, size_t nodes)
{
    char *room = memory_take(m, nodes * NODE_BYTES + CACHE_LINE);
    struct packing k = {m, room + (CACHE_LINE - (uintptr_t)room % CACHE_LINE) % CACHE_LINE};
    return packed(&k, p);
}
