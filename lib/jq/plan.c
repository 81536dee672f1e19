#include "planner.h"

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
    struct names *names = plan_names(&p->r->m, memory_take(&p->r->m, object->n / 2 * sizeof *names->keys));
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
field(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *a = plan_of(p, t->a, s), *b = a && t->b ? plan_of(p, t->b, s) : NULL;
    if (!a || (t->b && !b))
        return NULL;
    return b ? plan_field(p, a, b, t->optional) : plan_at(p, a, t->value, t->optional);
}

static struct plan *
two_parts(struct planner *p, const struct tree *t, const struct scope *s)
{
    struct plan *a = plan_of(p, t->a, s), *b = a ? plan_of(p, t->b, s) : NULL;
    if (!a || !b)
        return NULL;
    switch (t->is) {
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
        return plan_input(p);
    case S_RECURSE:
        return plan_node(p, P_RECURSE, MANY);
    case S_LITERAL:
        return plan_const(p, t->value);
    case S_STRING:
        return text(p, t, s);
    case S_FORMAT:
        return formatted(p, t, s);
    case S_FIELD:
        return field(p, t, s);
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
        return plan_defs(p, t, s);
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

struct plan *
plan_program(struct run *r, struct memory *m, struct slice program, const struct plan_constant *vars,
             size_t nvars, struct plan_size *size, struct buf *why)
{
    struct planner p = {.r = r, .m = m, .why = why};
    const struct scope *s = NULL;
    struct tree *t = syntax_read(m, &r->m, program, why);
    if (!t)
        return NULL;
    for (size_t i = 0; i < nvars; i++)
        s = scope_const(&p, s, vars[i].name, vars[i].value);
    struct plan *n = plan_of(&p, t, s);
    if (!n)
        return NULL;
    *size = plan_measure(n);
    size->slots = p.slots;
    if (size->stack > STACK_MAX)
        return plan_refuse(&p, "a program that is too deep", SLICE(""));
    eval_tune(n);
    return n;
}
