#include "alike.h"

#include <stdlib.h>

#include "count.h"
#include "line_key.h"

#define ALIKE_BYTES (size_t)(24u << 20) /* of all that is remembered; beyond it all is added up */
#define EXPECTED 640                    /* bytes of an alike and what lies behind it, which is its own */
#define VARYING_MAX 16                  /* programs whose answers vary among findings that are alike */
#define REST 16       /* findings that are read one by one, for each that was remembered in vain */
#define FAILED_MAX 64 /* lines in a row that have no stencil; then some are not even tried */

struct shape { /* of those that are alike, by what a class looks at of the rest */
    unsigned bits;
    struct settled settled;
    const struct class *class; /* but for what varies */
    uint32_t times;
    struct shape *next;
};

struct alike { /* findings with the same stencils, and the same texts in all that is bound */
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
    size_t n_key;
    uint32_t key[]; /* its form and the numbers of its texts */
};

struct known { /* a place of a table that is found by the hash of its key; alike: NULL: it is free */
    uint64_t hash;
    struct alike *alike;
};

struct alikes {
    struct count *c;
    bool bound[F_COUNT]; /* fields whose texts they have in common */
    struct line_keys keys;
    struct known *known;
    size_t n, cap, places; /* places: a power of two */
    struct alike **at;
    struct pool pool;
    size_t memory, memory_of_keys; /* the one with the other, as it was when a finding was learned */
    struct alike *now;             /* that the finding asked about last is like, or NULL */
    struct subject s;              /* of that finding, as far as `now` and its names say */
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
    a->keys.bound = a->bound;
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

/* ---- the table ---- */

static struct known *
known_at(const struct alikes *a, uint64_t hash)
{
    size_t i = (size_t)hash & (a->places - 1);
    while (a->known[i].alike && a->known[i].hash != hash)
        i = (i + 1) & (a->places - 1);
    return &a->known[i];
}

static void
grow(struct alikes *a)
{
    struct known *old = a->known;
    size_t n = a->places;
    a->places = n ? 2 * n : 1024;
    a->known = xcalloc(a->places, sizeof *a->known);
    a->memory += (a->places - n) * sizeof *a->known;
    for (size_t i = 0; i < n; i++)
        if (old[i].alike)
            *known_at(a, old[i].hash) = old[i];
    free(old);
}

static bool
has_key(const struct alike *k, const struct alikes *a)
{
    return k->n_key == a->keys.n && memcmp(k->key, a->keys.key, a->keys.n * sizeof *k->key) == 0;
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
    if (!a->places || !line_keys_find(&a->keys, line))
        return NULL;
    __builtin_prefetch(&a->known[(size_t)a->keys.hash & (a->places - 1)]);
    if (!line_keys_fill(&a->keys, line, &a->c->reader))
        return NULL;
    struct alike *k = known_at(a, a->keys.hash)->alike;
    if (!k)
        return NULL;
    expect(k);
    subject_fill_names(s, &a->c->reader);
    if (!has_key(k, a))
        return NULL;
    fill_subject(a, s, k);
    return k;
}

/* What programs give for this one finding. false: one fails. */
static bool
count_varying(struct alikes *a, const struct alike *k, const struct shape *x, struct slice line)
{
    struct looks *looks = a->c->looks;
    const struct class *classes[VARYING_MAX];
    for (size_t i = 0; i < x->settled.n_vary; i++) {
        classes[i] = looks_vary(looks, &x->settled, i, &a->s, line, &k->x);
        if (classes[i] && classes[i]->noted)
            return false;
    }
    for (size_t i = 0; i < x->settled.n_vary; i++) {
        if (!classes[i])
            continue;
        axes_take_bound(looks_axes(looks), classes[i], k->rows, 1);
        axes_take_loose(looks_axes(looks), classes[i], &a->s);
    }
    return true;
}

bool
alikes_take(struct alikes *a, struct slice line, struct tally *notes)
{
    struct count *c = a->c;
    struct subject *s = &a->s;
    a->now = NULL;
    if (a->rest) {
        a->rest--;
        return false;
    }
    struct alike *k = a->now = find(a, line);
    struct shape *x = k && s->id.p ? shape_of(k, bits_of(s, facts_detect_days(s))) : NULL;
    if (!x)
        return false;
    if (!count_varying(a, k, x, line))
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

static void
count_memory(struct alikes *a)
{
    size_t keys = line_keys_memory(&a->keys);
    a->memory += keys - a->memory_of_keys;
    a->memory_of_keys = keys;
}

static struct alike *
new_alike(struct alikes *a, struct slice line, const struct subject *s, const struct contribution *x,
          const struct look *look, struct exception *exception)
{
    struct axes *axes = looks_axes(a->c->looks);
    size_t periods = a->c->periods->n;
    bool learned = line_keys_learn(&a->keys, line);
    count_memory(a);
    if (!learned)
        return NULL;
    if (2 * a->n >= a->places)
        grow(a);
    struct known *known = known_at(a, a->keys.hash);
    if (known->alike)
        return NULL; /* another key with the same hash */
    struct alike *k = keep(a, sizeof *k + a->keys.n * sizeof *k->key);
    *k = (struct alike){.first_seen = s->first_seen,
                        .sla_days = s->sla_days,
                        .due = s->due,
                        .n_sources = s->n_sources,
                        .releases = s->releases,
                        .kev = s->kev,
                        .x = *x,
                        .exception = exception,
                        .facts = look->facts,
                        .n_key = a->keys.n};
    memcpy(k->key, a->keys.key, k->n_key * sizeof *k->key);
    *known = (struct known){a->keys.hash, k};
    k->rows = keep(a, axes->n * sizeof *k->rows);
    axes_rows(axes, s, k->rows);
    k->checked = keep(a, periods * sizeof *k->checked);
    for (size_t p = 0; p < periods; p++)
        k->checked[p] = checks_mask(s, &k->facts[p]);
    find_places(a, k, s);
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
    return a->memory > ALIKE_BYTES;
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
    line_keys_forget(&a->keys);
    free(a->known);
    a->known = NULL;
    pool_free(&a->pool);
    a->pool = (struct pool){0};
    a->n = a->places = a->memory = a->memory_of_keys = a->met = 0;
    a->now = NULL;
}

void
alikes_add_up(struct alikes *a)
{
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
    line_keys_free(&a->keys);
    free(a->at);
    free(a);
}
