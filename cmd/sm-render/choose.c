/* Which sentences a page opens with (report.md 6, choice). */
#include <string.h>

#include "date.h"
#include "sentence.h"

/* 1 missed and worse, 2 missed, 3 newly met, 4 moved without a target, 5 there is a value, 0 never a
 * headline. */
static int
weight(const struct model *m, const struct series *s)
{
    const struct metric *v = s->at[m->now], *before = m->now ? s->at[m->now - 1] : NULL;
    if (!value_is(v) || value_is_tiny(m, v))
        return 0;
    struct change c = change_of(m, s);
    if (v->status == STATUS_MISSED)
        return c.better < 0 ? 1 : 2;
    if (v->status == STATUS_MET && before && before->status == STATUS_MISSED && m->partial_day == DATE_NONE)
        return 3;
    return !v->target.has && c.kind == CHANGE_MOVED ? 4 : 5;
}

/* Hand-kept data never leads: the first other one goes before it. */
static void
lead(const struct model *m, const struct subject *s, size_t *chosen, size_t n)
{
    size_t first = 0;
    while (first < n && s[chosen[first]].series->at[m->now]->confidence == 'C')
        first++;
    if (!first || first == n)
        return;
    size_t moved = chosen[first];
    memmove(chosen + 1, chosen, first * sizeof *chosen);
    chosen[0] = moved;
}

size_t
sentence_choose(const struct model *m, const struct subject *s, size_t n, size_t max, size_t *chosen)
{
    size_t got = 0, news = SIZE_MAX, at_least = max < 3 ? max : 3;
    for (int w = 1; w <= 5; w++) {
        for (size_t i = 0; i < n; i++) {
            if (weight(m, s[i].series) != w)
                continue;
            if (w == 3 && news == SIZE_MAX)
                news = got;
            if (w == 3 && news == max && max) { /* crowded out: the first good news takes the last place */
                chosen[max - 1] = i;
                news = max - 1;
            }
            if (got < (w == 5 ? at_least : max))
                chosen[got++] = i;
        }
    }
    lead(m, s, chosen, got);
    return got;
}
