#include "outcome.h"

#include <stdlib.h>
#include <string.h>

#include "../limits.h"

void
outcome_reset(struct outcomes *s)
{
    pool_reset(&s->pool);
    buf_reset(&s->text);
    s->outputs = s->members = 0;
    memset(s->of, 0, s->n * sizeof *s->of);
}

void
outcome_free(struct outcomes *s)
{
    free(s->of);
    free(s->out);
    free(s->member);
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

void
outcome_member(struct outcomes *s, struct member_place place)
{
    s->member = xgrow(s->member, &s->members_cap, s->members + 1, sizeof *s->member);
    s->member[s->members++] = place;
}

void
outcome_add(struct outcomes *s, struct outcome *r, size_t from, size_t members)
{
    s->out = xgrow(s->out, &s->cap, s->outputs + 1, sizeof *s->out);
    if (!r->count++)
        r->first = s->outputs;
    s->out[s->outputs++] =
        (struct output_place){from, s->text.n - from, s->members - members, members};
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
    *r = (struct outcome){0};
}
