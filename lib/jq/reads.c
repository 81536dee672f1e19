/* The plan is run on places of the input instead of values: `.a.b` is the place b in a. A place that ends up
 * in an output, or in what a builtin looks at, is read whole; one that only leads on is read no further than
 * that. */
#include "reads.h"

#include "builtin.h"
#include "native.h"

#define PLACES_MAX 8 /* one value that may be any of more places: all of them are read whole */

struct places { /* where a value may come from; none: it is made by the program */
    struct reads *at[PLACES_MAX];
    size_t n;
};

struct reading {
    struct pool *pool;
    struct places *slots;
};

static struct places of_plan(struct reading *g, const struct plan *p, struct places in);

static void
read_whole(struct places p)
{
    for (size_t i = 0; i < p.n; i++)
        p.at[i]->whole = true;
}

static struct reads *
fresh(struct reading *g, struct slice name)
{
    struct reads *r = pool_alloc(g->pool, sizeof *r);
    *r = (struct reads){.name = {pool_copy(g->pool, name.p, name.n), name.n}};
    return r;
}

static struct places
member(struct reading *g, struct places of, struct slice name)
{
    for (size_t i = 0; i < of.n; i++) {
        struct reads *r = of.at[i]->members;
        while (r && !slice_same(r->name, name))
            r = r->next;
        if (!r) {
            r = fresh(g, name);
            r->next = of.at[i]->members;
            of.at[i]->members = r;
        }
        of.at[i] = r;
    }
    return of;
}

/* `.[]`: of an array each element; of an object all members, whole. */
static struct places
elements(struct reading *g, struct places of)
{
    for (size_t i = 0; i < of.n; i++) {
        if (!of.at[i]->elements)
            of.at[i]->elements = fresh(g, SLICE(""));
        of.at[i] = of.at[i]->elements;
    }
    return of;
}

static struct places
either(struct places a, struct places b)
{
    for (size_t i = 0; i < b.n; i++) {
        size_t k = 0;
        while (k < a.n && a.at[k] != b.at[i])
            k++;
        if (k < a.n)
            continue;
        if (a.n < PLACES_MAX)
            a.at[a.n++] = b.at[i];
        else
            b.at[i]->whole = true;
    }
    return a;
}

static struct places
whole(struct reading *g, const struct plan *p, struct places in)
{
    if (p)
        read_whole(of_plan(g, p, in));
    return (struct places){.n = 0};
}

static bool
is_builtin(const struct plan *p, struct slice name, size_t arity)
{
    return p->run == builtin_find(name, arity)->run;
}

/* Compared with a scalar: whatever is in an object or array, it is something else. */
static bool
is_compared(const struct plan *p)
{
    return p->n == 2 && (is_builtin(p, SLICE("=="), 2) || is_builtin(p, SLICE("!="), 2)) &&
           (p->list[0]->is == P_CONST || p->list[1]->is == P_CONST) &&
           (p->list[0]->is != P_CONST || p->list[0]->value.kind <= K_STRING) &&
           (p->list[1]->is != P_CONST || p->list[1]->value.kind <= K_STRING);
}

static struct places
of_call(struct reading *g, const struct plan *p, struct places in)
{
    struct places none = {.n = 0};
    const struct plan *a = p->n ? p->list[0] : NULL;
    bool pure = builtin_is_pure(p->run) || p->run == builtin_concat || p->run == builtin_slice ||
                p->run == builtin_index;
    if (!p->n && (is_builtin(p, SLICE("type"), 0) || is_builtin(p, SLICE("not"), 0)))
        return none;
    if (p->n == 1 && is_builtin(p, SLICE("has"), 1) && a->is == P_CONST && a->value.kind == K_STRING) {
        struct places asked = member(g, in, (struct slice){a->value.text, a->value.n});
        for (size_t i = 0; i < asked.n; i++)
            asked.at[i]->asked = true;
        return none;
    }
    bool compared = is_compared(p);
    for (size_t i = 0; i < p->n; i++) {
        struct places one = of_plan(g, p->list[i], in);
        if (!compared)
            read_whole(one);
    }
    if (!pure)
        read_whole(in);
    return none;
}

static struct places
of_field(struct reading *g, const struct plan *p, struct places in)
{
    struct places a = of_plan(g, p->a, in);
    if (p->value.kind == K_STRING)
        return member(g, a, (struct slice){p->value.text, p->value.n});
    if (p->value.kind == K_NUMBER)
        return elements(g, a);
    read_whole(a);
    return (struct places){.n = 0};
}

static struct places
of_loop(struct reading *g, const struct plan *p, struct places in)
{
    struct places none = {.n = 0};
    g->slots[p->slot] = of_plan(g, p->a, in);
    whole(g, p->b, in);
    whole(g, p->c, none);
    return whole(g, p->d, none);
}

static struct places
of_list(struct reading *g, const struct plan *p, struct places in)
{
    struct places all = {.n = 0};
    for (size_t i = 0; i < p->n; i++)
        all = either(all, of_plan(g, p->list[i], in));
    return all;
}

static struct places
of_plan(struct reading *g, const struct plan *p, struct places in)
{
    struct places a, none = {.n = 0};
    switch ((enum step)p->is) {
    case P_INPUT:
        return in;
    case P_CONST:
    case P_EMPTY:
    case P_BREAK:
        return none;
    case P_SLOT:
        return g->slots[p->slot];
    case P_FIELD:
        return of_field(g, p, in);
    case P_EACH:
        return elements(g, of_plan(g, p->a, in));
    case P_CALL:
        return of_call(g, p, in);
    case P_PIPE:
        return of_plan(g, p->b, of_plan(g, p->a, in));
    case P_COMMA:
        return of_list(g, p, in);
    case P_ALT:
        a = of_plan(g, p->a, in);
        return either(a, of_plan(g, p->b, in));
    case P_AND:
    case P_OR:
        of_plan(g, p->a, in);
        of_plan(g, p->b, in);
        return none;
    case P_IF:
        of_plan(g, p->a, in);
        a = of_plan(g, p->b, in);
        return either(a, of_plan(g, p->c, in));
    case P_TRY:
        a = of_plan(g, p->a, in);
        return p->b ? either(a, of_plan(g, p->b, none)) : a;
    case P_BIND:
        g->slots[p->slot] = of_plan(g, p->a, in);
        return of_plan(g, p->b, in);
    case P_REDUCE:
    case P_FOREACH:
        return of_loop(g, p, in);
    case P_LABEL:
        return of_plan(g, p->a, in);
    case P_ANY_OF:
    case P_ALL_OF:
        a = of_plan(g, p->a, in);
        of_plan(g, p->b, a);
        return none;
    case P_COLLECT:
        return whole(g, p->a, in);
    case P_OBJECT:
    case P_RANGE:
        read_whole(of_list(g, p, in));
        return none;
    case P_PATH:
        whole(g, p->a, in);
        break;
    case P_RECURSE:
        break;
    }
    read_whole(in);
    return none;
}

struct reads *
reads_of(struct pool *pool, struct slice program, const char *variable)
{
    struct memory m;
    size_t slots;
    struct buf text = {0}, why = {0};
    struct reads *root = NULL;
    buf_format(&text, ".%s as $%s | ", variable,
               variable); /* no constant: whatever it is, the same is read */
    buf_slice(&text, program);
    const struct plan *plan = native_draft(&m, buf_as_slice(&text), &slots, &why);
    if (plan) {
        struct reading g = {pool, pool_alloc(pool, (slots + 1) * sizeof *g.slots)};
        memset(g.slots, 0, (slots + 1) * sizeof *g.slots);
        root = fresh(&g, SLICE(""));
        whole(&g, plan, (struct places){{root}, 1});
    }
    memory_free(&m);
    buf_free(&text);
    buf_free(&why);
    return root;
}

const struct reads *
reads_member(const struct reads *r, struct slice name)
{
    for (r = r->members; r; r = r->next)
        if (slice_same(r->name, name))
            return r;
    return NULL;
}

bool
reads_by_name(const struct reads *r)
{
    if (r && (r->whole || r->elements))
        return false;
    for (r = r ? r->members : NULL; r; r = r->next)
        if (r->asked)
            return false;
    return true;
}

bool
reads_within(const struct reads *a, const struct reads *b)
{
    if (!b || b->whole)
        return true;
    if (!a || a->whole || (a->elements && !b->elements))
        return false;
    if (a->elements && !reads_within(a->elements, b->elements))
        return false;
    for (const struct reads *m = a->members; m; m = m->next) {
        const struct reads *other = reads_member(b, m->name);
        if (!other || !reads_within(m, other))
            return false;
    }
    return true;
}
