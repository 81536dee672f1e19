/* A plan is followed on one line, each value together with where it comes from. What decides which way is
 * gone is noted (control): the value that was made there follows from it too, and where outputs of the
 * program depend on it, its places are pinned and the program is followed again. */
#include "follow_part.h"

#define DEEPEST 400  /* nodes within each other */
#define ITEMS_MAX 64 /* outputs of one generator */

struct part
part_fixed_value(struct val v)
{
    return (struct part){.v = v, .from = FIXED};
}

struct part
part_other(struct val v, struct place_set uses)
{
    return (struct part){.v = v, .from = places_any(uses) ? OTHER : FIXED, .uses = uses};
}

static bool
part_true(struct follow *f, struct part p)
{
    if (p.from == OTHER)
        places_add(&f->control, p.uses);
    return val_true(p.v);
}

/* Outputs one by one. */
struct list {
    struct taker taker;
    struct part *at;
    size_t n, cap;
};

static int
list_take(struct follow *f, struct taker *k, struct part part)
{
    struct list *l = (struct list *)k;
    if (l->n == ITEMS_MAX)
        return FAIL;
    if (l->n == l->cap) {
        struct part *more = memory_take(f->tmp, (l->cap = 2 * l->n + 1) * sizeof *more);
        if (l->n)
            memcpy(more, l->at, l->n * sizeof *more);
        l->at = more;
    }
    l->at[l->n++] = part;
    return GO;
}

static struct list
new_list(void)
{
    return (struct list){.taker = {list_take}};
}

/* The line as a whole has a number that is different in each. */
bool
part_is_line(struct part p)
{
    return p.from == INPUT && p.node == NODE_LINE;
}

int
follow_one(struct follow *f, const struct plan *p, struct part in, struct part *out)
{
    struct place_set outer = f->control;
    struct list l = new_list();
    f->control = (struct place_set){{0}};
    int st = follow_plan(f, p, in, &l.taker);
    struct place_set inner = f->control;
    f->control = outer;
    if (st != GO || l.n > 1)
        return FAIL;
    *out = l.n ? l.at[0] : part_fixed_value(val_of(NONE));
    if (!places_any(inner))
        return GO;
    places_add(&inner, out->uses);
    if (!l.n) /* whether there is one follows from it */
        places_add(&f->control, inner);
    else if (part_is_line(*out))
        return FAIL;
    else
        *out = part_other(out->v, inner);
    return GO;
}

static int
get_node(struct follow *f, struct part target, struct val key, struct part *out)
{
    const struct node *n = &f->nodes[target.node];
    if (n->v->kind == K_OBJECT && key.kind == K_STRING) {
        uint32_t at = shape_place(shape_of(*n->v), key);
        *out = at == SHAPE_NONE ? part_fixed_value(val_of(K_NULL)) : node_of(f, &n->v->members[at].val);
        return GO;
    }
    double at = key.kind == K_NUMBER ? val_double(key) : -1;
    if (n->v->kind != K_ARRAY || at != (double)(uint32_t)at)
        return FAIL;
    *out = at < n->v->n ? node_of(f, &n->v->items[(uint32_t)at]) : part_fixed_value(val_of(K_NULL));
    return GO;
}

static int
get_built(struct part target, struct val key, struct part *out)
{
    *out = part_fixed_value(val_of(K_NULL));
    if (target.v.kind == K_OBJECT && key.kind == K_STRING) {
        for (uint32_t i = 0; i < target.v.n; i++)
            if (val_same_text(target.v.members[i].key, key))
                *out = target.items[i];
        return GO;
    }
    double at = key.kind == K_NUMBER ? val_double(key) : -1;
    if (target.v.kind != K_ARRAY || at != (double)(uint32_t)at)
        return FAIL;
    if (at < target.v.n)
        *out = target.items[(uint32_t)at];
    return GO;
}

static int
get_of_line(struct follow *f, struct val key, struct part *out)
{
    if (key.kind != K_STRING)
        return FAIL;
    struct val v = val_get(f->line, key);
    struct slice name = {key.text, key.n};
    *out = part_fixed_value(v.kind == NONE ? val_of(K_NULL) : v);
    for (size_t i = 0; i < f->n_roots; i++)
        if (slice_same(name, f->roots[i].name))
            *out = node_part(f, f->roots[i].node);
    return slice_is(name, "source") ? FAIL : GO;
}

int
follow_get(struct follow *f, struct part target, struct part key, struct part *out)
{
    struct val v;
    if (key.from == FIXED && part_is_line(target))
        return get_of_line(f, key.v, out);
    if (key.from == FIXED && target.from == INPUT && f->nodes[target.node].open && target.v.kind >= K_ARRAY &&
        get_node(f, target, key.v, out) == GO)
        return GO;
    if (key.from == FIXED && target.from == BUILT && get_built(target, key.v, out) == GO)
        return GO;
    if (part_is_line(target) || part_is_line(key) || eval_get(f->r, target.v, key.v, &v) != GO)
        return FAIL;
    places_add(&target.uses, key.uses);
    if (places_any(target.uses))
        places_add(&f->must, target.uses);
    *out = part_other(v, target.uses);
    return GO;
}

static int
each(struct follow *f, struct part t, struct taker *k)
{
    struct val key, v;
    if (part_is_line(t) || (t.v.kind != K_ARRAY && t.v.kind != K_OBJECT))
        return FAIL;
    bool open = t.from == INPUT && f->nodes[t.node].open;
    if (!open && t.from != BUILT && t.from != FIXED)
        places_add(&f->control, t.uses); /* how many there are */
    struct each e = val_each(t.v);
    for (uint32_t i = 0; i < t.v.n && val_next(&e, &key, &v); i++) {
        const struct val *at = t.v.kind == K_OBJECT ? &t.v.members[i].val : &t.v.items[i];
        struct part one = t.from == BUILT ? t.items[i] : open ? node_of(f, at) : part_other(v, t.uses);
        if (k->take(f, k, one) != GO)
            return FAIL;
    }
    return GO;
}

struct next { /* each output goes on into another plan, or a step of it */
    struct taker taker, *k;
    const struct plan *p;
    struct part in;
    size_t n;
};

/* An error that is let pass: by its kind. */
static int
nothing(struct follow *f, struct part part)
{
    if (part.from == OTHER)
        places_add(&f->control, part.uses);
    return part_is_line(part) ? FAIL : GO;
}

static int
field_take(struct follow *f, struct taker *taker, struct part part)
{
    struct next *n = (struct next *)taker;
    struct part out;
    struct val v;
    if (n->p->optional && eval_get(f->r, part.v, n->p->value, &v) != GO)
        return nothing(f, part);
    return follow_get(f, part, part_fixed_value(n->p->value), &out) == GO ? n->k->take(f, n->k, out) : FAIL;
}

static int
each_take(struct follow *f, struct taker *taker, struct part part)
{
    const struct next *n = (struct next *)taker;
    if (n->p->optional && part.v.kind != K_ARRAY && part.v.kind != K_OBJECT)
        return nothing(f, part);
    return each(f, part, n->k);
}

static int
pipe_take(struct follow *f, struct taker *taker, struct part part)
{
    struct next *n = (struct next *)taker;
    return follow_plan(f, n->p->b, part, n->k);
}

static int
if_take(struct follow *f, struct taker *taker, struct part part)
{
    struct next *n = (struct next *)taker;
    const struct plan *then = part_true(f, part) ? n->p->b : n->p->c;
    return then ? follow_plan(f, then, n->in, n->k) : n->k->take(f, n->k, n->in);
}

static int
alternative_take(struct follow *f, struct taker *taker, struct part part)
{
    struct next *n = (struct next *)taker;
    if (!part_true(f, part))
        return GO;
    n->n++;
    return n->k->take(f, n->k, part);
}

static int
follow_bind(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    struct list l = new_list();
    struct part old = f->slots[p->slot];
    int st = GO;
    if (p->a->outputs == MANY) {
        st = follow_plan(f, p->a, in, &l.taker);
    } else {
        struct part one;
        st = follow_one(f, p->a, in, &one);
        if (st == GO && one.v.kind != NONE)
            st = list_take(f, &l.taker, one);
    }
    for (size_t i = 0; st == GO && i < l.n; i++) {
        f->slots[p->slot] = l.at[i];
        st = follow_plan(f, p->b, in, k);
    }
    f->slots[p->slot] = old;
    return st;
}

static int
follow_logic(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    struct part a, b;
    struct place_set uses = {{0}};
    if (follow_one(f, p->a, in, &a) != GO || a.v.kind == NONE || part_is_line(a))
        return FAIL;
    if (a.from == OTHER)
        uses = a.uses;
    bool is = val_true(a.v);
    if (is != (p->is == P_OR)) {
        if (follow_one(f, p->b, in, &b) != GO || b.v.kind == NONE)
            return FAIL;
        if (b.from == OTHER)
            places_add(&uses, b.uses);
        is = val_true(b.v);
    }
    return k->take(f, k, part_other(val_bool(is), uses));
}

/* [a]: where it is not known how many there are, nothing is known of its items. */
static int
follow_collect(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    struct place_set outer = f->control, uses = {{0}};
    struct list l = new_list();
    bool fixed = true;
    f->control = (struct place_set){{0}};
    int st = follow_plan(f, p->a, in, &l.taker);
    struct place_set inner = f->control;
    f->control = outer;
    if (st != GO)
        return FAIL;
    struct val *items = memory_take(f->tmp, l.n * sizeof *items);
    for (size_t i = 0; i < l.n; i++) {
        if (part_is_line(l.at[i]))
            return FAIL;
        items[i] = l.at[i].v;
        places_add(&uses, l.at[i].uses);
        fixed &= l.at[i].from == FIXED;
    }
    struct part out = {.v = val_items(f->tmp, items, l.n), .items = l.at, .uses = uses};
    out.from = fixed ? FIXED : BUILT;
    if (places_any(inner)) {
        places_add(&inner, uses);
        out = part_other(out.v, inner);
    }
    return k->take(f, k, out);
}

struct search { /* any, all: the outputs of a are all looked at */
    struct taker taker;
    const struct plan *p;
    struct place_set uses;
    bool found;
};

static int
search_take(struct follow *f, struct taker *taker, struct part part)
{
    struct search *s = (struct search *)taker;
    struct part b;
    if (follow_one(f, s->p->b, part, &b) != GO || b.v.kind == NONE || part_is_line(b))
        return FAIL;
    if (b.from == OTHER)
        places_add(&s->uses, b.uses);
    s->found |= val_true(b.v) == (s->p->is == P_ANY_OF);
    return GO;
}

static int
follow_search(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    struct search s = {.taker = {search_take}, .p = p};
    struct place_set outer = f->control;
    f->control = (struct place_set){{0}};
    int st = follow_plan(f, p->a, in, &s.taker);
    places_add(&s.uses, f->control);
    f->control = outer;
    return st == GO ? k->take(f, k, part_other(val_bool(s.found == (p->is == P_ANY_OF)), s.uses)) : FAIL;
}

/* Whatever it does, it does it with what it is given. */
static int
follow_whole(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    struct val v;
    struct place_set uses = in.uses;
    if (!p->one || p->outputs == MANY || part_is_line(in))
        return FAIL;
    for (size_t i = 0; i < f->n_slots; i++) {
        if (part_is_line(f->slots[i]))
            return FAIL;
        places_add(&uses, f->slots[i].uses);
        f->r->slots[i] = f->slots[i].v;
    }
    if (eval_one(f->r, p, in.v, &v) != GO)
        return FAIL;
    places_add(&f->must, uses);
    if (v.kind != NONE)
        return k->take(f, k, part_other(v, uses));
    places_add(&f->control, uses);
    return GO;
}

static int
follow_step(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    struct next n = {.k = k, .p = p, .in = in};
    int st = GO;
    switch (p->is) {
    case P_INPUT:
        return k->take(f, k, in);
    case P_CONST:
        return k->take(f, k, part_fixed_value(p->value));
    case P_SLOT:
        return k->take(f, k, f->slots[p->slot]);
    case P_FIELD:
        n.taker.take = field_take;
        return follow_plan(f, p->a, in, &n.taker);
    case P_EACH:
        n.taker.take = each_take;
        return follow_plan(f, p->a, in, &n.taker);
    case P_PIPE:
        n.taker.take = pipe_take;
        return follow_plan(f, p->a, in, &n.taker);
    case P_IF:
        n.taker.take = if_take;
        return follow_plan(f, p->a, in, &n.taker);
    case P_ALT:
        n.taker.take = alternative_take;
        st = follow_plan(f, p->a, in, &n.taker);
        return st == GO && !n.n ? follow_plan(f, p->b, in, k) : st;
    case P_COMMA:
        for (size_t i = 0; st == GO && i < p->n; i++)
            st = follow_plan(f, p->list[i], in, k);
        return st;
    case P_COLLECT:
        return follow_collect(f, p, in, k);
    case P_OBJECT:
        return follow_object(f, p, in, k);
    case P_CALL:
        return follow_call(f, p, in, k);
    case P_AND:
    case P_OR:
        return follow_logic(f, p, in, k);
    case P_BIND:
        return follow_bind(f, p, in, k);
    case P_TRY:
        return follow_plan(f, p->a, in, k);
    case P_ANY_OF:
    case P_ALL_OF:
        return follow_search(f, p, in, k);
    case P_EMPTY:
        return GO;
    default:
        return follow_whole(f, p, in, k);
    }
}

int
follow_plan(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    if (f->depth == DEEPEST)
        return FAIL;
    f->depth++;
    int st = follow_step(f, p, in, k);
    f->depth--;
    return st;
}
