#include "alike.h"

#include <stdlib.h>

#include "count.h"
#include "cuts.h"
#include "pairs.h"

#define ALIKE_BYTES (size_t)(10u << 20) /* of all that is remembered; beyond it all is added up */
#define EXPECTED 640                    /* bytes of an alike and what lies behind it, which is its own */
#define VARYING_MAX 16                  /* programs whose answers vary among findings that are alike */
#define DAILY_FROM 16  /* findings of a shape before it is remembered what its days make of it */
#define REST 16        /* findings that are read one by one, for each that was remembered in vain */
#define CUTS_FREE 1024 /* cuts that there may be before they are compared with those who are alike: … */
#define CUTS_MOST 4    /* … so many for each; then lines are cut into less */
#define FAILED_MAX 64  /* lines in a row that have no stencil; then some are not even tried */

struct shape { /* of those that are alike, by what a class looks at of the rest */
    unsigned bits;
    struct settled settled;
    const struct class *class; /* but for what varies */
    uint32_t times;
    struct shape *next;
};

struct alike {                         /* findings with the same texts in all that is bound */
    int64_t first_seen, sla_days, due; /* as of a subject */
    size_t n_sources, releases;
    bool kev;
    struct contribution x;
    struct exception *exception; /* or NULL */
    const struct facts *facts;
    uint32_t *rows;               /* of the axes */
    unsigned *checked;            /* checks_mask, one for each period */
    struct place_in_rows *places; /* that it may take, those lost for good behind `open` ones */
    size_t n_open;
    struct rows **lists; /* in which it stands */
    size_t n_lists;
    struct shape *shapes;
    uint32_t n, plain; /* findings counted here; those of them that took no place */
};

/* Findings of one shape that were detected after the same number of days: where programs look at nothing else
 * that differs among them, they give the same for all, and that is counted when all are added up. */
struct daily {
    const struct alike *alike;
    const struct class **classes; /* what the programs give that look at the days */
    size_t n;
};

struct alikes {
    struct count *c;
    bool bound[F_COUNT]; /* fields whose texts they have in common */
    struct cuts cuts;
    struct pairs varied; /* alike and class: how often findings that are alike got it from what varies */
    struct pairs days;   /* shape and days: with a number in daily */
    struct daily *daily;
    size_t n_daily, cap_daily;
    struct map same; /* holes.same → number */
    struct alike **at;
    size_t n, cap;
    struct pool pool;
    size_t memory;     /* of all of them, not of the cuts */
    struct cut *cut;   /* of the finding asked about last; or NULL */
    struct alike *now; /* that the finding asked about last is like, or NULL */
    struct subject s;  /* of that finding, as far as `now` and its names say */
    uint64_t met, rest;
    uint64_t failed; /* lines of which no stencil could be made, since one was met */
};

struct alikes *
alikes_new(struct count *c)
{
    static const enum finding_field own[] = {
        F_SOURCE_TOOL, F_PRODUCT,  F_SERVICE,     F_SEVERITY,   F_STATE,       F_FIRST_SEEN,  F_LAST_SEEN,
        F_OWNER,       F_CATEGORY, F_TARGET,      F_TIER,       F_KEV,         F_KEV_ADDED,   F_KEV_DUE,
        F_FOUND_IN,    F_TIMELINE, F_RESOLVED_AT, F_PROVENANCE, F_REVIEWED_BY, F_EXCEPTION_ID};
    struct alikes *a = xcalloc(1, sizeof *a);
    struct slice name;
    int field;
    bool whole = false;
    a->c = c;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        a->bound[own[i]] = true;
    for (size_t i = 0; judge_reads(&c->judge, i, &name, &field, &whole); i++) {
        whole |= field < 0 || field == F_COMPONENT || field == F_SOURCES;
        if (field >= 0)
            a->bound[field] = true;
    }
    if (whole) {
        free(a);
        return NULL;
    }
    a->cuts.keys.holes.bound = a->bound;
    axes_bind(looks_axes(c->looks), a->bound);
    return a;
}

static void *
keep(struct alikes *a, size_t n)
{
    a->memory += n;
    return pool_alloc(&a->pool, n);
}

/* ---- what a class looks at that is not alike ---- */

static unsigned
bits_of(const struct subject *s, int64_t detect)
{
    unsigned from = detect == NO_DAYS ? 0 : s->introduced != DATE_NONE ? 1 : 2;
    return (unsigned)s->likely_exploited | (unsigned)(s->component.fixed_version.n > 0) << 1 |
           (unsigned)(s->component.name.n > 0) << 2 | (unsigned)served_classified(s) << 3 |
           (unsigned)served_intel(s) << 4 | from << 5;
}

static struct shape *
shape_of(const struct alike *k, unsigned bits)
{
    struct shape *x = k->shapes;
    while (x && x->bits != bits)
        x = x->next;
    return x;
}

/* ---- one that is alike ---- */

static bool
takes_place(struct alike *k, struct slice id)
{
    bool takes = false;
    for (size_t i = 0; i < k->n_open;) {
        enum taking t = rows_would_take(&k->places[i], id);
        takes |= t == TAKES;
        if (t == TAKES_NEVER)
            k->places[i] = k->places[--k->n_open];
        else
            i++;
    }
    return takes;
}

/* It may take a place, or has a ticket of its own: what its row says is read. */
static void
count_rows_of(struct alikes *a, struct slice line, const struct ticket *ticket, struct exception *exception,
              struct tally *notes)
{
    struct subject s;
    subject_fill(&s, &a->c->reader);
    (void)count_judge(a->c, &s, line, notes);
    count_rows(a->c, &s, a->now->facts, ticket, exception);
}

static void
fill_subject(const struct alikes *a, struct subject *s, const struct alike *k)
{
    s->first_seen = k->first_seen;
    s->sla_days = k->sla_days;
    s->due = k->due;
    s->n_sources = k->n_sources;
    s->releases = k->releases;
    s->kev = k->kev;
    s->likely_exploited = s->epss > a->c->epss_bound;
}

/* It is far away where there are many: sent for while there is other work to do. */
static void
expect(const struct alike *k)
{
    const char *p = (const char *)k;
    for (size_t i = 0; i < EXPECTED; i += 64)
        __builtin_prefetch(p + i);
}

/* The alike that the line belongs to, and its subject; or NULL. */
static struct alike *
find(struct alikes *a, struct slice line)
{
    struct subject *s = &a->s;
    struct cut *cut = cuts_find(&a->cuts, line);
    if (!cut)
        return NULL;
    expect(cut->alike);
    if (!cuts_fill(&a->cuts, cut, line, &a->c->reader))
        return NULL;
    a->cut = cut;
    subject_fill_names(s, &a->c->reader);
    fill_subject(a, s, cut->alike);
    return cut->alike;
}

/* What programs give for findings of the shape with so many days, of which this is one. */
static void
learn_daily(struct alikes *a, const struct alike *k, const struct shape *x, int64_t days,
            const struct class *const *classes)
{
    struct daily made = {k, keep(a, x->settled.n_vary * sizeof(struct class *)), 0};
    for (size_t i = 0; i < x->settled.n_vary; i++) {
        if (classes[i] && axes_has_loose(looks_axes(a->c->looks), classes[i]))
            return;
        if (classes[i])
            made.classes[made.n++] = classes[i];
    }
    pairs_put(&a->days, (uintptr_t)x, (uint64_t)days)->with = (uint32_t)a->n_daily;
    a->daily = xgrow(a->daily, &a->cap_daily, a->n_daily + 1, sizeof *a->daily);
    a->daily[a->n_daily++] = made;
}

/* What programs give for this one finding. false: one fails. */
static bool
count_varying(struct alikes *a, const struct alike *k, const struct shape *x, int64_t days, struct slice line)
{
    struct looks *looks = a->c->looks;
    const struct class *classes[VARYING_MAX];
    bool by_days = x->settled.by_days && a->s.introduced == DATE_NONE;
    struct pair *known = by_days ? pairs_find(&a->days, (uintptr_t)x, (uint64_t)days) : NULL;
    if (known) {
        known->times++;
        return true;
    }
    for (size_t i = 0; i < x->settled.n_vary; i++) {
        classes[i] = looks_vary(looks, &x->settled, i, &a->s, line, &k->x);
        if (classes[i] && classes[i]->noted)
            return false;
    }
    for (size_t i = 0; i < x->settled.n_vary; i++) {
        if (!classes[i])
            continue;
        pairs_put(&a->varied, (uintptr_t)k, (uintptr_t)classes[i])->times++;
        axes_take_loose(looks_axes(looks), classes[i], &a->s);
    }
    if (by_days && x->times > DAILY_FROM)
        learn_daily(a, k, x, days, classes);
    return true;
}

bool
alikes_take(struct alikes *a, struct slice line, struct tally *notes)
{
    struct count *c = a->c;
    struct subject *s = &a->s;
    a->now = NULL;
    a->cut = NULL;
    if (a->rest) {
        a->rest--;
        return false;
    }
    struct alike *k = a->now = find(a, line);
    if (!k || !s->id.p)
        return false;
    int64_t days = facts_detect_days(s);
    struct shape *x = shape_of(k, bits_of(s, days));
    if (!x || !count_varying(a, k, x, days, line))
        return false;
    x->times++;
    axes_take_loose(looks_axes(c->looks), x->class, s);
    struct exception *exception = k->exception;
    const struct ticket *ticket = count_ticket(c, s, &exception);
    k->n++;
    a->met++;
    a->failed = 0;
    if (ticket || exception != k->exception || takes_place(k, s->id))
        count_rows_of(a, line, ticket, exception, notes);
    else
        k->plain++;
    return true;
}

void
alikes_know(struct alikes *a, const struct stencil_found *found)
{
    a->cuts.keys.found = found;
}

const struct stencils *
alikes_stencils(const struct alikes *a)
{
    return &a->cuts.keys.stencils;
}

struct cut *
alikes_cut(const struct alikes *a, const struct stencil_line **holes)
{
    *holes = &a->cuts.keys.line;
    return a->cut;
}

/* ---- learning ---- */

static void
find_places(struct alikes *a, struct alike *k, const struct subject *s)
{
    struct count *c = a->c;
    const struct periods *periods = c->periods;
    size_t n = 0;
    struct place_in_rows *all = xcalloc(periods->n * (LISTED_MAX + CHECKED_MAX), sizeof *all);
    for (size_t p = 0; p < periods->n; p++)
        n += lists_places(&c->lists, p, &periods->at[p], s, &k->facts[p], all + n, &a->pool);
    k->n_lists = n;
    k->lists = keep(a, n * sizeof(struct rows *));
    for (size_t i = 0; i < n; i++)
        k->lists[i] = all[i].rows;
    for (size_t p = 0; p < periods->n; p++)
        n += checks_places(&c->checks, p, s, &k->facts[p], all + n, &a->pool);
    k->n_open = n;
    k->places = keep(a, n * sizeof *k->places);
    for (size_t i = 0; i < n; i++) {
        k->places[i] = all[i];
        a->memory += all[i].key.n;
    }
    free(all);
}

static struct alike *
new_alike(struct alikes *a, const struct subject *s, const struct contribution *x, const struct look *look,
          struct exception *exception)
{
    struct axes *axes = looks_axes(a->c->looks);
    size_t periods = a->c->periods->n;
    struct alike *k = keep(a, sizeof *k);
    *k = (struct alike){.first_seen = s->first_seen,
                        .sla_days = s->sla_days,
                        .due = s->due,
                        .n_sources = s->n_sources,
                        .releases = s->releases,
                        .kev = s->kev,
                        .x = *x,
                        .exception = exception,
                        .facts = look->facts};
    k->rows = keep(a, axes->n * sizeof *k->rows);
    axes_rows(axes, s, k->rows);
    k->checked = keep(a, periods * sizeof *k->checked);
    for (size_t p = 0; p < periods; p++)
        k->checked[p] = checks_mask(s, &k->facts[p]);
    find_places(a, k, s);
    return k;
}

/* What the line is alike, which is cut as none before. NULL: it is not that simple. */
static struct alike *
alike_of(struct alikes *a, struct slice line, const struct subject *s, const struct contribution *x,
         const struct look *look, struct exception *exception)
{
    struct cut *cut = cuts_learn(&a->cuts, line);
    const struct slice same = buf_as_slice(&a->cuts.keys.holes.same);
    if (!cut)
        return NULL;
    size_t at = *map_put(&a->same, same, a->n);
    if (at == a->n) {
        a->at = xgrow(a->at, &a->cap, a->n + 1, sizeof(struct alike *));
        a->at[a->n++] = new_alike(a, s, x, look, exception);
        a->memory += same.n;
    }
    cut->alike = a->at[at];
    if (a->cuts.n > CUTS_FREE + CUTS_MOST * a->n && !a->cuts.keys.holes.narrow)
        cuts_narrow(&a->cuts);
    return a->at[at];
}

void
alikes_learn(struct alikes *a, struct slice line, const struct subject *s, const struct contribution *own,
             const struct look *look, struct exception *exception)
{
    if (a->rest || look->alone || own->unreviewed || !s->id.p || s->clock == DATE_NONE)
        return;
    struct alike *k = a->now ? a->now : alike_of(a, line, s, own, look, exception);
    if (!k && ++a->failed > FAILED_MAX)
        a->rest = REST;
    unsigned bits = bits_of(s, facts_detect_days(s));
    if (!k || shape_of(k, bits))
        return;
    struct shape *x = keep(a, sizeof *x);
    *x = (struct shape){.bits = bits, .next = k->shapes};
    x->class = looks_settle(a->c->looks, look->same, s, line, own, a->bound, &a->pool, &x->settled);
    if (x->settled.n_vary <= VARYING_MAX)
        k->shapes = x;
}

/* ---- adding up ---- */

bool
alikes_are_full(const struct alikes *a)
{
    size_t varying = pairs_memory(&a->varied) + pairs_memory(&a->days) + a->cap_daily * sizeof *a->daily;
    return a->memory + varying + a->cuts.memory + a->cuts.memory_of_keys > ALIKE_BYTES;
}

static void
add_up(struct alikes *a, struct alike *k)
{
    struct count *c = a->c;
    struct results *r = &c->results;
    for (const struct shape *x = k->shapes; x; x = x->next)
        if (x->times)
            axes_take_bound(looks_axes(c->looks), x->class, k->rows, x->times);
    r->of[KIND_FINDING].records += k->n;
    evidence_add(&r->of[KIND_FINDING].evidence, &k->x, k->n);
    for (size_t i = 0; i < k->n_lists; i++)
        k->lists[i]->total += k->plain;
    for (size_t p = 0; k->plain && p < c->periods->n; p++) {
        checks_alike(&c->checks, p, k->checked[p], k->plain);
        if (k->exception)
            exception_count(k->exception, p, &k->facts[p], k->plain);
    }
}

static void
forget(struct alikes *a)
{
    cuts_forget(&a->cuts);
    pairs_free(&a->varied);
    pairs_free(&a->days);
    map_free(&a->same);
    pool_free(&a->pool);
    a->pool = (struct pool){0};
    a->n = a->n_daily = a->memory = a->met = 0;
    a->now = NULL;
    a->cut = NULL;
}

static void
add_up_varying(struct alikes *a)
{
    struct axes *axes = looks_axes(a->c->looks);
    for (size_t i = 0; i < a->varied.places; i++) {
        const struct pair *x = &a->varied.at[i];
        if (x->a)
            axes_take_bound(axes, (const struct class *)(uintptr_t)x->b,
                            ((const struct alike *)(uintptr_t)x->a)->rows, x->times);
    }
    for (size_t i = 0; i < a->days.places; i++) {
        const struct pair *x = &a->days.at[i];
        const struct daily *d = x->a ? &a->daily[x->with] : NULL;
        for (size_t k = 0; d && k < d->n; k++)
            axes_take_bound(axes, d->classes[k], d->alike->rows, x->times);
    }
}

void
alikes_add_up(struct alikes *a)
{
    add_up_varying(a);
    for (size_t i = 0; i < a->n; i++)
        add_up(a, a->at[i]);
    a->rest = a->met < 2 * a->n ? REST * a->n : 0;
    forget(a);
}

void
alikes_free(struct alikes *a)
{
    if (!a)
        return;
    forget(a);
    cuts_free(&a->cuts);
    free(a->daily);
    free(a->at);
    free(a);
}
