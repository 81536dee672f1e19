#include "native.h"

#include "../mem.h"

#define PLAN_MEMORY_MAX (64u << 20)

static struct plan *
plan_within(struct run *r, struct native *n, struct slice program, const struct plan_constant *vars,
            size_t nvars, struct buf *why)
{
    if (!setjmp(r->out))
        return plan_program(r, program, vars, nvars, &n->slots, why);
    buf_text(why, "a program that is too large");
    return NULL;
}

bool
native_compile(struct native *n, struct slice program, const struct plan_constant *vars, size_t nvars,
               struct buf *why)
{
    struct run r = {.m = {.most = PLAN_MEMORY_MAX}};
    r.m.out = &r.out;
    n->plan = plan_within(&r, n, program, vars, nvars, why);
    n->memory = r.m;
    n->memory.out = NULL;
    r.m = (struct memory){0};
    eval_free(&r);
    return n->plan;
}

void
native_free(struct native *n)
{
    memory_free(&n->memory);
}

struct output {
    struct sink sink;
    struct outcomes *results;
    struct outcome *result;
};

static int
output_take(struct run *r, struct sink *k, struct val v)
{
    struct output *o = (struct output *)k;
    size_t from = o->results->text.n;
    if (outcome_full(o->results, o->result))
        return STOP;
    if (!val_print(&r->m, &o->results->text, v))
        memory_out(&r->m);
    outcome_add(o->results, o->result, from);
    return GO;
}

static void
note_error(struct run *r, struct outcomes *s, struct outcome *result)
{
    struct val text = eval_text(r, r->error);
    outcome_fail(s, result, (struct slice){text.text, text.n});
}

bool
native_run(struct run *r, const struct native *n, yyjson_val *record, const uint32_t *keys,
           struct outcomes *s, struct outcome *result)
{
    struct output o = {{output_take}, s, result};
    size_t text = s->text.n;
    memory_reset(&r->m);
    r->m.most = ARENA_MAX;
    r->m.out = &r->out;
    r->keys = keys;
    r->scratch.n = r->top = r->labels = 0;
    if (setjmp(r->out)) {
        s->text.n = text;
        outcome_drop(s, result);
        return false;
    }
    if (n->slots > r->nslots) {
        r->slots = xrealloc(r->slots, n->slots * sizeof *r->slots);
        r->nslots = n->slots;
    }
    for (size_t i = 0; i < n->slots; i++)
        r->slots[i] = val_of(K_NULL);
    if (eval_all(r, n->plan, val_tree(record), &o.sink) == FAIL)
        note_error(r, s, result);
    return true;
}
