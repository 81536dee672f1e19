#include "served.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

void
served_find(struct served *v, struct slice service)
{
    v->now = SIZE_MAX;
    if (!service.n)
        return;
    v->scratch.n = 0;
    text_fold(&v->scratch, service);
    v->now = *map_put(&v->known, buf_as_slice(&v->scratch), v->n);
    if (v->now < v->n)
        return;
    v->at = xgrow(v->at, &v->cap, (v->n + 1) * v->periods, sizeof *v->at);
    memset(&v->at[v->n * v->periods], 0, v->periods * sizeof *v->at);
    v->n++;
}

static bool
is_filled(struct slice array)
{
    return array.n > 2 && !json_is_null(array);
}

bool
served_classified(const struct subject *s)
{
    return is_filled(s->f->f[F_CWE]) || is_filled(s->f->f[F_CVE]);
}

bool
served_intel(const struct subject *s)
{
    return s->kev || finding_has(s->f, F_EPSS);
}

bool
served_counts(const struct facts *f)
{
    return f->at_end != STATE_NONE;
}

void
served_add(struct served *v, size_t row, size_t period, const struct facts *f, bool classified, bool intel,
           bool control, uint32_t times)
{
    struct service_counts *x = &v->at[row * v->periods + period];
    x->seen += times;
    x->scanned += control ? times : 0;
    x->intel += intel ? times : 0;
    if (!f->open)
        return;
    x->open += times;
    x->classified += classified ? times : 0;
    x->verified += f->unverified ? 0 : times;
}

/* Of all names of the asset, each once. */
static struct service_counts
sum_of(const struct served *v, const struct asset *a, size_t period)
{
    struct service_counts sum = {0};
    for (size_t i = 0; i < a->n_services; i++) {
        size_t at = map_get(&v->known, a->services[i]);
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again |= slice_same(a->services[k], a->services[i]);
        if (at == MAP_NONE || again)
            continue;
        const struct service_counts *x = &v->at[at * v->periods + period];
        sum = (struct service_counts){
            sum.seen + x->seen, sum.scanned + x->scanned,       sum.intel + x->intel,
            sum.open + x->open, sum.classified + x->classified, sum.verified + x->verified};
    }
    return sum;
}

bool
served_scanned(const struct served *v, const struct asset *a, size_t period)
{
    return sum_of(v, a, period).scanned > 0;
}

void
served_write(struct buf *b, const struct served *v, const struct asset *a, size_t period, bool scanned)
{
    struct service_counts sum = sum_of(v, a, period);
    buf_format(b,
               ",\"findings\":{\"measured\":%s,\"open\":%u,\"classified\":%u,\"verified\":%u,"
               "\"mostly_classified\":%s,\"intel\":%s}",
               scanned || sum.seen ? "true" : "false", sum.open, sum.classified, sum.verified,
               sum.classified >= v->most * sum.open ? "true" : "false", sum.intel ? "true" : "false");
}

void
served_free(struct served *v)
{
    map_free(&v->known);
    free(v->at);
    buf_free(&v->scratch);
}
