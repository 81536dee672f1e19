#include "alike.h"

#include <stdlib.h>

#include "count.h"
#include "holes.h"
#include "stencil.h"

#define ALIKE_BYTES (size_t)(24u << 20) /* of all that is remembered; beyond it all is added up */
#define REST 16 /* findings that are read one by one, for each that was remembered in vain */

struct shape { /* of those that are alike, by what a class looks at of the rest */
    unsigned bits;
    struct settled settled;
    size_t now; /* place in `counts` of the class seen last */
    struct shape *next;
};

struct counted { /* findings alike, of one class */
    const struct alike *alike;
    const struct class *class;
    uint32_t times;
};

struct alike {
    struct finding f; /* what all have in common; else absent */
    struct subject s; /* that of the one seen last */
    struct holes holes;
    struct contribution x;
    struct exception *exception; /* or NULL */
    const struct facts *facts;
    struct place_in_rows *places; /* that it may take: first in lists, then among examples */
    size_t n_lists, n_places;
    const struct place_in_rows **open; /* those that are not lost */
    size_t n_open;
    uint32_t *rows; /* of the axes */
    struct shape *shapes;
    uint32_t n, plain; /* findings counted here; those of them that took no place */
};

struct alikes {
    struct count *c;
    bool bound[F_COUNT]; /* fields that are part of a stencil */
    struct stencils stencils;
    struct alike **at; /* by the stencil's number */
    size_t n, cap;
    struct map places; /* shape and class → place in `counts` */
    struct counted *counts;
    size_t n_counts, cap_counts;
    struct pool pool;
    size_t memory;
    struct stencil_line line;
    struct alike *now; /* the stencil of the finding asked about last, or NULL */
    uint64_t met, rest;
};

struct alikes *
alikes_new(struct count *c)
{
    static const enum finding_field own[] = {
        F_SOURCE_TOOL, F_PRODUCT, F_SERVICE, F_SEVERITY, F_STATE, F_FIRST_SEEN, F_LAST_SEEN, F_OWNER,
        F_CATEGORY, F_TARGET, F_TIER, F_KEV, F_KEV_ADDED, F_KEV_DUE, F_FOUND_IN, F_TIMELINE, F_RESOLVED_AT,
        F_PROVENANCE, F_REVIEWED_BY, F_EXCEPTION_ID,
        /* nobody looks at these, but they follow from the others more often than not */
        F_CONFIDENCE, F_RELEASE_BLOCKING, F_ENVIRONMENT, F_SOURCE_SEVERITY, F_REPORT};
    struct alikes *a = xcalloc(1, sizeof *a);
    struct slice name;
    int field;
    bool whole = false;
    a->c = c;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        a->bound[own[i]] = true;
    for (size_t i = 0; judge_reads(&c->judge, i, &name, &field, &whole); i++) {
        whole |= field < 0;
        if (field >= 0)
            a->bound[field] = true;
    }
    if (whole) {
        free(a);
        return NULL;
    }
    axes_bind(looks_axes(c->looks), a->bound);
    return a;
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

/* The place where findings of the shape are counted that are of the class. */
static size_t
place_of(struct alikes *a, const struct alike *k, const struct shape *x, const struct class *class)
{
    const void *const pair[] = {x, class};
    size_t at = *map_put(&a->places, (struct slice){(const char *)pair, sizeof pair}, a->n_counts);
    if (at == a->n_counts) {
        a->counts = xgrow(a->counts, &a->cap_counts, at + 1, sizeof *a->counts);
        a->counts[a->n_counts++] = (struct counted){k, class, 0};
        a->memory += sizeof *a->counts + sizeof pair + 64;
    }
    return at;
}

/* ---- one that is alike ---- */

static bool
takes_place(struct alike *k)
{
    bool takes = false;
    for (size_t i = 0; i < k->n_open;) {
        enum taking t = rows_would_take(k->open[i], k->s.id);
        takes |= t == TAKES;
        if (t == TAKES_NEVER)
            k->open[i] = k->open[--k->n_open];
        else
            i++;
    }
    return takes;
}

static void
count_places(struct alikes *a, struct alike *k)
{
    struct count *c = a->c;
    struct exception *exception = k->exception;
    const struct ticket *ticket = count_ticket(c, &k->s, &exception);
    k->n++;
    if (ticket || exception != k->exception || takes_place(k))
        count_rows(c, &k->s, k->facts, ticket, exception);
    else
        k->plain++;
}

bool
alikes_take(struct alikes *a, struct slice line)
{
    struct count *c = a->c;
    a->now = NULL;
    if (a->rest) {
        a->rest--;
        return false;
    }
    uint32_t number = stencils_match(&a->stencils, line, &a->line);
    if (number == STENCIL_NONE)
        return false;
    struct alike *k = a->at[number];
    if (!holes_fill(&k->holes, &k->f, line, &a->line, &c->reader))
        return false;
    a->now = k;
    subject_again(&k->s, &c->reader);
    if (!k->s.id.p)
        return false;
    k->s.likely_exploited = k->s.epss > c->epss_bound;
    struct shape *x = shape_of(k, bits_of(&k->s, facts_detect_days(&k->s)));
    if (!x)
        return false;
    axes_expect(looks_axes(c->looks), &k->s);
    const struct class *class = a->counts[x->now].class;
    if (x->settled.n_vary) {
        class = looks_class(c->looks, &x->settled, &k->s, line, &k->x);
        if (class->noted)
            return false;
        if (class != a->counts[x->now].class)
            x->now = place_of(a, k, x, class);
    }
    a->counts[x->now].times++;
    axes_take_loose(looks_axes(c->looks), class, &k->s);
    count_places(a, k);
    a->met++;
    return true;
}

/* ---- learning ---- */

static void *
keep(struct alikes *a, size_t n)
{
    a->memory += n;
    return pool_alloc(&a->pool, n);
}

static struct slice
keep_text(struct alikes *a, struct slice s)
{
    if (!s.p)
        return s;
    char *p = keep(a, s.n);
    if (s.n)
        memcpy(p, s.p, s.n);
    return (struct slice){p, s.n};
}

static void
keep_subject(struct alikes *a, struct alike *k, const struct subject *s)
{
    k->s = *s;
    k->s.severity = keep_text(a, s->severity);
    k->s.tier = keep_text(a, s->tier);
    k->s.category = keep_text(a, s->category);
    k->s.service = keep_text(a, s->service);
    k->s.owner = keep_text(a, s->owner);
    k->s.tool = keep_text(a, s->tool);
    k->s.target = keep_text(a, s->target);
    k->s.product = keep_text(a, s->product);
    k->s.exception = keep_text(a, s->exception);
    k->s.found_in = keep_text(a, s->found_in);
    k->s.events = keep(a, s->n_events * sizeof *s->events);
    memcpy(k->s.events, s->events, s->n_events * sizeof *s->events);
    k->s.sources = NULL; /* their scans are found */
    k->s.n_in_record = 0;
    for (int i = 0; i < F_COUNT; i++)
        k->f.f[i] = a->bound[i] || (s->f->f[i].p && !holes_have(&k->holes, i)) ? keep_text(a, s->f->f[i])
                                                                               : (struct slice){0};
}

static void
find_places(struct alikes *a, struct alike *k)
{
    struct count *c = a->c;
    const struct periods *periods = c->periods;
    size_t most = periods->n * (LISTED_MAX + CHECKED_MAX), n = 0;
    struct place_in_rows *all = xcalloc(most, sizeof *all);
    for (size_t p = 0; p < periods->n; p++)
        n += lists_places(&c->lists, p, &periods->at[p], &k->s, &k->facts[p], all + n, &a->pool);
    k->n_lists = n;
    for (size_t p = 0; p < periods->n; p++)
        n += checks_places(&c->checks, p, &k->s, &k->facts[p], all + n, &a->pool);
    k->n_places = k->n_open = n;
    k->places = keep(a, n * sizeof *k->places);
    k->open = keep(a, n * sizeof(struct place_in_rows *));
    for (size_t i = 0; i < n; i++) {
        k->places[i] = all[i];
        k->open[i] = &k->places[i];
        a->memory += all[i].key.n;
    }
    free(all);
}

static struct alike *
new_alike(struct alikes *a, struct slice line, const struct subject *s, const struct contribution *x,
          const struct look *look, struct exception *exception)
{
    struct holes holes;
    if (!holes_find(&holes, line, s->f, a->bound, &a->pool) ||
        !stencils_learn(&a->stencils, line, holes.values, holes.n, (uint32_t)a->n))
        return NULL;
    struct alike *k = keep(a, sizeof *k);
    *k = (struct alike){.holes = holes, .x = *x, .exception = exception, .facts = look->facts};
    keep_subject(a, k, s);
    find_places(a, k);
    struct axes *axes = looks_axes(a->c->looks);
    k->rows = keep(a, axes->n * sizeof *k->rows);
    axes_rows(axes, s, k->rows);
    a->at = xgrow(a->at, &a->cap, a->n + 1, sizeof(struct alike *));
    a->at[a->n++] = k;
    return k;
}

void
alikes_learn(struct alikes *a, struct slice line, const struct subject *s, const struct contribution *own,
             const struct look *look, struct exception *exception)
{
    if (a->rest || look->alone || own->unreviewed || !s->id.p || s->clock == DATE_NONE)
        return;
    struct alike *k = a->now ? a->now : new_alike(a, line, s, own, look, exception);
    unsigned bits = bits_of(s, facts_detect_days(s));
    if (!k || shape_of(k, bits))
        return;
    struct shape *x = keep(a, sizeof *x);
    *x = (struct shape){.bits = bits,
                        .settled = looks_settle(a->c->looks, look->same, s, line, a->bound, &a->pool),
                        .next = k->shapes};
    x->now = place_of(a, k, x, look->class);
    k->shapes = x;
}

/* ---- adding up ---- */

bool
alikes_are_full(const struct alikes *a)
{
    return a->memory + stencils_memory(&a->stencils) > ALIKE_BYTES;
}

static void
add_up(struct alikes *a, struct alike *k)
{
    struct count *c = a->c;
    struct results *r = &c->results;
    r->of[KIND_FINDING].records += k->n;
    evidence_add(&r->of[KIND_FINDING].evidence, &k->x, k->n);
    for (size_t i = 0; i < k->n_lists; i++)
        k->places[i].rows->total += k->plain;
    for (size_t p = 0; k->plain && p < c->periods->n; p++) {
        checks_alike(&c->checks, p, &k->s, &k->facts[p], k->plain);
        if (k->exception)
            exception_count(k->exception, p, &k->facts[p], k->plain);
    }
}

void
alikes_add_up(struct alikes *a)
{
    for (size_t i = 0; i < a->n_counts; i++)
        axes_take_bound(looks_axes(a->c->looks), a->counts[i].class, a->counts[i].alike->rows,
                        a->counts[i].times);
    for (size_t i = 0; i < a->n; i++)
        add_up(a, a->at[i]);
    if (a->met < 2 * a->n)
        a->rest = REST * a->n;
    stencils_free(&a->stencils);
    map_free(&a->places);
    pool_free(&a->pool);
    a->pool = (struct pool){0};
    a->n = a->n_counts = a->memory = 0;
    a->met = 0;
    a->now = NULL;
}

void
alikes_free(struct alikes *a)
{
    if (!a)
        return;
    stencils_free(&a->stencils);
    map_free(&a->places);
    pool_free(&a->pool);
    free(a->counts);
    free(a->at);
    free(a);
}
