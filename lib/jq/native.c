#include "native.h"

#include <stdlib.h>

#include "../mem.h"

#define PLAN_MEMORY_MAX (64u << 20)
#define VALUES_MEMORY_MAX \
    (1u << 20) /* with more taken, what earlier programs gave is printed before the next runs */

/* packs: into the run's memory; else the plan stays where it was made, in m. */
static struct plan *
plan_within(struct run *r, struct memory *m, struct slice program, const struct plan_constant *vars,
            size_t nvars, bool packs, size_t *slots, struct buf *why)
{
    struct plan_size size;
    if (setjmp(r->out)) {
        buf_text(why, "a program that is too large");
        return NULL;
    }
    struct plan *p = plan_program(r, m, program, vars, nvars, &size, why);
    if (!p)
        return NULL;
    *slots = size.slots;
    return packs ? plan_packed(&r->m, p, size.nodes) : p;
}

static void
allow(struct memory *m, jmp_buf *out)
{
    m->most = m->taken + PLAN_MEMORY_MAX;
    m->out = out;
}

bool
native_compile(struct native *n, struct memory *plans, struct memory *scratch, struct slice program,
               const struct plan_constant *vars, size_t nvars, struct buf *why)
{
    struct run r = {.m = *plans};
    allow(&r.m, &r.out);
    memory_reset(scratch);
    allow(scratch, &r.out);
    n->plan = plan_within(&r, scratch, program, vars, nvars, true, &n->slots, why);
    *plans = r.m;
    r.m = (struct memory){0};
    eval_free(&r);
    if (n->plan)
        n->kept = xcalloc(keep_plan(n->plan, n->slots) + 1, sizeof *n->kept);
    return n->plan;
}

struct plan *
native_draft(struct memory *m, struct slice program, size_t *slots, struct buf *why)
{
    struct run r = {0};
    allow(&r.m, &r.out);
    struct plan *p = plan_within(&r, &r.m, program, NULL, 0, false, slots, why);
    *m = r.m;
    r.m = (struct memory){0};
    eval_free(&r);
    return p;
}

void
native_free(struct native *n)
{
    memory_free(&n->keep);
    free(n->kept);
    special_free(n->specials);
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
    if (outcome_full(o->results, o->result))
        return STOP;
    if (outcome_add_value(o->results, o->result, v))
        return GO;
    size_t from = o->results->text.n;
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

static void
run_plan(struct run *r, struct native *n, const struct input *in, struct val record, struct output *o)
{
    if (n->slots > r->nslots) {
        r->slots = xrealloc(r->slots, n->slots * sizeof *r->slots);
        while (r->nslots < n->slots)
            r->slots[r->nslots++] = val_of(K_NULL);
    }
    const struct plan *plan = special_plan(&n->specials, r, n->plan, n->slots, in, record);
    if (eval_all(r, plan, record, &o->sink) == FAIL)
        note_error(r, o->results, o->result);
}

bool
native_run(struct run *r, struct native *n, const struct input *in, struct val record, struct outcomes *s,
           struct outcome *result)
{
    struct output o = {{output_take}, s, result};
    size_t text;
    if (s->unprinted && r->m.taken > VALUES_MEMORY_MAX)
        outcome_print(s, &r->m);
    if (!s->unprinted)
        memory_reset(&r->m);
    text = s->text.n;
    r->m.most = ARENA_MAX;
    r->m.out = &r->out;
    r->same = in->same;
    r->kept = n->kept;
    r->keep = &n->keep;
    n->keep.out = &r->out;
    n->keep.most = ARENA_MAX;
    if (in->same && in->same != n->same)
        memory_reset(&n->keep);
    n->same = in->same ? in->same : n->same;
    r->scratch.n = r->top = r->labels = 0;
    if (setjmp(r->out)) {
        s->text.n = text;
        outcome_drop(s, result);
        return false;
    }
    run_plan(r, n, in, record, &o);
    return true;
}
