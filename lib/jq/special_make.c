/* A plan is gone through with what is known of each value: of the record at hand the kinds, and of what does
 * not change the values. */
#include "special_part.h"

#define DEEPEST 400 /* nodes within each other */

/* a.name, where it is known which member of a that is: slot */
static int
place_of(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val v;
    int st = eval_one(r, p->a, in, &v);
    *out = st == GO ? v.members[p->slot].val : v;
    return st;
}

static int
own_place(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    (void)r;
    *out = in.members[p->slot].val;
    return GO;
}

static struct part
of_member(struct making *k, const struct plan *p, struct part a, uint32_t level)
{
    struct val object = a.about.v;
    uint32_t at = shape_place(shape_of(object), p->value);
    if (at == SHAPE_NONE)
        return a.sure ? part_fixed(k, val_of(K_NULL)) : part_as_it_is(p, level);
    struct slice key = {p->value.text, p->value.n};
    struct val v = object.members[at].val;
    if (a.about.line && !slice_is(key, "raw") && !slice_is(key, "source") && a.sure)
        return part_fixed(k, v);
    struct plan *n = part_node(k, p);
    n->a = (struct plan *)(uintptr_t)a.plan;
    n->slot = at;
    n->one = a.plan->is == P_INPUT ? own_place : place_of;
    struct part out = {n, {.v = v, .known = KIND}, a.level, a.sure};
    if (a.about.line && slice_is(key, "source"))
        out.about.known = NOTHING;
    out.about.shaped = a.about.line && out.about.known && v.kind == K_OBJECT && v.form == READ && shape_of(v);
    return out;
}

static struct part
of_field(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part a = part_of(k, p->a, in, level), out;
    if (p->value.kind == K_STRING && (a.about.shaped || a.about.line) && a.plan->outputs == ONE)
        return of_member(k, p, a, level);
    if (a.about.items && p->value.kind == K_NUMBER && p->value.form == PLAIN && p->value.number == 0 &&
        part_others_are_sure(&a.about, 0) && (!a.about.n || a.about.items[0].plan->outputs == ONE))
        return a.about.n ? a.about.items[0] : part_fixed(k, val_of(K_NULL));
    struct plan *n = part_node(k, p);
    n->a = (struct plan *)(uintptr_t)a.plan;
    if (p->value.kind == K_STRING)
        n->hints = memset(memory_take(k->m, PLAN_HINTS * sizeof *n->hints), 0, PLAN_HINTS * sizeof *n->hints);
    n->outputs = p->optional && a.plan->outputs == ONE ? MAYBE : a.plan->outputs;
    eval_tune_node(n);
    if (a.about.known == FIXED && a.sure && part_fold(k, n, val_of(K_NULL), &out))
        return out;
    bool null = a.about.known && a.about.v.kind == K_NULL && a.sure;
    if (null && p->value.kind == K_STRING)
        return part_fixed(k, val_of(K_NULL));
    bool object = a.about.known && a.about.v.kind == K_OBJECT && p->value.kind == K_STRING;
    return (struct part){.plan = n, .level = a.level, .sure = a.sure && object};
}

static struct part
of_pipe(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part a = part_of(k, p->a, in, level), b;
    if (a.plan->is == P_INPUT && a.level == level)
        return part_of(k, p->b, in, level);
    uint32_t inner = ++k->levels;
    b = part_of(k, p->b, &a.about, inner);
    if (b.level == inner || (b.level == LEVEL_ANY && !a.sure)) {
        b.plan = part_pipe(k, a.plan, b.plan);
        b.level = a.level;
        b.sure &= a.sure;
    } else if (b.level != LEVEL_ANY && !a.about.items) {
        return part_as_it_is(p, level);
    }
    return b;
}

static struct part
of_slot(struct making *k, const struct plan *p)
{
    const struct about *known = &k->slots[p->slot];
    if (known->known == FIXED)
        return part_fixed(k, known->v);
    return (struct part){p, *known, LEVEL_ANY, true};
}

static struct part
of_bind(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct val old = k->r->slots[p->slot];
    struct part a = part_of(k, p->a, in, level), b;
    if (a.plan->outputs == MANY)
        return part_as_it_is(p, level);
    k->slots[p->slot] = a.about;
    if (a.about.known == FIXED)
        k->r->slots[p->slot] = a.about.v;
    b = part_of(k, p->b, in, level);
    k->r->slots[p->slot] = old;
    k->slots[p->slot] = (struct about){0};
    for (size_t i = 0; b.about.items && i < b.about.n; i++)
        if (part_uses(b.about.items[i].plan, p->slot))
            b.about.items = NULL;
    if (a.sure && !part_uses(b.plan, p->slot))
        return b;
    if ((b.level != level && b.level != LEVEL_ANY) || (a.level != level && a.level != LEVEL_ANY))
        return part_as_it_is(p, level);
    struct plan *n = part_node(k, p);
    n->a = (struct plan *)(uintptr_t)a.plan;
    n->b = (struct plan *)(uintptr_t)b.plan;
    n->outputs = a.plan->outputs > b.plan->outputs ? a.plan->outputs : b.plan->outputs;
    return (struct part){n, b.about, level, a.sure && b.sure};
}

static enum truth
truth_of(const struct part *a)
{
    return !a->sure || !a->about.known ? UNSURE : val_true(a->about.v) ? TRUE : FALSE;
}

/* if, //, and, or: the parts that are left, as such a node. */
static struct part
choice(struct making *k, const struct plan *p, struct part a, struct part b, struct part c, uint32_t level)
{
    struct plan *n = part_node(k, p);
    n->a = (struct plan *)(uintptr_t)part_here(&a, p->a, level);
    n->b = (struct plan *)(uintptr_t)part_here(&b, p->b, level);
    n->outputs = a.plan->outputs > b.plan->outputs ? a.plan->outputs : b.plan->outputs;
    if (p->is == P_ALT && a.plan->outputs != MANY)
        n->outputs = b.plan->outputs;
    if (p->is == P_IF) {
        n->c = (struct plan *)(uintptr_t)part_here(&c, p->c, level);
        n->outputs = c.plan->outputs > n->outputs ? c.plan->outputs : n->outputs;
    }
    if (n->outputs != MANY)
        eval_tune_node(n);
    bool sure = a.sure && b.sure && (p->is != P_IF || c.sure);
    return (struct part){.plan = n, .level = level, .sure = sure};
}

static struct part
of_choice(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part a = part_of(k, p->a, in, level), none = {0};
    enum truth truth = truth_of(&a);
    if (p->is == P_IF)
        return truth != UNSURE
                   ? part_of(k, truth ? p->b : p->c, in, level)
                   : choice(k, p, a, part_of(k, p->b, in, level), part_of(k, p->c, in, level), level);
    if (p->is == P_ALT && truth != UNSURE)
        return truth ? a : part_of(k, p->b, in, level);
    if (p->is != P_ALT && truth == (p->is == P_OR ? TRUE : FALSE))
        return part_fixed(k, val_bool(truth));
    struct part b = part_of(k, p->b, in, level);
    if (p->is != P_ALT && truth != UNSURE && truth_of(&b) != UNSURE)
        return part_fixed(k, val_bool(truth_of(&b)));
    return choice(k, p, a, b, none, level);
}

static struct part
of_object(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct plan *n = part_node(k, p);
    struct part out = {.plan = n, .level = level, .sure = true};
    bool all_fixed = true;
    if (!p->names)
        return part_as_it_is(p, level);
    n->list = memory_take(k->m, (p->n + 1) * sizeof(struct plan *));
    n->names = plan_names(k->m, p->names->keys);
    n->outputs = ONE;
    for (size_t i = 0; i < p->n; i++) {
        struct part one = part_of(k, p->list[i], in, level);
        n->list[i] = (struct plan *)(uintptr_t)part_here(&one, p->list[i], level);
        n->outputs = one.plan->outputs > n->outputs ? one.plan->outputs : n->outputs;
        out.sure &= one.sure;
        all_fixed &= one.about.known == FIXED;
    }
    if (n->outputs == MANY)
        return part_as_it_is(p, level);
    names_note(n);
    if (all_fixed && out.sure && part_fold(k, n, val_of(K_NULL), &out))
        return out;
    out.about = (struct about){.v = {.kind = K_OBJECT}, .known = KIND};
    return out;
}

static struct part
of_comma(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct plan *n = part_node(k, p);
    n->list = memory_take(k->m, (p->n + 1) * sizeof(struct plan *));
    for (size_t i = 0; i < p->n; i++) {
        struct part one = part_of(k, p->list[i], in, level);
        n->list[i] = (struct plan *)(uintptr_t)part_here(&one, p->list[i], level);
    }
    return part_as_it_is(n, level);
}

/* Are all variables known that are bound outside of p? */
static bool
stands_alone(struct making *k, const struct plan *p)
{
    if (!p)
        return true;
    if (p->is == P_BIND || p->is == P_REDUCE || p->is == P_FOREACH || p->is == P_LABEL)
        k->slots[p->slot].inside = true;
    if (p->is == P_SLOT && !k->slots[p->slot].inside && k->slots[p->slot].known != FIXED)
        return false;
    bool good =
        stands_alone(k, p->a) && stands_alone(k, p->b) && stands_alone(k, p->c) && stands_alone(k, p->d);
    for (size_t i = 0; good && i < p->n; i++)
        good = stands_alone(k, p->list[i]);
    return good;
}

/* Does it look at its own input? */
static bool
looks(const struct plan *p)
{
    bool found = false;
    if (!p)
        return false;
    switch (p->is) {
    case P_CONST:
    case P_SLOT:
    case P_EMPTY:
        return false;
    case P_FIELD:
    case P_COLLECT:
    case P_EACH:
    case P_PIPE:
        return looks(p->a);
    case P_CALL:
        found = !builtin_is_pure(p->run);
        break;
    case P_OBJECT:
    case P_COMMA:
    case P_ALT:
    case P_AND:
    case P_OR:
    case P_IF:
    case P_BIND:
        break;
    default:
        return true;
    }
    found |= looks(p->a) || looks(p->b) || looks(p->c);
    for (size_t i = 0; !found && i < p->n; i++)
        found = looks(p->list[i]);
    return found;
}

/* What is the same from line to line, and can be run here, is. */
static bool
is_settled(struct making *k, const struct plan *p, const struct about *in)
{
    return k->headed && p->one && p->outputs != MANY && p->is != P_CONST && keep_is_same(p) &&
           (in->line || in->known == FIXED || !looks(p)) && stands_alone(k, p);
}

static struct part
of_step(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    switch (p->is) {
    case P_INPUT:
        return in->known == FIXED ? part_fixed(k, in->v) : (struct part){p, *in, level, true};
    case P_CONST:
        return (struct part){p, {.v = p->value, .known = FIXED}, LEVEL_ANY, true};
    case P_SLOT:
        return of_slot(k, p);
    case P_FIELD:
        return of_field(k, p, in, level);
    case P_COLLECT:
        return special_collect(k, p, in, level);
    case P_PIPE:
        return of_pipe(k, p, in, level);
    case P_BIND:
        return of_bind(k, p, in, level);
    case P_IF:
    case P_ALT:
    case P_AND:
    case P_OR:
        return of_choice(k, p, in, level);
    case P_CALL:
        return special_call(k, p, in, level);
    case P_OBJECT:
        return of_object(k, p, in, level);
    case P_COMMA:
        return of_comma(k, p, in, level);
    default:
        return part_as_it_is(p, level);
    }
}

struct part
part_of(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part out;
    if (k->depth == DEEPEST)
        return part_as_it_is(p, level);
    if (is_settled(k, p, in) && part_fold(k, p, in->v, &out))
        return out;
    k->depth++;
    out = of_step(k, p, in, level);
    k->depth--;
    return out;
}

struct plan *
special_make(struct run *r, struct memory *m, const struct plan *usual, size_t slots, bool headed,
             struct val record)
{
    struct making k = {.r = r, .m = m, .headed = headed};
    struct about in = {.v = record, .known = KIND, .shaped = !headed, .line = headed};
    k.slots = memory_take(m, (slots + 1) * sizeof *k.slots);
    memset(k.slots, 0, (slots + 1) * sizeof *k.slots);
    k.equal = builtin_find(SLICE("=="), 2)->run;
    k.other = builtin_find(SLICE("!="), 2)->run;
    k.length = builtin_find(SLICE("length"), 0)->run;
    k.type = builtin_find(SLICE("type"), 0)->run;
    k.not = builtin_find(SLICE("not"), 0)->run;
    k.join = builtin_find(SLICE("join"), 1)->run;
    return (struct plan *)(uintptr_t)part_of(&k, usual, &in, 0).plan;
}
