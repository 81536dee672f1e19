/* What a program may look at: the plan is followed with sets of possible values in place of values. A member
 * that is known to be true or false decides conditions, so that what stands behind them is not met. */
#include "looks.h"

#include <stdlib.h>

#include "../mem.h"

enum {             /* what a value may be; no bit: there is none */
       V_ROOT = 1, /* the input itself */
       V_TRUE = 2,
       V_FALSE = 4, /* false or null */
       V_OTHER = 8  /* anything else, or not known */
};
#define V_ANY (V_TRUE | V_FALSE | V_OTHER)
#define ROUNDS 4 /* after which the state of a reduce may be no new set */

struct reading {
    const struct program_reader *who;
    unsigned *slots;
    bool whole; /* the input itself went where it may be looked at as a whole */
};

static unsigned look(struct reading *r, const struct plan *p, unsigned in);

/* A value that is used up: as an argument, a key, a part of something. */
static unsigned
spend(struct reading *r, unsigned v)
{
    r->whole |= (v & V_ROOT) != 0;
    return v;
}

static bool
may_hold(unsigned v)
{
    return (v & (V_ROOT | V_TRUE | V_OTHER)) != 0;
}

static bool
may_fail(unsigned v)
{
    return (v & (V_FALSE | V_OTHER)) != 0;
}

/* What a member of the input itself may be. */
static unsigned
look_member(struct reading *r, struct slice name, bool *there)
{
    int known = r->who->known(r->who->with, name);
    if (known == -1)
        r->who->reads(r->who->with, name);
    *there = known >= 0;
    return known == -1 ? V_ANY : known == 1 ? V_TRUE : V_FALSE;
}

static unsigned
look_field(struct reading *r, const struct plan *p, unsigned in)
{
    unsigned target = look(r, p->a, in), out = target & ~(unsigned)V_ROOT ? V_ANY : 0;
    if (!(target & V_ROOT))
        return out;
    if (p->value.kind != K_STRING) {
        r->whole = true;
        return V_ANY;
    }
    struct slice name = {p->value.text, p->value.n};
    bool there;
    return out | look_member(r, name, &there);
}

static bool
is_call(const struct plan *p, const char *name, size_t arity)
{
    return p->is == P_CALL && p->n == arity && p->run == builtin_find(slice_of(name), arity)->run;
}

static bool
is_scalar(const struct plan *p)
{
    return p->is == P_CONST && p->value.kind <= K_STRING;
}

/* Of `.name` where it is a known string. */
static struct slice
known_text(const struct reading *r, const struct plan *p)
{
    if (p->is != P_FIELD || p->a->is != P_INPUT || p->value.kind != K_STRING)
        return (struct slice){0};
    return r->who->text(r->who->with, (struct slice){p->value.text, p->value.n});
}

/* What asks of the input only that it is an object, or whether it has a member. 0: not such a call. */
static unsigned
look_shape(struct reading *r, const struct plan *p, unsigned in)
{
    bool equal = is_call(p, "==", 2), there;
    struct slice text = {0};
    if (is_call(p, "type", 0))
        return V_TRUE | V_OTHER;
    if ((equal || is_call(p, "!=", 2)) && in == V_ROOT && is_scalar(p->list[1]))
        text = known_text(r, p->list[0]);
    if (text.p) {
        struct val v = p->list[1]->value;
        bool same = v.kind == K_STRING && slice_same(text, (struct slice){v.text, v.n});
        return same == equal ? V_TRUE : V_FALSE;
    }
    if ((equal || is_call(p, "!=", 2)) && (is_scalar(p->list[0]) || is_scalar(p->list[1]))) {
        unsigned v = look(r, p->list[is_scalar(p->list[0])], in);
        if (v == V_ROOT)
            return equal ? V_FALSE : V_TRUE;
        return v ? V_ANY : 0;
    }
    if (in == V_ROOT && is_call(p, "has", 1) && p->list[0]->is == P_CONST &&
        p->list[0]->value.kind == K_STRING) {
        struct slice name = {p->list[0]->value.text, p->list[0]->value.n};
        unsigned v = look_member(r, name, &there);
        return v == V_ANY ? V_TRUE | V_FALSE : there ? V_TRUE : V_FALSE;
    }
    return 0;
}

static unsigned
look_call(struct reading *r, const struct plan *p, unsigned in)
{
    unsigned shape = look_shape(r, p, in);
    if (shape)
        return shape;
    for (size_t i = 0; i < p->n; i++)
        if (!spend(r, look(r, p->list[i], in)))
            return 0;
    if (!p->n && p->run == builtin_find(SLICE("not"), 0)->run)
        return (may_fail(in) ? V_TRUE : 0) | (may_hold(in) ? V_FALSE : 0);
    if (!builtin_is_pure(p->run))
        spend(r, in);
    if (p->run == builtin_error)
        return 0;
    return V_ANY;
}

static unsigned
look_logic(struct reading *r, const struct plan *p, unsigned in)
{
    bool stops = p->is == P_OR; /* the answer that needs no second look */
    unsigned a = spend(r, look(r, p->a, in)), out = 0;
    if (stops ? may_hold(a) : may_fail(a))
        out |= stops ? V_TRUE : V_FALSE;
    if (stops ? may_fail(a) : may_hold(a)) {
        unsigned b = look(r, p->b, in);
        out |= (may_hold(b) ? V_TRUE : 0) | (may_fail(b) ? V_FALSE : 0);
    }
    return out;
}

static unsigned
look_if(struct reading *r, const struct plan *p, unsigned in)
{
    unsigned a = look(r, p->a, in), out = 0;
    if (may_hold(a))
        out |= look(r, p->b, in);
    if (may_fail(a))
        out |= p->c ? look(r, p->c, in) : in;
    return out;
}

static unsigned
look_loop(struct reading *r, const struct plan *p, unsigned in)
{
    unsigned state = look(r, p->b, in), out = 0;
    r->slots[p->slot] |= look(r, p->a, in);
    for (int i = 0; i < ROUNDS; i++)
        state |= look(r, p->c, state) | V_FALSE;
    if (p->is == P_FOREACH)
        out = p->d ? look(r, p->d, state) : state;
    return p->is == P_REDUCE ? state : out;
}

static unsigned
look_list(struct reading *r, const struct plan *p, unsigned in)
{
    unsigned out = V_OTHER | V_TRUE;
    for (size_t i = 0; i < p->n; i++)
        if (!spend(r, look(r, p->list[i], in)))
            out = 0;
    return out;
}

static unsigned
look_const(const struct plan *p)
{
    if (p->value.kind <= K_FALSE)
        return V_FALSE;
    return p->value.kind == K_TRUE ? V_TRUE : V_TRUE | V_OTHER;
}

static unsigned
look_alternative(struct reading *r, const struct plan *p, unsigned in)
{
    unsigned a = look(r, p->a, in), out = a & ~(unsigned)V_FALSE;
    return !a || may_fail(a) || p->a->outputs != ONE ? out | look(r, p->b, in) : out;
}

static unsigned
look_comma(struct reading *r, const struct plan *p, unsigned in)
{
    unsigned out = 0;
    for (size_t i = 0; i < p->n; i++)
        out |= look(r, p->list[i], in);
    return out;
}

static unsigned
look(struct reading *r, const struct plan *p, unsigned in)
{
    unsigned v;
    switch (p->is) {
    case P_INPUT:
        return in;
    case P_CONST:
        return look_const(p);
    case P_SLOT:
        return r->slots[p->slot] ? r->slots[p->slot] : V_ANY;
    case P_FIELD:
        return look_field(r, p, in);
    case P_EACH:
    case P_COLLECT:
        v = spend(r, look(r, p->a, in));
        return v || p->is == P_COLLECT ? V_ANY : 0;
    case P_OBJECT:
    case P_RANGE:
        return look_list(r, p, in);
    case P_CALL:
        return look_call(r, p, in);
    case P_PIPE:
        v = look(r, p->a, in);
        return v ? look(r, p->b, v) : 0;
    case P_COMMA:
        return look_comma(r, p, in);
    case P_ALT:
        return look_alternative(r, p, in);
    case P_AND:
    case P_OR:
        return look_logic(r, p, in);
    case P_IF:
        return look_if(r, p, in);
    case P_TRY:
        v = look(r, p->a, in);
        return v | (p->b ? look(r, p->b, V_ANY) : 0);
    case P_BIND:
        v = look(r, p->a, in);
        r->slots[p->slot] |= v;
        return v ? look(r, p->b, in) : 0;
    case P_REDUCE:
    case P_FOREACH:
        return look_loop(r, p, in);
    case P_LABEL:
        return look(r, p->a, in);
    case P_BREAK:
    case P_EMPTY:
        return 0;
    case P_RECURSE:
    case P_PATH:
        spend(r, in);
        if (p->a)
            spend(r, look(r, p->a, in));
        return V_ANY;
    case P_ANY_OF:
    case P_ALL_OF:
        v = look(r, p->a, in);
        if (v)
            spend(r, look(r, p->b, v));
        return V_TRUE | V_FALSE;
    }
    r->whole = true;
    return V_ANY;
}

bool
looks_of(const struct plan *p, size_t slots, const struct program_reader *who)
{
    struct reading r = {who, xcalloc(slots + 1, sizeof *r.slots), false};
    spend(&r, look(&r, p, V_ROOT));
    free(r.slots);
    return !r.whole;
}
