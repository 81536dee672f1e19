/* What the facts alone decide, and for which periods in a row. */
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "memo_part.h"

enum asked { BY_FACTS, BY_FINDING, BY_FINDING_IN_PERIOD };

/* Does it look at more than is the same for all findings with the same facts? */
static enum asked
asked_by(const struct memo *m, const struct variant *v)
{
    const struct program *p = &m->programs[v->program];
    bool more = v->whole, changes = false;
    for (size_t i = 0; i < v->n; i++) {
        switch (p->reads[v->reads[i]].number) {
        case NUMBER_EXPOSURE:
            more = changes = true;
            break;
        case NUMBER_DETECT:
        case NUMBER_SOURCES:
        case -1:
            more = true;
            break;
        case NUMBER_SLA:
        case NUMBER_DUE:
            break;
        default:
            changes = true;
        }
    }
    return !more ? BY_FACTS : changes ? BY_FINDING_IN_PERIOD : BY_FINDING;
}

bool
memo_varies_by_days(const struct memo *m, const struct asking *a, const bool *fields)
{
    const struct program *p = &m->programs[a->v->program];
    for (size_t i = 0; i < a->v->n; i++) {
        const struct reads *x = &p->reads[a->v->reads[i]];
        if (x->number < 0 && (x->finding < 0 || !fields[x->finding]))
            return false;
    }
    return !a->whole;
}

bool
memo_varies(const struct memo *m, const struct asking *a, const bool *fields)
{
    const struct program *p = &m->programs[a->v->program];
    for (size_t i = 0; i < a->v->n; i++) {
        int number = p->reads[a->v->reads[i]].number;
        if (number == NUMBER_DETECT || number == NUMBER_EXPOSURE)
            return true;
    }
    return !memo_varies_by_days(m, a, fields);
}

static void
stop(struct memo *m, struct plan *plan, size_t program, size_t below)
{
    struct running *r = &m->running[program];
    if (r->v) {
        plan->asks = xgrow(plan->asks, &plan->cap_asks, plan->n_asks + 1, sizeof *plan->asks);
        plan->asks[plan->n_asks++] =
            (struct asking){r->v, (unsigned short)r->from, (unsigned short)below, r->v->whole};
    } else if (r->o) {
        plan->runs = xgrow(plan->runs, &plan->cap_runs, plan->n_runs + 1, sizeof *plan->runs);
        plan->runs[plan->n_runs++] =
            (struct run){(unsigned)program, (unsigned short)r->from, (unsigned short)below, r->o};
    }
    *r = (struct running){NULL, NULL, below};
}

static void
go_on(struct memo *m, struct plan *plan, size_t program, size_t period, const struct outcome *o,
      struct variant *v)
{
    struct running *r = &m->running[program];
    if (o == r->o && v == r->v && (!v || asked_by(m, v) == BY_FINDING))
        return;
    stop(m, plan, program, period);
    r->o = o;
    r->v = v;
}

void
memo_plan(struct memo *m, struct plan *plan)
{
    memset(m->running, 0, m->n * sizeof *m->running);
    for (size_t period = 0; period < m->periods->n; period++) {
        const struct entry *e = memo_entry(m, m->facts[period].flags, period);
        for (size_t i = 0, fixed = 0, other = 0; i < m->n; i++) {
            if (fixed < e->n_fixed && e->fixed[fixed]->program == i) {
                go_on(m, plan, i, period, memo_one(m, e->fixed[fixed++]->fixed), NULL);
            } else if (other < e->n_others && e->others[other]->program == i) {
                struct variant *v = e->others[other++];
                if (asked_by(m, v) == BY_FACTS)
                    go_on(m, plan, i, period, memo_one(m, memo_outcome(m, v, period)), NULL);
                else
                    go_on(m, plan, i, period, NULL, v);
            } else {
                go_on(m, plan, i, period, NULL, NULL);
            }
        }
    }
    for (size_t i = 0; i < m->n; i++)
        stop(m, plan, i, m->periods->n);
}

void
plan_free(struct plan *p)
{
    free(p->runs);
    free(p->asks);
    *p = (struct plan){0};
}
