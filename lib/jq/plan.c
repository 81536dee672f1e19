#include "planner.h"

#define CACHE_LINE 64
#define STACK_MAX 6000 /* C calls that a plan can have open at once, counted generously */

static struct plan *
slice_of_tree(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *target = plan_of(p, t->a, s), *null = plan_const(p, val_of(K_NULL));
    struct plan *from = t->b ? plan_of(p, t->b, s) : null, *to = t->c ? plan_of(p, t->c, s) : null;
    if (!target || !from || !to)
        return NULL;
    struct plan *n = plan_call(p, builtin_slice, true, target, to, from);
    n->optional = t->optional;
    if (n->optional && n->outputs == ONE)
        n->outputs = MAYBE;
    return n;
}

static bool
same_keys(const struct plan *object)
{
    for (size_t i = 0; i < object->n; i += 2)
        for (size_t j = 0; j < i; j += 2)
            if (val_same_text(object->list[i]->value, object->list[j]->value))
                return true;
    return false;
}

struct names *
plan_names(struct memory *m, struct val *keys)
{
    static uint64_t last;
    struct names *names = memory_take(m, sizeof *names);
    *names = (struct names){.number = ++last, .keys = keys};
    return names;
}

static struct names *
names_of(struct planner *p, const struct plan *object)
{
    struct names *names = plan_names(p->m, memory_take(p->m, object->n / 2 * sizeof *names->keys));
    struct buf text = {0};
    for (size_t i = 0; i < object->n / 2; i++) {
        struct val *key = &names->keys[i];
        *key = object->list[2 * i]->value;
        text.n = 0;
        val_print_text(&text, *key);
        if (text.n == key->n + 2)
            key->form = CLEAN;
    }
    buf_free(&text);
    return names;
}

static struct plan *
object(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *n = plan_list(p, P_OBJECT, t->parts.n);
    bool fixed = true;
    for (size_t i = 0; i < t->parts.n; i++) {
        struct plan *one = plan_of(p, t->parts.at[i], s);
        if (!one)
            return NULL;
        plan_add(n, one);
        if (!(i & 1) && one->is == P_CONST && one->value.kind != K_STRING)
            return plan_refuse(p, "an object key that is no string", SLICE(""));
        fixed &= (i & 1) || (one->is == P_CONST && one->value.kind == K_STRING);
    }
    if (fixed && n->outputs != MANY && !same_keys(n))
        n->names = names_of(p, n);
    return plan_fold(p, n);
}

static struct plan *
comma(struct planner *p, const struct tree *t, const struct scope *s)
{
    size_t n = 1;
    for (const struct tree *u = t; u->is == S_COMMA; u = u->a)
        n++;
    struct plan *out = plan_list(p, P_COMMA, n);
    out->n = (uint32_t)n;
    for (size_t i = n; i-- > 0; t = t->a) {
        out->list[i] = plan_of(p, i ? t->b : t, s);
        if (!out->list[i])
            return NULL;
        out->constant &= out->list[i]->constant;
    }
    out->outputs = MANY;
    return out;
}

static struct plan *
text(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *n = plan_list(p, P_CALL, t->parts.n);
    n->run = builtin_concat;
    for (size_t i = 0; i < t->parts.n; i++) {
        struct plan *one = plan_of(p, t->parts.at[i], s);
        if (!one)
            return NULL;
        plan_add(n, one);
    }
    return plan_fold(p, n);
}

static struct plan *
formatted(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *a = plan_of(p, t->a, s);
    const struct builtin_entry *e =
        builtin_find(t->name.n == 4 && *t->name.p == 't' ? SLICE("tostring") : SLICE("tojson"), 0);
    return a ? plan_pipe(p, a, plan_call(p, e->run, false, NULL, NULL, NULL)) : NULL;
}

/* Operators and the builtins that do them. */
static struct plan *
binary(struct planner *p, struct slice name, struct plan *a, struct plan *b)
{
    if (!a || !b)
        return NULL;
    if (slice_is(name, "/") && a->is == P_CONST && b->is == P_CONST && b->value.kind == K_NUMBER &&
        val_double(b->value) == 0)
        return plan_refuse(p, "division by zero", SLICE(""));
    return plan_call(p, builtin_find(name, 2)->run, true, a, b, NULL);
}

static struct plan *
branch(struct planner *p, struct plan *a, struct plan *b, struct plan *c)
{
    if (!a || !b || !c)
        return NULL;
    if (a->is == P_CONST)
        return val_true(a->value) ? b : c;
    struct plan *n = plan_node(p, P_IF, plan_most(a->outputs, plan_most(b->outputs, c->outputs)));
    n->a = a;
    n->b = b;
    n->c = c;
    return n;
}

static struct plan *
two(struct planner *p, enum step is, struct plan *a, struct plan *b)
{
    if (!a || !b)
        return NULL;
    struct plan *n = plan_node(p, is, plan_most(a->outputs, b->outputs));
    if (is == P_ALT && a->outputs != MANY)
        n->outputs = b->outputs;
    n->a = a;
    n->b = b;
    return n;
}

static struct plan *
one_part(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *a = t->a ? plan_of(p, t->a, s) : plan_node(p, P_EMPTY, MAYBE), *n;
    if (!a)
        return NULL;
    switch (t->is) {
    case S_EACH:
        return plan_each(p, a, t->optional);
    case S_COLLECT:
        n = plan_node(p, P_COLLECT, ONE);
        n->a = a;
        n->constant = a->constant || !t->a;
        return plan_fold(p, n);
    case S_TRY:
        n = plan_node(p, P_TRY, MANY);
        n->a = a;
        n->b = t->b ? plan_of(p, t->b, s) : NULL;
        return t->b && !n->b ? NULL : n;
    default: /* S_NEGATE */
        n = plan_pipe(p, a, plan_call(p, builtin_find(SLICE("_negate"), 0)->run, false, NULL, NULL, NULL));
        if (a->is == P_CONST && a->value.kind == K_NUMBER)
            return plan_const(p, val_number(-val_double(a->value)));
        return n;
    }
}

static struct plan *
two_parts(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *a = plan_of(p, t->a, s), *b = a ? plan_of(p, t->b, s) : NULL;
    if (!a || !b)
        return NULL;
    switch (t->is) {
    case S_FIELD:
        return plan_field(p, a, b, t->optional);
    case S_PIPE:
        return plan_pipe(p, a, b);
    case S_BINARY:
        return binary(p, t->name, a, b);
    case S_ALTERNATIVE:
        return two(p, P_ALT, a, b);
    case S_AND:
        return two(p, P_AND, a, b);
    default:
        return two(p, P_OR, a, b);
    }
}

static struct plan *
plan_step(struct planner *p, const struct tree *t, const struct scope *s)
{
    switch (t->is) {
    case S_IDENTITY:
        return plan_node(p, P_INPUT, ONE);
    case S_RECURSE:
        return plan_node(p, P_RECURSE, MANY);
    case S_LITERAL:
        return plan_const(p, t->value);
    case S_STRING:
        return text(p, t, s);
    case S_FORMAT:
        return formatted(p, t, s);
    case S_SLICE:
        return slice_of_tree(p, t, s);
    case S_OBJECT:
        return object(p, t, s);
    case S_VARIABLE:
        return plan_variable(p, t->name, s);
    case S_CALL:
        return plan_call_of(p, t, s);
    case S_COMMA:
        return comma(p, t, s);
    case S_UPDATE:
        return plan_update(p, t, s);
    case S_IF: {
        struct plan *a = plan_of(p, t->a, s), *b = a ? plan_of(p, t->b, s) : NULL;
        return b ? branch(p, a, b, plan_of(p, t->c, s)) : NULL;
    }
    case S_AS:
        return plan_as(p, t, s);
    case S_REDUCE:
    case S_FOREACH:
        return plan_loop(p, t, s);
    case S_DEF:
        return plan_checks_def(p, t, s) ? plan_of(p, t->b, scope_def(p, t, s)) : NULL;
    case S_LABEL:
        return plan_label(p, t, s);
    case S_BREAK:
        return plan_break(p, t, s);
    case S_EACH:
    case S_COLLECT:
    case S_TRY:
    case S_NEGATE:
        return one_part(p, t, s);
    default:
        return two_parts(p, t, s);
    }
}

struct plan *
plan_of(struct planner *p, const struct tree *t, const struct scope *s)
{
    if (p->nodes > NODES_MAX)
        return plan_refuse(p, "a program that is too large", SLICE(""));
    return plan_step(p, t, s);
}

struct stack {
    size_t nested, deepest; /* of the parts that run within each other, and of the others */
};

static size_t stack_of(const struct plan *p);

static void
stack_add(struct stack *s, const struct plan *part, bool nests)
{
    size_t one = part ? stack_of(part) : 0;
    if (part && part->outputs == MANY && nests)
        s->nested += one;
    else if (one > s->deepest)
        s->deepest = one;
}

/* C calls that can be open at once below this node: a generator runs what follows it from inside. */
static size_t
stack_of(const struct plan *p)
{
    struct stack s = {2, 0};
    bool nests = p->outputs == MANY;
    stack_add(&s, p->a, nests);
    stack_add(&s, p->b, nests);
    stack_add(&s, p->c, nests);
    stack_add(&s, p->d, nests);
    for (size_t i = 0; i < p->n; i++)
        stack_add(&s, p->list[i], nests && p->is != P_COMMA);
    return s.nested + s.deepest;
}

/* The same plan with its nodes side by side in the order of a run, each on cache lines of its own. */
struct plan *
plan_packed(struct memory *m, const struct plan *p)
{
    if (!p)
        return NULL;
    char *room = memory_take(m, sizeof *p + CACHE_LINE);
    struct plan *n = (struct plan *)(void *)(room + (CACHE_LINE - (uintptr_t)room % CACHE_LINE) % CACHE_LINE);
    *n = *p;
    if (p->n)
        n->list = memory_take(m, p->n * sizeof(struct plan *));
    if (p->is == P_FIELD && p->value.kind == K_STRING)
        n->hints = memset(memory_take(m, PLAN_HINTS * sizeof *n->hints), 0, PLAN_HINTS * sizeof *n->hints);
    n->a = plan_packed(m, p->a);
    for (size_t i = 0; i < p->n; i++)
        n->list[i] = plan_packed(m, p->list[i]);
    n->b = plan_packed(m, p->b);
    n->c = plan_packed(m, p->c);
    n->d = plan_packed(m, p->d);
    return n;
}

struct plan *
plan_program(struct run *r, struct slice program, const struct plan_constant *vars, size_t nvars,
             size_t *slots, struct buf *why)
{
    struct planner p = {.r = r, .m = &r->m, .why = why};
    const struct scope *s = NULL;
    struct tree *t = syntax_read(&r->m, program, why);
    if (!t)
        return NULL;
    for (size_t i = 0; i < nvars; i++)
        s = scope_const(&p, s, vars[i].name, vars[i].value);
    struct plan *n = plan_of(&p, t, s);
    if (n && stack_of(n) > STACK_MAX)
        return plan_refuse(&p, "a program that is too deep", SLICE(""));
    *slots = p.slots;
    if (!n)
        return NULL;
    eval_tune(n);
    return n;
}
