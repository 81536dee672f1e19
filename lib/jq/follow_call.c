/* Calls that are known by more than what they give: what is compared by kind alone, and strings put together.
 */
#include "follow_part.h"

#define ARGS_MAX 8

/* What a scalar of raw is never: empty. */
static bool
kind_is_known(struct part p)
{
    return p.from != OTHER;
}

static bool
has_text(struct part p)
{
    return p.from == INPUT || p.from == JOINED || p.v.n;
}

/* Do the kinds tell? */
static bool
kinds_tell(struct part a, struct part b, bool *equal)
{
    *equal = false;
    if (!kind_is_known(a) || !kind_is_known(b))
        return false;
    if (a.v.kind != b.v.kind)
        return true;
    if (a.v.kind == K_STRING && has_text(a) != has_text(b))
        return true;
    *equal = a.v.kind < K_NUMBER || (a.v.kind == K_STRING && !has_text(a));
    return *equal;
}

struct pieces {
    struct part *at;
    size_t n;
    struct place_set uses;
    bool fixed;
};

/* What a part is in a string: as tostring has it, null nothing. false: that is not known. */
static bool
add_piece(struct follow *f, struct pieces *to, struct part p)
{
    if (p.from == JOINED) {
        for (size_t i = 0; i < p.pieces; i++)
            if (!add_piece(f, to, p.items[i]))
                return false;
        return true;
    }
    bool known = (p.from == FIXED && p.v.kind < K_ARRAY) ||
                 (p.from == INPUT && (p.v.kind == K_STRING || p.v.kind == K_NUMBER));
    if (!known || to->n == FOLLOW_PLACES_MAX)
        return false;
    if (p.v.kind == K_NULL)
        return true;
    if (p.from == FIXED && p.v.kind != K_STRING)
        p.v = eval_text(f->r, p.v);
    to->at[to->n++] = p;
    to->fixed &= p.from == FIXED;
    places_add(&to->uses, p.uses);
    return true;
}

static struct pieces
new_pieces(struct follow *f)
{
    return (struct pieces){.at = memory_take(f->tmp, FOLLOW_PLACES_MAX * sizeof(struct part)), .fixed = true};
}

static bool
join(struct follow *f, struct part in, struct part by, struct pieces *all)
{
    bool good = in.from == BUILT && in.v.kind == K_ARRAY && by.from == FIXED && by.v.kind == K_STRING;
    *all = new_pieces(f);
    for (uint32_t i = 0; good && i < in.v.n; i++)
        good = (!i || add_piece(f, all, by)) && add_piece(f, all, in.items[i]);
    return good;
}

static bool
concat(struct follow *f, const struct part *args, size_t n, struct pieces *all)
{
    bool good = true;
    *all = new_pieces(f);
    for (size_t i = 0; good && i < n; i++)
        good = kind_is_known(args[i]) && args[i].v.kind == K_STRING && add_piece(f, all, args[i]);
    return good;
}

/* Is it known of each of its items or members where it comes from? */
static bool
has_parts(const struct follow *f, struct part p)
{
    return p.from == BUILT || p.from == FIXED || (p.from == INPUT && f->nodes[p.node].open);
}

static struct part
part_at(struct follow *f, struct part p, uint32_t i)
{
    const struct val *v = p.v.kind == K_OBJECT ? &p.v.members[i].val : &p.v.items[i];
    return p.from == BUILT ? p.items[i] : p.from == FIXED ? part_fixed_value(*v) : node_of(f, v);
}

/* Of two objects the second has its way. */
static struct part
of_merged(struct follow *f, struct part a, struct part b, struct val key)
{
    for (uint32_t i = 0; i < b.v.n; i++)
        if (val_same_text(b.v.members[i].key, key))
            return part_at(f, b, i);
    for (uint32_t i = 0; i < a.v.n; i++)
        if (val_same_text(a.v.members[i].key, key))
            return part_at(f, a, i);
    return part_fixed_value(val_of(K_NULL)); /* not met: each key is of one of them */
}

/* Two arrays one behind the other, or two objects as one. */
static bool
sum(struct follow *f, struct part a, struct part b, struct val v, struct part *out)
{
    if (!kind_is_known(a) || !kind_is_known(b))
        return false;
    if (a.v.kind == K_NULL || b.v.kind == K_NULL) {
        *out = a.v.kind == K_NULL ? b : a;
        return true;
    }
    if (v.kind < K_ARRAY || !has_parts(f, a) || !has_parts(f, b))
        return false;
    struct part *all = memory_take(f->tmp, v.n * sizeof *all);
    for (uint32_t i = 0; i < v.n; i++)
        all[i] = v.kind == K_OBJECT ? of_merged(f, a, b, v.members[i].key)
                 : i < a.v.n        ? part_at(f, a, i)
                                    : part_at(f, b, i - a.v.n);
    *out = (struct part){
        .v = v, .from = a.from == FIXED && b.from == FIXED ? FIXED : BUILT, .items = all, .uses = a.uses};
    places_add(&out->uses, b.uses);
    return true;
}

/* From its kinds alone, or as what is copied. false: it is to be run. */
static bool
is_known(struct follow *f, const struct plan *p, struct part in, const struct part *args, struct part *out)
{
    bool equal;
    if ((p->run == f->equal || p->run == f->other) && kinds_tell(args[0], args[1], &equal)) {
        *out = part_fixed_value(val_bool(equal == (p->run == f->equal)));
        return true;
    }
    if (p->run == f->not ) {
        *out = part_other(val_bool(!val_true(in.v)), in.from == OTHER ? in.uses : (struct place_set){{0}});
        return true;
    }
    if (p->run == f->length && in.from == BUILT) {
        *out = part_fixed_value(val_number((double)in.v.n));
        return true;
    }
    if (p->run == f->type && kind_is_known(in)) {
        const char *kind = val_kind(in.v);
        *out = part_fixed_value(val_string(kind, strlen(kind)));
        return true;
    }
    *out = in;
    if (p->run == f->tostring && in.from == INPUT && in.v.kind == K_NUMBER) {
        struct pieces all = new_pieces(f);
        (void)add_piece(f, &all, in);
        *out = (struct part){
            .v = eval_text(f->r, in.v), .from = JOINED, .items = all.at, .pieces = 1, .uses = in.uses};
        return true;
    }
    return p->run == f->tostring && kind_is_known(in) && in.v.kind == K_STRING;
}

/* Run on what there is: what it gives follows from all that it is given. */
static int
run_call(struct follow *f, const struct plan *p, struct part in, const struct part *args, struct part *out)
{
    struct val v, values[ARGS_MAX];
    struct place_set uses = {{0}};
    bool pure = builtin_is_pure(p->run);
    if (!pure)
        uses = in.uses;
    for (size_t i = 0; i < p->n; i++) {
        values[i] = args[i].v;
        places_add(&uses, args[i].uses);
        if (part_is_line(args[i]))
            return FAIL;
    }
    if ((!pure && part_is_line(in)) || p->run(f->r, p, in.v, values, &v) != GO || v.kind == NONE)
        return FAIL;
    places_add(&f->must, uses);
    *out = part_other(v, uses);
    return GO;
}

/* Is it a sum or a string of what is known? Then *out tells of what. */
static bool
put_together(struct follow *f, const struct plan *p, struct part in, const struct part *args,
             struct part *out)
{
    struct pieces all;
    bool plus = p->run == builtin_plus;
    bool texts = plus && out->v.kind == K_STRING && args[0].v.kind == K_STRING && args[1].v.kind == K_STRING;
    if (plus && sum(f, args[0], args[1], out->v, out))
        return true;
    if (!(p->run == f->join && join(f, in, args[0], &all)) &&
        !((p->run == builtin_concat || texts) && concat(f, args, p->n, &all)))
        return false;
    out->from = all.fixed ? FIXED : JOINED;
    out->items = all.at;
    out->pieces = all.n;
    out->uses = all.uses;
    return true;
}

int
follow_call(struct follow *f, const struct plan *p, struct part in, struct taker *k)
{
    struct part args[ARGS_MAX], out;
    if (p->n > ARGS_MAX)
        return FAIL;
    for (size_t i = p->n; i-- > 0;)
        if (follow_one(f, p->list[i], in, &args[i]) != GO)
            return FAIL;
    for (size_t i = 0; i < p->n; i++)
        if (args[i].v.kind == NONE)
            return GO;
    if (p->run == builtin_index && p->n == 2)
        return follow_get(f, args[0], args[1], &out) == GO ? k->take(f, k, out) : FAIL;
    if (is_known(f, p, in, args, &out))
        return k->take(f, k, out);
    struct place_set must = f->must;
    if (run_call(f, p, in, args, &out) != GO)
        return FAIL;
    if (put_together(f, p, in, args, &out))
        f->must = must; /* the kinds say that it does not fail */
    return k->take(f, k, out);
}
