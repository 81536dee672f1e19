/* The plan is followed as it would run on that input, but only by steps that look at which members and items
 * there are and of which kind they are. Any other step ends it: then nothing is known. */
#include "copies.h"

#include <stdlib.h>

#include "../mem.h"

enum from {
    FIXED, /* of the program, or a string of the input that may be compared */
    INPUT, /* its kind, members and items may be looked at, its text not */
    BUILT  /* by the program: only its kind is kept here */
};

struct part {
    struct val v;
    enum from from;
};

struct following {
    struct val root;
    bool (*known)(struct slice member);
    struct part *slots;
};

static bool follow(struct following *f, const struct plan *p, struct part in, struct part *out);

static bool
fix(struct val v, struct part *out)
{
    *out = (struct part){v, FIXED};
    return true;
}

static bool
is_root(const struct following *f, struct part p)
{
    return p.from == INPUT && p.v.kind == K_OBJECT && p.v.members == f->root.members;
}

/* Of `target` the member or item that a constant names. */
static bool
pick(const struct following *f, struct part target, struct val key, struct part *out)
{
    struct val v = val_of(K_NULL);
    bool known = false;
    if (target.from == BUILT)
        return false;
    if (target.v.kind == K_OBJECT && key.kind == K_STRING) {
        v = val_get(target.v, key);
        known = is_root(f, target) && v.kind == K_STRING && f->known((struct slice){key.text, key.n});
    } else if (target.v.kind == K_ARRAY && key.kind == K_NUMBER) {
        double at = val_double(key);
        if (!(at >= 0) || at != (double)(uint32_t)at)
            return false;
        if (at < target.v.n)
            v = val_at(target.v, (size_t)at);
    } else if (target.v.kind != K_NULL || (key.kind != K_STRING && key.kind != K_NUMBER)) {
        return false;
    }
    *out = (struct part){v.kind == NONE ? val_of(K_NULL) : v, known ? FIXED : target.from};
    return true;
}

/* false: only their texts tell. */
static bool
are_equal(struct part a, struct part b, bool *equal)
{
    *equal = a.v.kind == b.v.kind;
    if (!*equal || a.v.kind < K_NUMBER)
        return true;
    if (a.from != FIXED || b.from != FIXED || a.v.kind > K_STRING)
        return false;
    *equal = a.v.kind == K_STRING ? val_same_text(a.v, b.v) : val_double(a.v) == val_double(b.v);
    return true;
}

static bool
follow_equal(struct following *f, const struct plan *p, struct part in, bool wanted, struct part *out)
{
    struct part a, b;
    bool equal;
    return follow(f, p->list[0], in, &a) && follow(f, p->list[1], in, &b) && are_equal(a, b, &equal) &&
           fix(val_bool(equal == wanted), out);
}

static bool
follow_sum(struct following *f, const struct plan *p, struct part in, struct part *out)
{
    struct part a, b;
    if (!follow(f, p->list[0], in, &a) || !follow(f, p->list[1], in, &b))
        return false;
    if (a.v.kind == K_NULL || b.v.kind == K_NULL)
        *out = a.v.kind == K_NULL ? b : a;
    else
        *out = (struct part){val_of((enum kind)a.v.kind), BUILT};
    return a.v.kind == K_NULL || b.v.kind == K_NULL || (a.v.kind == b.v.kind && a.v.kind >= K_ARRAY);
}

static bool
is_call(const struct plan *p, const char *name, size_t arity)
{
    return p->n == arity && p->run == builtin_find(slice_of(name), arity)->run;
}

static bool
follow_call(struct following *f, const struct plan *p, struct part in, struct part *out)
{
    if (is_call(p, "==", 2) || is_call(p, "!=", 2))
        return follow_equal(f, p, in, is_call(p, "==", 2), out);
    if (is_call(p, "+", 2))
        return follow_sum(f, p, in, out);
    if (is_call(p, "not", 0))
        return fix(val_bool(!val_true(in.v)), out);
    return is_call(p, "length", 0) && in.from != BUILT && in.v.kind >= K_ARRAY &&
           fix(val_number(in.v.n), out);
}

static bool
follow_all(struct following *f, const struct plan *p, struct part in)
{
    struct part part;
    for (size_t i = 0; i < p->n; i++)
        if (p->list[i]->is == P_COMMA ? !follow_all(f, p->list[i], in) : !follow(f, p->list[i], in, &part))
            return false;
    return true;
}

static bool
follow_list(struct following *f, const struct plan *p, struct part in, struct part *out)
{
    struct part part;
    *out = (struct part){val_of(K_ARRAY), BUILT};
    return p->a->is == P_COMMA ? follow_all(f, p->a, in) : follow(f, p->a, in, &part);
}

static bool
follow_object(struct following *f, const struct plan *p, struct part in, struct part *out)
{
    struct part key, value;
    *out = (struct part){val_of(K_OBJECT), BUILT};
    for (size_t i = 0; i + 1 < p->n; i += 2)
        if (!follow(f, p->list[i], in, &key) || key.from != FIXED || key.v.kind != K_STRING ||
            !follow(f, p->list[i + 1], in, &value))
            return false;
    return true;
}

static bool
follow_logic(struct following *f, const struct plan *p, struct part in, struct part *out)
{
    struct part a;
    if (!follow(f, p->a, in, &a))
        return false;
    if (val_true(a.v) == (p->is == P_OR))
        return fix(val_bool(p->is == P_OR), out);
    return follow(f, p->b, in, &a) && fix(val_bool(val_true(a.v)), out);
}

static bool
follow(struct following *f, const struct plan *p, struct part in, struct part *out)
{
    struct part a;
    switch (p->is) {
    case P_INPUT:
        *out = in;
        return true;
    case P_CONST:
        return fix(p->value, out);
    case P_SLOT:
        *out = f->slots[p->slot];
        return true;
    case P_FIELD:
        return follow(f, p->a, in, &a) && pick(f, a, p->value, out);
    case P_COLLECT:
        return follow_list(f, p, in, out);
    case P_OBJECT:
        return follow_object(f, p, in, out);
    case P_CALL:
        return follow_call(f, p, in, out);
    case P_PIPE:
        return follow(f, p->a, in, &a) && follow(f, p->b, a, out);
    case P_ALT:
        return follow(f, p->a, in, out) && (val_true(out->v) || follow(f, p->b, in, out));
    case P_AND:
    case P_OR:
        return follow_logic(f, p, in, out);
    case P_IF:
        if (!follow(f, p->a, in, &a))
            return false;
        if (!val_true(a.v) && !p->c)
            *out = in;
        return val_true(a.v) ? follow(f, p->b, in, out) : !p->c || follow(f, p->c, in, out);
    case P_TRY:
        return follow(f, p->a, in, out);
    case P_BIND:
        return follow(f, p->a, in, &f->slots[p->slot]) && follow(f, p->b, in, out);
    default:
        return false;
    }
}

bool
copies_of(const struct plan *p, size_t slots, struct val input, bool (*known)(struct slice member))
{
    struct following f = {input, known, xcalloc(slots + 1, sizeof *f.slots)};
    struct part out;
    bool copies = follow(&f, p, (struct part){input, INPUT}, &out);
    free(f.slots);
    return copies;
}
