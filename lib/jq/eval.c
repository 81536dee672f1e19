#include "eval.h"

#include <stdlib.h>

#include "../mem.h"

#define ARGS_MAX 8 /* more are put into the run's memory */

void
eval_push_more(struct run *r, struct val v)
{
    if (r->top >= STACK_ITEMS_MAX)
        memory_out(&r->m);
    r->stack = xgrow(r->stack, &r->cap, r->top + 1, sizeof *r->stack);
    r->stack[r->top++] = v;
}

void
eval_free(struct run *r)
{
    memory_free(&r->m);
    regex_free(r);
    free(r->stack);
    free(r->slots);
    buf_free(&r->scratch);
}

struct val
eval_new_label(struct run *r)
{
    return val_number(r->labels++);
}

/* A break is an error that its label knows, as in jq 1.6: a `try` in between catches it. */
static int
break_to(struct run *r, struct val label)
{
    struct member *error = memory_take(&r->m, sizeof *error);
    *error = (struct member){VAL_TEXT("__jq"), label};
    return eval_fail(r, val_members(&r->m, error, 1));
}

bool
eval_is_break(const struct run *r, struct val label)
{
    struct val to =
        r->error.kind == K_OBJECT && r->error.n == 1 ? val_get(r->error, VAL_TEXT("__jq")) : val_of(NONE);
    return to.kind == K_NUMBER && val_double(to) == label.number;
}

static int
one_input(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    (void)r;
    (void)p;
    *out = in;
    return GO;
}

static int
one_const(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    (void)r;
    (void)in;
    *out = p->value;
    return GO;
}

static int
one_slot(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    (void)in;
    *out = r->slots[p->slot];
    return GO;
}

static int
one_empty(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    (void)r;
    (void)p;
    (void)in;
    *out = val_of(NONE);
    return GO;
}

static int
one_pipe(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    int st = eval_one(r, p->a, in, out);
    return st != GO || out->kind == NONE ? st : eval_one(r, p->b, *out, out);
}

static int
one_break(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    (void)in;
    *out = val_of(NONE);
    return break_to(r, r->slots[p->slot]);
}

static int
one_made(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct made *made = memory_take(&r->m, sizeof *made + p->n / 2 * sizeof(struct member));
    struct member *m = (struct member *)(void *)(made + 1);
    const struct val *keys = p->names->keys;
    unsigned depth = 0;
    *made = (struct made){p->names, r->same};
    *out = val_of(NONE);
    for (uint32_t i = 1; i < p->n; i += 2, m++) {
        const struct plan *value = p->list[i];
        int st = GO;
        if (value->is == P_CONST)
            m->val = value->value;
        else if ((st = eval_one(r, value, in, &m->val)) != GO || m->val.kind == NONE)
            return st;
        m->key = *keys++;
        if (m->val.depth > depth)
            depth = m->val.depth;
    }
    *out = val_made(&r->m, made, p->n / 2, depth);
    return GO;
}

static int
one_object(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    if (p->names)
        return one_made(r, p, in, out);
    struct member *made = memory_take(&r->m, (p->n / 2 + 1) * sizeof *made);
    size_t n = 0;
    *out = val_of(NONE);
    for (size_t i = 0; i < p->n; i += 2) {
        struct val key, v;
        int st = eval_one(r, p->list[i], in, &key);
        if (st != GO || key.kind == NONE)
            return st;
        st = eval_one(r, p->list[i + 1], in, &v);
        if (st != GO || v.kind == NONE)
            return st;
        if (key.kind != K_STRING)
            return eval_fail_key(r, key);
        size_t at = 0;
        while (at < n && !val_same_text(made[at].key, key))
            at++;
        if (at == n)
            made[n++].key = key;
        made[at].val = v;
    }
    *out = val_members(&r->m, made, n);
    return GO;
}

int
eval_call(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    int st = p->run(r, p, in, args, out);
    if (st == FAIL && p->optional) {
        *out = val_of(NONE);
        return GO;
    }
    return st;
}

static int
one_call(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val few[ARGS_MAX], *args = p->n <= ARGS_MAX ? few : memory_take(&r->m, p->n * sizeof *args);
    for (size_t i = p->n; i-- > 0;) {
        int st = eval_one(r, p->list[i], in, &args[i]);
        if (st != GO)
            return st;
        if (args[i].kind == NONE) {
            *out = args[i];
            return GO;
        }
    }
    return eval_call(r, p, in, args, out);
}

static int
one_field(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val args[2];
    int st = eval_one(r, p->a, in, &args[0]);
    if (st != GO || args[0].kind == NONE) {
        *out = args[0];
        return st;
    }
    args[1] = p->value;
    return eval_call(r, p, in, args, out);
}

static int
one_if(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val v;
    int st = eval_one(r, p->a, in, &v);
    if (st == GO && v.kind != NONE)
        return eval_one(r, val_true(v) ? p->b : p->c, in, out);
    *out = v;
    return st;
}

static int
one_alternative(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    int st = eval_one(r, p->a, in, out);
    return st != GO || val_true(*out) ? st : eval_one(r, p->b, in, out);
}

/* and, or */
static int
one_logic(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val v;
    int st = eval_one(r, p->a, in, &v);
    if (st == GO && v.kind != NONE && val_true(v) != (p->is == P_OR))
        st = eval_one(r, p->b, in, &v);
    *out = v.kind == NONE ? v : val_bool(val_true(v));
    return st;
}

static int
one_bind(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct val v, old = r->slots[p->slot];
    int st = eval_one(r, p->a, in, &v);
    if (st != GO || v.kind == NONE) {
        *out = v;
        return st;
    }
    r->slots[p->slot] = v;
    st = eval_one(r, p->b, in, out);
    r->slots[p->slot] = old;
    return st;
}

struct reduce {
    struct sink sink;
    const struct plan *p;
    struct val state;
};

static int
reduce_keep(struct run *r, struct sink *k, struct val v)
{
    (void)r;
    ((struct reduce *)k)->state = v;
    return GO;
}

/* jq 1.6: no output of the update leaves null, several leave the last. */
static int
reduce_take(struct run *r, struct sink *k, struct val v)
{
    struct reduce *d = (struct reduce *)k;
    struct val old = r->slots[d->p->slot];
    struct reduce inner = {{reduce_keep}, d->p, val_of(K_NULL)};
    r->slots[d->p->slot] = v;
    struct val from = d->state;
    d->state = val_of(K_NULL);
    int st = eval_all(r, d->p->c, from, &inner.sink);
    if (st == GO)
        d->state = inner.state;
    r->slots[d->p->slot] = old;
    return st;
}

static int
one_reduce(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct reduce d = {{reduce_take}, p, val_of(NONE)};
    int st = eval_one(r, p->b, in, &d.state);
    if (st == GO && d.state.kind != NONE)
        st = eval_all(r, p->a, in, &d.sink);
    *out = d.state;
    return st;
}

struct search { /* any and all: the value after the one that decides is still asked for, as in jq 1.6 */
    struct sink sink;
    const struct plan *p;
    struct val label;
    bool found, over;
};

static int
search_take(struct run *r, struct sink *k, struct val v)
{
    struct search *s = (struct search *)k;
    if (s->over)
        return break_to(r, s->label);
    s->over = s->p->is == P_ALL_OF; /* the state is null meanwhile, and stays so without an output */
    int st = eval_one(r, s->p->b, v, &v);
    if (st == GO && v.kind != NONE)
        s->over = val_true(v) == (s->p->is == P_ANY_OF);
    s->found |= st == GO && v.kind != NONE && s->over;
    return st;
}

static int
one_search(struct run *r, const struct plan *p, struct val in, struct val *out)
{
    struct search s = {.sink = {search_take}, .p = p, .label = eval_new_label(r)};
    int st = eval_all(r, p->a, in, &s.sink);
    if (st == FAIL && eval_is_break(r, s.label))
        st = GO;
    *out = val_bool(s.found == (p->is == P_ANY_OF));
    return st;
}

evaluator *const eval_steps[] = {
    [P_INPUT] = one_input,      [P_CONST] = one_const,   [P_SLOT] = one_slot,   [P_FIELD] = one_field,
    [P_COLLECT] = eval_collect, [P_OBJECT] = one_object, [P_CALL] = one_call,   [P_PIPE] = one_pipe,
    [P_ALT] = one_alternative,  [P_AND] = one_logic,     [P_OR] = one_logic,    [P_IF] = one_if,
    [P_BIND] = one_bind,        [P_REDUCE] = one_reduce, [P_BREAK] = one_break, [P_EMPTY] = one_empty,
    [P_ANY_OF] = one_search,    [P_ALL_OF] = one_search, [P_RANGE] = NULL,
};
