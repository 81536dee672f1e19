/* A plan is gone through with what is known of each value: of the record at hand the kinds, and of what does
 * not change the values. */
#include "special.h"

#include "keep.h"
#include "shape.h"

#define ITEMS_MAX 32             /* of an array whose items are known one by one */
#define DEEPEST 400              /* nodes within each other */
#define ARGS_MAX 4               /* of a call */
#define SEVERAL (UINT32_MAX - 1) /* of the parts of a node */
#define ANY UINT32_MAX           /* level of what does not look at its input */

enum known {
    NOTHING,
    KIND,  /* the same kind as v; a string is empty where v is */
    FIXED, /* v itself */
};

struct part;
struct about { /* a value */
    struct val v;
    uint8_t known;
    bool shaped;              /* an object with the keys of v, and of each value its kind */
    bool line;                /* a line with a head: raw is shaped, source is not known, the rest is fixed */
    bool inside;              /* of a slot: what binds it is part of what is run as a whole */
    const struct part *items; /* of an array: just these; else NULL */
    size_t n;
};

struct part { /* what became of a plan */
    const struct plan *plan;
    struct about about;
    uint32_t level; /* which pipe's input it is run on */
    bool sure;      /* it can't fail and gives one output */
};

struct making {
    struct run *r;
    struct memory *m;
    struct about *slots;
    uint32_t levels;
    int depth;
    bool headed;
    builtin *equal, *other, *length, *type, *not, *join;
};

static struct part part_of(struct making *k, const struct plan *p, const struct about *in, uint32_t level);

static struct part
as_it_is(const struct plan *p, uint32_t level)
{
    return (struct part){.plan = p, .level = level};
}

static struct plan *
node_like(struct making *k, const struct plan *p)
{
    struct plan *n = memory_take(k->m, sizeof *n);
    *n = *p;
    n->one = eval_steps[p->is];
    n->usual = NULL;
    n->varies = 0;
    n->constant = false;
    return n;
}

static struct part
fixed(struct making *k, struct val v)
{
    struct plan *n = memory_take(k->m, sizeof *n);
    *n = (struct plan){
        .is = P_CONST, .outputs = ONE, .one = eval_steps[P_CONST], .value = v, .constant = true};
    return (struct part){n, {.v = v, .known = FIXED}, ANY, true};
}

/* A node whose parts are all fixed, or that is the same from line to line, is run now. */
static bool
fold(struct making *k, const struct plan *p, struct val in, struct part *out)
{
    struct val v;
    size_t top = k->r->top;
    int st = p->one ? eval_one(k->r, p, in, &v) : FAIL;
    k->r->top = top;
    if (st != GO || v.kind == NONE)
        return false;
    *out = fixed(k, keep_value(k->m, v));
    return true;
}

/* Of a part of a node: what became of it, if it is run on the node's input, too. */
static const struct plan *
here(struct part *a, const struct plan *was, uint32_t level)
{
    if (a->level != level && a->level != ANY)
        *a = as_it_is(was, level);
    return a->plan;
}

static bool
uses(const struct plan *p, uint32_t slot)
{
    if (!p)
        return false;
    if (p->is == P_SLOT || p->is == P_BREAK)
        return p->slot == slot;
    bool found = uses(p->a, slot) || uses(p->b, slot) || uses(p->c, slot) || uses(p->d, slot);
    for (size_t i = 0; !found && i < p->n; i++)
        found = uses(p->list[i], slot);
    return found;
}

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
        return a.sure ? fixed(k, val_of(K_NULL)) : as_it_is(p, level);
    struct slice key = {p->value.text, p->value.n};
    struct val v = object.members[at].val;
    if (a.about.line && !slice_is(key, "raw") && !slice_is(key, "source") && a.sure)
        return fixed(k, v);
    struct plan *n = node_like(k, p);
    n->a = (struct plan *)(uintptr_t)a.plan;
    n->slot = at;
    n->one = a.plan->is == P_INPUT ? own_place : place_of;
    struct part out = {n, {.v = v, .known = KIND}, a.level, a.sure};
    if (a.about.line && slice_is(key, "source"))
        out.about.known = NOTHING;
    out.about.shaped = a.about.line && out.about.known && v.kind == K_OBJECT && v.form == READ && shape_of(v);
    return out;
}

static bool
others_are_sure(const struct about *array, size_t but)
{
    for (size_t i = 0; i < array->n; i++)
        if (i != but && !array->items[i].sure)
            return false;
    return true;
}

/* The level of what has these parts; ANY where none looks at its input. */
static uint32_t
common_level(const struct part *parts, size_t n)
{
    uint32_t common = ANY;
    for (size_t i = 0; i < n; i++) {
        if (parts[i].level == ANY)
            continue;
        if (common != ANY && parts[i].level != common)
            return SEVERAL;
        common = parts[i].level;
    }
    return common;
}

static const struct plan *
pipe_of(struct making *k, const struct plan *a, const struct plan *b)
{
    if (b->is == P_INPUT)
        return a;
    struct plan *n = memory_take(k->m, sizeof *n);
    *n = (struct plan){.is = P_PIPE,
                       .one = eval_steps[P_PIPE],
                       .outputs = a->outputs > b->outputs ? a->outputs : b->outputs,
                       .a = (struct plan *)(uintptr_t)a,
                       .b = (struct plan *)(uintptr_t)b};
    return n;
}

static struct part
of_field(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part a = part_of(k, p->a, in, level), out;
    if (p->value.kind == K_STRING && (a.about.shaped || a.about.line) && a.plan->outputs == ONE)
        return of_member(k, p, a, level);
    if (a.about.items && p->value.kind == K_NUMBER && p->value.form == PLAIN && p->value.number == 0 &&
        others_are_sure(&a.about, 0) && (!a.about.n || a.about.items[0].plan->outputs == ONE))
        return a.about.n ? a.about.items[0] : fixed(k, val_of(K_NULL));
    struct plan *n = node_like(k, p);
    n->a = (struct plan *)(uintptr_t)a.plan;
    if (p->value.kind == K_STRING)
        n->hints = memset(memory_take(k->m, PLAN_HINTS * sizeof *n->hints), 0, PLAN_HINTS * sizeof *n->hints);
    n->outputs = p->optional && a.plan->outputs == ONE ? MAYBE : a.plan->outputs;
    eval_tune_node(n);
    if (a.about.known == FIXED && a.sure && fold(k, n, val_of(K_NULL), &out))
        return out;
    bool null = a.about.known && a.about.v.kind == K_NULL && a.sure;
    if (null && p->value.kind == K_STRING)
        return fixed(k, val_of(K_NULL));
    bool object = a.about.known && a.about.v.kind == K_OBJECT && p->value.kind == K_STRING;
    return (struct part){.plan = n, .level = a.level, .sure = a.sure && object};
}

/* f of an item, in place of it. false: it is none. */
static bool
map_item(struct making *k, const struct plan *f, struct part *one)
{
    uint32_t inner = ++k->levels;
    struct part made = part_of(k, f, &one->about, inner);
    if (made.plan->is == P_EMPTY && one->sure)
        return false;
    if (made.level == inner || (made.level == ANY && !one->sure)) {
        made.plan = pipe_of(k, one->plan, made.plan);
        made.level = one->level;
        made.sure &= one->sure;
    }
    *one = made;
    return true;
}

/* What an array of this generator holds, one by one. false: it is not known. */
static bool
gather(struct making *k, const struct plan *p, const struct about *in, uint32_t level, struct part *items,
       size_t *n)
{
    bool good = true;
    if (p->is == P_COMMA) {
        for (size_t i = 0; good && i < p->n; i++)
            good = gather(k, p->list[i], in, level, items, n);
        return good;
    }
    const struct plan *each = p->is == P_PIPE ? p->a : p, *f = p->is == P_PIPE ? p->b : NULL;
    if (each->is != P_EACH) {
        if (p->outputs == MANY || *n == ITEMS_MAX)
            return false;
        items[(*n)++] = part_of(k, p, in, level);
        return true;
    }
    struct part from = part_of(k, each->a, in, level);
    bool known = from.about.known == FIXED && from.about.v.kind == K_ARRAY && from.sure;
    if ((!from.about.items && !known) || (f && f->outputs == MANY))
        return false;
    for (size_t i = 0; i < (known ? from.about.v.n : from.about.n); i++) {
        struct part one = known ? fixed(k, from.about.v.items[i]) : from.about.items[i];
        if (f && !map_item(k, f, &one))
            continue;
        if (*n == ITEMS_MAX)
            return false;
        items[(*n)++] = one;
    }
    return true;
}

/* [a, b, c]: where it has to be made, it is made of what became of its items. */
static struct part
of_collect(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part *items = memory_take(k->m, ITEMS_MAX * sizeof *items), out = as_it_is(p, level);
    size_t n = 0;
    bool all_fixed = true;
    if (!gather(k, p->a, in, level, items, &n))
        return out;
    struct plan *comma = memory_take(k->m, sizeof *comma), *list = node_like(k, p);
    *comma = (struct plan){.is = P_COMMA, .outputs = MANY, .n = (uint32_t)n};
    comma->list = memory_take(k->m, n * sizeof(struct plan *));
    out.level = common_level(items, n);
    out.sure = true;
    for (size_t i = 0; i < n; i++) {
        comma->list[i] = (struct plan *)(uintptr_t)items[i].plan;
        all_fixed &= items[i].about.known == FIXED;
        out.sure &= items[i].sure;
    }
    list->a = comma;
    eval_tune_node(list);
    if (out.level == SEVERAL)
        out.level = level;
    else
        out.plan = list;
    if (all_fixed && out.sure && fold(k, list, val_of(K_NULL), &out))
        return out;
    out.about = (struct about){.v = {.kind = K_ARRAY}, .known = KIND, .items = items, .n = n};
    return out;
}

static struct part
of_pipe(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part a = part_of(k, p->a, in, level), b;
    if (a.plan->is == P_INPUT && a.level == level)
        return part_of(k, p->b, in, level);
    uint32_t inner = ++k->levels;
    b = part_of(k, p->b, &a.about, inner);
    if (b.level == inner || (b.level == ANY && !a.sure)) {
        b.plan = pipe_of(k, a.plan, b.plan);
        b.level = a.level;
        b.sure &= a.sure;
    } else if (b.level != ANY && !a.about.items) {
        return as_it_is(p, level);
    }
    return b;
}

static struct part
of_slot(struct making *k, const struct plan *p)
{
    const struct about *known = &k->slots[p->slot];
    if (known->known == FIXED)
        return fixed(k, known->v);
    return (struct part){p, *known, ANY, true};
}

static struct part
of_bind(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct val old = k->r->slots[p->slot];
    struct part a = part_of(k, p->a, in, level), b;
    if (a.plan->outputs == MANY)
        return as_it_is(p, level);
    k->slots[p->slot] = a.about;
    if (a.about.known == FIXED)
        k->r->slots[p->slot] = a.about.v;
    b = part_of(k, p->b, in, level);
    k->r->slots[p->slot] = old;
    k->slots[p->slot] = (struct about){0};
    for (size_t i = 0; b.about.items && i < b.about.n; i++)
        if (uses(b.about.items[i].plan, p->slot))
            b.about.items = NULL;
    if (a.sure && !uses(b.plan, p->slot))
        return b;
    if ((b.level != level && b.level != ANY) || (a.level != level && a.level != ANY))
        return as_it_is(p, level);
    struct plan *n = node_like(k, p);
    n->a = (struct plan *)(uintptr_t)a.plan;
    n->b = (struct plan *)(uintptr_t)b.plan;
    n->outputs = a.plan->outputs > b.plan->outputs ? a.plan->outputs : b.plan->outputs;
    return (struct part){n, b.about, level, a.sure && b.sure};
}

enum truth { FALSE, TRUE, UNSURE };

static enum truth
truth_of(const struct part *a)
{
    return !a->sure || !a->about.known ? UNSURE : val_true(a->about.v) ? TRUE : FALSE;
}

/* if, //, and, or: the parts that are left, as such a node. */
static struct part
choice(struct making *k, const struct plan *p, struct part a, struct part b, struct part c, uint32_t level)
{
    struct plan *n = node_like(k, p);
    n->a = (struct plan *)(uintptr_t)here(&a, p->a, level);
    n->b = (struct plan *)(uintptr_t)here(&b, p->b, level);
    n->outputs = a.plan->outputs > b.plan->outputs ? a.plan->outputs : b.plan->outputs;
    if (p->is == P_ALT && a.plan->outputs != MANY)
        n->outputs = b.plan->outputs;
    if (p->is == P_IF) {
        n->c = (struct plan *)(uintptr_t)here(&c, p->c, level);
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
        return fixed(k, val_bool(truth));
    struct part b = part_of(k, p->b, in, level);
    if (p->is != P_ALT && truth != UNSURE && truth_of(&b) != UNSURE)
        return fixed(k, val_bool(truth_of(&b)));
    return choice(k, p, a, b, none, level);
}

/* What == gives where the kinds alone tell. */
static enum truth
are_equal(const struct about *a, const struct about *b)
{
    if (!a->known || !b->known)
        return UNSURE;
    if (a->v.kind != b->v.kind)
        return FALSE;
    if (a->v.kind == K_STRING && !a->v.n != !b->v.n)
        return FALSE;
    return a->v.kind < K_NUMBER || (a->v.kind == K_STRING && !a->v.n) ? TRUE : UNSURE;
}

/* Of an array of scalars: it can't fail. */
static bool
joins(const struct about *in, const struct part *by, struct part *out)
{
    bool text = by->about.known && by->about.v.kind == K_STRING && by->about.v.n && in->n > 1;
    if (!in->items || !by->sure || !by->about.known || by->about.v.kind != K_STRING ||
        !others_are_sure(in, in->n))
        return false;
    for (size_t i = 0; i < in->n; i++) {
        const struct about *one = &in->items[i].about;
        if (!one->known || one->v.kind >= K_ARRAY)
            return false;
        text |= one->v.kind == K_NUMBER || (one->v.kind == K_STRING && one->v.n);
    }
    out->sure = true;
    if (text)
        out->about = (struct about){.v = VAL_TEXT("text"), .known = KIND};
    return true;
}

/* A call whose answer follows from what is known. */
static bool
answer(struct making *k, const struct plan *p, const struct about *in, const struct part *args,
       struct part *out)
{
    bool all_sure = true, all_fixed = true;
    for (size_t i = 0; i < p->n; i++) {
        all_sure &= args[i].sure;
        all_fixed &= args[i].about.known == FIXED;
    }
    if (!all_sure)
        return false;
    enum truth truth = UNSURE;
    if (p->run == k->equal || p->run == k->other) {
        truth = are_equal(&args[0].about, &args[1].about);
        truth = truth == UNSURE ? truth : p->run == k->equal ? truth : !truth;
    } else if (p->run == k->not &&in->known) {
        truth = !val_true(in->v);
    } else if (p->run == k->length && in->items && others_are_sure(in, in->n)) {
        *out = fixed(k, val_number((double)in->n));
        return true;
    }
    if (truth != UNSURE) {
        *out = fixed(k, val_bool(truth));
        return true;
    }
    if (p->run == k->type && in->known)
        return fold(k, out->plan, in->v, out);
    bool pure = builtin_is_pure(p->run);
    return all_fixed && (pure || in->known == FIXED) && fold(k, out->plan, in->v, out);
}

static struct part
of_call(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part args[ARGS_MAX], out = as_it_is(p, level);
    if (p->n > ARGS_MAX || p->outputs == MANY)
        return out;
    for (size_t i = 0; i < p->n; i++)
        args[i] = part_of(k, p->list[i], in, level);
    uint32_t common = common_level(args, p->n);
    struct plan *n = node_like(k, p);
    n->list = memory_take(k->m, (p->n + 1) * sizeof(struct plan *));
    n->outputs = p->optional ? MAYBE : ONE;
    if (common == SEVERAL || !builtin_is_pure(p->run))
        common = level;
    for (size_t i = 0; i < p->n; i++) {
        n->list[i] = (struct plan *)(uintptr_t)here(&args[i], p->list[i], common);
        n->outputs = args[i].plan->outputs > n->outputs ? args[i].plan->outputs : n->outputs;
    }
    eval_tune_node(n);
    out.plan = n;
    out.level = common;
    if (answer(k, p, in, args, &out))
        return out;
    if (p->run == k->join && joins(in, &args[0], &out))
        return out;
    bool never_fails = p->run == k->equal || p->run == k->other || p->run == k->type || p->run == k->not ;
    out.sure = never_fails && others_are_sure(&(struct about){.items = args, .n = p->n}, p->n);
    return out;
}

static struct part
of_object(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct plan *n = node_like(k, p);
    struct part out = {.plan = n, .level = level, .sure = true};
    if (!p->names)
        return as_it_is(p, level);
    n->list = memory_take(k->m, (p->n + 1) * sizeof(struct plan *));
    n->names = plan_names(k->m, p->names->keys);
    n->outputs = ONE;
    for (size_t i = 0; i < p->n; i++) {
        struct part one = part_of(k, p->list[i], in, level);
        n->list[i] = (struct plan *)(uintptr_t)here(&one, p->list[i], level);
        n->outputs = one.plan->outputs > n->outputs ? one.plan->outputs : n->outputs;
        out.sure &= one.sure;
    }
    if (n->outputs == MANY)
        return as_it_is(p, level);
    names_note(n);
    out.about = (struct about){.v = {.kind = K_OBJECT}, .known = KIND};
    return out;
}

static struct part
of_comma(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct plan *n = node_like(k, p);
    n->list = memory_take(k->m, (p->n + 1) * sizeof(struct plan *));
    for (size_t i = 0; i < p->n; i++) {
        struct part one = part_of(k, p->list[i], in, level);
        n->list[i] = (struct plan *)(uintptr_t)here(&one, p->list[i], level);
    }
    return as_it_is(n, level);
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
        return in->known == FIXED ? fixed(k, in->v) : (struct part){p, *in, level, true};
    case P_CONST:
        return (struct part){p, {.v = p->value, .known = FIXED}, ANY, true};
    case P_SLOT:
        return of_slot(k, p);
    case P_FIELD:
        return of_field(k, p, in, level);
    case P_COLLECT:
        return of_collect(k, p, in, level);
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
        return of_call(k, p, in, level);
    case P_OBJECT:
        return of_object(k, p, in, level);
    case P_COMMA:
        return of_comma(k, p, in, level);
    default:
        return as_it_is(p, level);
    }
}

static struct part
part_of(struct making *k, const struct plan *p, const struct about *in, uint32_t level)
{
    struct part out;
    if (k->depth == DEEPEST)
        return as_it_is(p, level);
    if (is_settled(k, p, in) && fold(k, p, in->v, &out))
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
