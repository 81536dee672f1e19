#include "outcome.h"

#include <stdlib.h>
#include <string.h>

#include "../limits.h"

#define VALUES_MAX 64       /* outputs that wait to be printed; any more are printed at once, and so bounded */
#define VALUE_DEPTH_MAX 50  /* levels a program may build around a record's own DEPTH_MAX: printing can't fail */

void
outcome_reset(struct outcomes *s)
{
    pool_reset(&s->pool);
    buf_reset(&s->text);
    s->outputs = s->unprinted = 0;
    memset(s->of, 0, s->n * sizeof *s->of);
}

void
outcome_free(struct outcomes *s)
{
    free(s->of);
    free(s->out);
    buf_free(&s->text);
    pool_free(&s->pool);
}

bool
outcome_full(struct outcomes *s, struct outcome *r)
{
    if (r->count < JQ_OUTPUTS_MAX && s->text.n <= JQ_OUTPUT_BYTES_MAX)
        return false;
    outcome_fail(s, r, SLICE("too many outputs"));
    return true;
}

static void
add(struct outcomes *s, struct outcome *r, struct output_place place)
{
    s->out = xgrow(s->out, &s->cap, s->outputs + 1, sizeof *s->out);
    if (!r->count++)
        r->first = s->outputs;
    s->out[s->outputs++] = place;
}

void
outcome_add(struct outcomes *s, struct outcome *r, size_t from)
{
    add(s, r, (struct output_place){.at = from, .n = s->text.n - from});
}

bool
outcome_add_value(struct outcomes *s, struct outcome *r, struct val v)
{
    if (s->unprinted == VALUES_MAX || (v.kind >= K_ARRAY && v.depth > VALUE_DEPTH_MAX))
        return false;
    add(s, r, (struct output_place){.v = v});
    s->unprinted++;
    return true;
}

void
outcome_print(struct outcomes *s, struct memory *m)
{
    size_t most = m->most;
    m->most = SIZE_MAX;
    for (size_t i = 0; s->unprinted && i < s->outputs; i++) {
        struct output_place *o = &s->out[i];
        if (o->v.kind == NONE || o->n)
            continue;
        o->at = s->text.n;
        (void)val_print(m, &s->text, o->v);
        o->n = s->text.n - o->at;
        s->unprinted--;
    }
    m->most = most;
}

void
outcome_fail(struct outcomes *s, struct outcome *r, struct slice why)
{
    r->error = pool_copy(&s->pool, why.p, why.n);
}

void
outcome_drop(struct outcomes *s, struct outcome *r)
{
    s->outputs -= r->count;
    for (size_t i = s->outputs; i < s->outputs + r->count; i++)
        s->unprinted -= s->out[i].v.kind != NONE && !s->out[i].n;
    *r = (struct outcome){0};
}
