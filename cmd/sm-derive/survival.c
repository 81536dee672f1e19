#include "survival.h"

#define HALF (0.5 + 1e-12) /* products of quotients miss one half by less */

struct curve { /* from step to step, a step for each day on which something ended */
    const struct histogram *ended, *censored;
    size_t i, k;      /* the next ones */
    uint64_t at_risk; /* not ended or censored before `day` */
    double day, open; /* share still open from `day` on */
};

static struct curve
begin(const struct histogram *ended, const struct histogram *censored)
{
    return (struct curve){.ended = ended,
                          .censored = censored,
                          .at_risk = histogram_count(ended) + histogram_count(censored),
                          .open = 1};
}

static bool
step(struct curve *c)
{
    if (c->i == c->ended->n)
        return false;
    const struct bin *b = &c->ended->at[c->i++];
    while (c->k < c->censored->n && c->censored->at[c->k].value < b->value)
        c->at_risk -= c->censored->at[c->k++].count;
    c->day = b->value;
    c->open *= (double)(c->at_risk - b->count) / (double)c->at_risk;
    c->at_risk -= b->count;
    return true;
}

bool
survival_median(const struct histogram *ended, const struct histogram *censored, double *days)
{
    struct curve c = begin(ended, censored);
    while (step(&c)) {
        if (c.open <= HALF) {
            *days = c.day;
            return true;
        }
    }
    return false;
}

double
survival_restricted_mean(const struct histogram *ended, const struct histogram *censored)
{
    struct curve c = begin(ended, censored);
    double last = 0, sum = 0, open = 1, day = 0;
    if (ended->n)
        last = histogram_max(ended);
    if (censored->n && histogram_max(censored) > last)
        last = histogram_max(censored);
    while (step(&c)) {
        sum += open * (c.day - day);
        day = c.day;
        open = c.open;
    }
    return sum + open * (last - day);
}
