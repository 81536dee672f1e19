#include "looks.h"

#include <stdlib.h>
#include <string.h>

#include "axes.h"
#include "count.h"
#include "key.h"

#define LOOKS_BYTES (size_t)(16u << 20) /* of facts and classes; beyond it all is added up */

struct facts_key { /* what the facts follow from; days, or INT32_MIN: none. No padding */
    uint32_t history, unverified;
    int32_t first, last, clock, due, sla, kev_added, kev_due;
    uint32_t bits;
};

#define RECENT 1024 /* a power of two */

struct same { /* findings with the same facts */
    struct facts *facts;
    struct plan plan;
    uint32_t sides[SIDES];
};

struct looks {
    struct count *c;
    struct axes axes;
    struct map facts, classes;
    struct map varying; /* of classes of what varies → number */
    struct recent {     /* those found last, by a cheap hash; class NULL: none */
        const struct asking *asking;
        const struct outcome *outcome;
        uint32_t head;
        const struct class *class;
    } * recent; /* RECENT of them; NULL: nothing has varied yet */
    struct same *same;
    size_t n_same, cap_same;
    struct class **list; /* classes */
    size_t n_list, cap_list;
    struct map sides[SIDES];
    struct map vectors; /* of periods without a recent scan → number */
    uint32_t unverified;
    bool *now; /* the vector of the scans that the finding's lists are; one for each period */
    uint64_t scans_version;
    size_t memory;
    struct pool pool; /* of facts, runs and classes */
    struct buf key;
    struct run *answers; /* of the programs asked about the finding */
    size_t n_answers, cap_answers;
    struct facts_key before;
    size_t same_before; /* + 1; 0: none */
};

struct looks *
looks_new(struct count *c)
{
    struct looks *l = xcalloc(1, sizeof *l);
    l->c = c;
    l->now = xcalloc(c->periods->n, sizeof *l->now);
    axes_init(&l->axes, c);
    return l;
}

struct axes *
looks_axes(struct looks *l)
{
    return &l->axes;
}

bool
looks_are_full(struct looks *l)
{
    return l->memory > LOOKS_BYTES || axes_are_full(&l->axes) || (l->c->memo && memo_is_full(l->c->memo));
}

void
looks_add_up(struct looks *l)
{
    axes_add_up(&l->axes);
    for (size_t i = 0; i < l->n_same; i++)
        plan_free(&l->same[i].plan);
    map_free(&l->facts);
    map_free(&l->classes);
    map_free(&l->varying);
    free(l->recent);
    l->recent = NULL;
    for (int i = 0; i < SIDES; i++)
        map_free(&l->sides[i]);
    pool_free(&l->pool);
    l->pool = (struct pool){0};
    l->n_same = l->n_list = l->memory = l->same_before = 0;
    if (l->c->memo)
        memo_forget(l->c->memo);
}

/* ---- facts ---- */

/* In which periods no scan has looked for it of late: a number for each answer. */
static void
find_unverified(struct looks *l)
{
    const struct count *c = l->c;
    if (l->scans_version == c->scans.version)
        return;
    l->scans_version = c->scans.version;
    for (size_t i = 0; i < c->periods->n; i++) {
        const struct period *p = &c->periods->at[i];
        l->now[i] = !scans_covered(&c->scans, p->end - c->stale, p->end);
    }
    struct slice key = {(const char *)l->now, c->periods->n * sizeof *l->now};
    l->unverified = (uint32_t)*map_put(&l->vectors, key, l->vectors.n);
}

static inline int32_t
day_of(int64_t at)
{
    return at == DATE_NONE ? INT32_MIN : (int32_t)date_day(at);
}

static inline int32_t
days_of(int64_t days)
{
    return days == NO_DAYS ? INT32_MIN : (int32_t)days;
}

static struct facts_key
key_of(const struct looks *l, const struct subject *s, int64_t detect)
{
    unsigned from = detect == NO_DAYS ? 0 : s->introduced != DATE_NONE ? 1 : 2;
    return (struct facts_key){s->history,
                              l->unverified,
                              day_of(s->first_seen),
                              day_of(s->last_seen),
                              day_of(s->clock),
                              days_of(s->due),
                              days_of(s->sla_days),
                              day_of(s->kev_added),
                              day_of(s->kev_due),
                              (uint32_t)s->kev | (uint32_t)s->critical << 1 |
                                  (uint32_t)s->infrastructure << 2 | (uint32_t)s->mapped << 3 |
                                  (uint32_t)s->likely_exploited << 4 | from << 5};
}

static uint32_t
side_of(struct looks *l, enum side_of_facts side)
{
    if (!l->key.n)
        return 0;
    l->memory += l->key.n + 64;
    return (uint32_t)*map_put(&l->sides[side], buf_as_slice(&l->key), l->sides[side].n + 1);
}

static void
add_side(struct looks *l, const struct facts *f, size_t period, enum side_of_facts side)
{
    const int64_t moves[] = {(int64_t)period,   f->open_at_start,  f->open,           f->moves.first,
                             f->moves.resolved, f->moves.reopened, f->moves.accepted, f->moves.returned};
    const int64_t owed[] = {(int64_t)period, f->overdue, f->due_next, f->age_days};
    const int64_t served[] = {(int64_t)period, f->open, f->unverified};
    const int64_t noise[] = {(int64_t)period, f->at_end == STATE_FALSE_POSITIVE};
    if (side == SIDE_MOVES && movement_moves(f))
        buf_add(&l->key, (const char *)moves, sizeof moves);
    else if (side == SIDE_OWED && f->open)
        buf_add(&l->key, (const char *)owed, sizeof owed);
    else if (side == SIDE_OPEN && f->open)
        buf_add(&l->key, (const char *)noise, sizeof noise);
    else if (side == SIDE_NOISE && noise_counts(f))
        buf_add(&l->key, (const char *)noise, sizeof noise);
    else if (side == SIDE_SERVED && served_counts(f))
        buf_add(&l->key, (const char *)served, sizeof served);
}

static void
find_facts(struct looks *l, struct same *x, const struct subject *s, struct slice line)
{
    struct count *c = l->c;
    *x = (struct same){.facts = pool_alloc(&l->pool, c->periods->n * sizeof *x->facts)};
    for (size_t i = 0; i < c->periods->n; i++) {
        const struct period *p = &c->periods->at[i];
        struct facts *f = &x->facts[i];
        facts_find(f, s, p);
        f->unverified = l->now[i];
        facts_set_flags(f, s);
        c->seen[i] |= f->is_new || (s->last_seen >= p->start && s->last_seen < p->end);
    }
    for (int side = 0; side < SIDES; side++) {
        l->key.n = 0;
        for (size_t i = 0; i < c->periods->n; i++)
            add_side(l, &x->facts[i], i, (enum side_of_facts)side);
        x->sides[side] = side_of(l, (enum side_of_facts)side);
    }
    l->memory += sizeof *x + c->periods->n * sizeof *x->facts + 128;
    if (!c->memo)
        return;
    memo_begin(c->memo, s, line, x->facts);
    memo_plan(c->memo, &x->plan);
    l->memory += x->plan.cap_runs * sizeof *x->plan.runs + x->plan.cap_asks * sizeof *x->plan.asks;
}

static size_t
same_of(struct looks *l, const struct subject *s, struct slice line, int64_t detect)
{
    struct facts_key key = key_of(l, s, detect);
    if (l->same_before && memcmp(&key, &l->before, sizeof key) == 0)
        return l->same_before - 1;
    size_t at = *map_put(&l->facts, (struct slice){(const char *)&key, sizeof key}, l->n_same);
    if (at == l->n_same) {
        l->same = xgrow(l->same, &l->cap_same, l->n_same + 1, sizeof *l->same);
        find_facts(l, &l->same[l->n_same++], s, line);
    }
    l->before = key;
    l->same_before = at + 1;
    return at;
}

/* ---- classes ---- */

/* The facts that differ among findings that have the others in common. */
static void
set_own_facts(struct looks *l, struct facts *f, size_t period, const struct subject *s, int64_t detect)
{
    const struct count *c = l->c;
    f->time_to_detect_days = detect;
    f->exposure_days = s->releases == INSTANTS_NONE
                           ? NO_DAYS
                           : releases_exposure(&c->releases, s->releases, s, f, &c->periods->at[period]);
}

/* Those that look at anything, and the findings of which nothing can be foretold, are not remembered. */
static void
run_whole(struct looks *l, struct same *x, const struct subject *s, const struct contribution *own, bool odd,
          int64_t detect, struct tally *notes)
{
    struct count *c = l->c;
    for (size_t i = 0; i < c->periods->n; i++)
        set_own_facts(l, &x->facts[i], i, s, detect);
    cells_finding(&c->cells, s->f, s->component.known ? s->component.name_json : s->f->f[F_COMPONENT], own);
    if (odd)
        memo_run_all(c->memo, notes);
    for (size_t i = 0; !odd && i < x->plan.n_asks; i++)
        if (x->plan.asks[i].whole)
            memo_run_whole(c->memo, &x->plan.asks[i], notes);
}

static const struct outcome *
ask_one(struct looks *l, struct same *x, const struct asking *a, const struct subject *s, int64_t detect)
{
    set_own_facts(l, &x->facts[a->from], a->from, s, detect);
    return memo_ask(l->c->memo, a);
}

/* The key of the class, in l->key, and what the asked programs give, in l->answers. settled: it is known, but
 * for what varies; or NULL. */
static void
ask(struct looks *l, struct same *x, uint32_t head, const struct subject *s, bool odd, int64_t detect,
    const struct settled *settled)
{
    uint32_t numbers[2] = {(uint32_t)(x - l->same), head};
    l->key.n = l->n_answers = 0;
    buf_add(&l->key, (const char *)numbers, sizeof numbers);
    for (size_t i = 0; !odd && i < x->plan.n_asks; i++) {
        const struct asking *a = &x->plan.asks[i];
        if (a->whole)
            continue;
        const struct outcome *o = settled ? settled->to[i].o : ask_one(l, x, a, s, detect);
        uint32_t number = o ? o->number : 0;
        buf_add(&l->key, (const char *)&number, sizeof number);
        if (!o)
            continue;
        l->answers = xgrow(l->answers, &l->cap_answers, l->n_answers + 1, sizeof *l->answers);
        l->answers[l->n_answers++] = (struct run){memo_program(a), a->from, a->below, o};
    }
}

/* What a class says of a finding beside its facts and what programs give. */
static uint32_t
head_of(const struct looks *l, const struct subject *s, const struct contribution *own, bool odd)
{
    uint32_t rank = s->rank < 2 ? (uint32_t)s->rank : 2;
    return (uint32_t)own->provenance | (uint32_t)own->unreviewed << 2 | (uint32_t)own->unmatched << 3 |
           (uint32_t)odd << 4 | rank << 5 | (uint32_t)(s->component.fixed_version.n > 0) << 7 |
           (uint32_t)served_classified(s) << 8 | (uint32_t)served_intel(s) << 9 |
           (uint32_t)(s->component.name.n > 0) << 10 |
           (uint32_t)judge_is_control(&l->c->judge, s->category) << 11;
}

/* x: NULL: of what programs give alone. */
static struct class *
make_class(struct looks *l, const struct same *x, uint32_t head)
{
    bool odd = head >> 4 & 1;
    size_t known = odd || !x ? 0 : x->plan.n_runs, n = known + l->n_answers;
    struct class *k = pool_alloc(&l->pool, sizeof *k);
    *k = (struct class){.facts = x ? x->facts : NULL,
                        .runs = pool_alloc(&l->pool, n * sizeof *k->runs),
                        .n_runs = n,
                        .x = {(enum provenance)(head & 3), head >> 2 & 1, head >> 3 & 1},
                        .supplied = {(int)(head >> 5 & 3), head >> 7 & 1, head >> 10 & 1},
                        .classified = head >> 8 & 1,
                        .intel = head >> 9 & 1,
                        .control = head >> 11 & 1,
                        .views = pool_alloc(&l->pool, l->axes.n * sizeof *k->views)};
    if (x)
        memcpy(k->sides, x->sides, sizeof k->sides);
    if (known)
        memcpy(k->runs, x->plan.runs, known * sizeof *k->runs);
    if (l->n_answers)
        memcpy(k->runs + known, l->answers, l->n_answers * sizeof *k->runs);
    for (size_t i = 0; i < n; i++)
        k->noted |= k->runs[i].outcome->n_notes > 0;
    axes_view(&l->axes, k);
    l->memory += sizeof *k + n * sizeof *k->runs + l->axes.n * sizeof *k->views + 128;
    return k;
}

static const struct class *
class_of(struct looks *l, const struct same *x, uint32_t head)
{
    size_t at = *map_put(&l->classes, buf_as_slice(&l->key), l->n_list);
    if (at == l->n_list) {
        l->list = xgrow(l->list, &l->cap_list, l->n_list + 1, sizeof(struct class *));
        l->list[l->n_list++] = make_class(l, x, head);
    }
    return l->list[at];
}

struct look
looks_take(struct looks *l, const struct subject *s, struct slice line, const struct contribution *own,
           struct tally *notes)
{
    struct count *c = l->c;
    find_unverified(l);
    int64_t detect = facts_detect_days(s);
    size_t at = same_of(l, s, line, detect);
    struct same *x = &l->same[at];
    bool odd = c->memo && memo_is_odd(s), whole = odd;
    if (c->memo)
        memo_begin(c->memo, s, line, x->facts);
    uint32_t head = head_of(l, s, own, odd);
    ask(l, x, head, s, odd, detect, NULL);
    const struct class *k = class_of(l, x, head);
    axes_take(&l->axes, k, s);
    for (size_t i = 0; i < x->plan.n_asks; i++)
        whole |= x->plan.asks[i].whole;
    if (whole)
        run_whole(l, x, s, own, odd, detect, notes);
    for (size_t i = 0; k->noted && i < k->n_runs; i++)
        memo_note(c->memo, &k->runs[i], s->id, notes);
    return (struct look){x->facts, k, at, whole || k->noted};
}

const struct class *
looks_settle(struct looks *l, size_t same, const struct subject *s, struct slice line,
             const struct contribution *own, const bool *fields, struct pool *pool, struct settled *settled)
{
    struct same *x = &l->same[same];
    const struct plan *p = &x->plan;
    uint32_t head = head_of(l, s, own, false);
    *settled = (struct settled){.same = same,
                                .by_days = true,
                                .to = pool_alloc(pool, p->n_asks * sizeof *settled->to),
                                .vary = pool_alloc(pool, p->n_asks * sizeof *settled->vary)};
    if (l->c->memo)
        memo_begin(l->c->memo, s, line, x->facts);
    for (size_t i = 0; i < p->n_asks; i++) {
        bool varies = memo_varies(l->c->memo, &p->asks[i], fields);
        if (varies)
            settled->by_days &= memo_varies_by_days(l->c->memo, &p->asks[i], fields);
        if (varies)
            settled->vary[settled->n_vary++] = i;
        settled->to[i] =
            (struct answer_to){varies, varies ? NULL : ask_one(l, x, &p->asks[i], s, facts_detect_days(s))};
    }
    settled->by_days &= settled->n_vary > 0;
    ask(l, x, head, s, false, NO_DAYS, settled);
    return class_of(l, x, head);
}

struct varying_key { /* no padding */
    uint32_t program, outcome, periods, head;
};

static const struct class *
varying_class(struct looks *l, const struct asking *a, const struct outcome *o, uint32_t head)
{
    const struct varying_key key = {memo_program(a), o->number, (uint32_t)a->from << 16 | a->below, head};
    size_t at = *map_put(&l->varying, (struct slice){(const char *)&key, sizeof key}, l->n_list);
    if (at < l->n_list)
        return l->list[at];
    l->answers = xgrow(l->answers, &l->cap_answers, 1, sizeof *l->answers);
    l->answers[0] = (struct run){memo_program(a), a->from, a->below, o};
    l->n_answers = 1;
    l->list = xgrow(l->list, &l->cap_list, l->n_list + 1, sizeof(struct class *));
    return l->list[l->n_list++] = make_class(l, NULL, head);
}

const struct class *
looks_vary(struct looks *l, const struct settled *settled, size_t i, const struct subject *s,
           struct slice line, const struct contribution *own)
{
    struct same *x = &l->same[settled->same];
    const struct asking *a = &x->plan.asks[settled->vary[i]];
    memo_begin(l->c->memo, s, line, x->facts);
    const struct outcome *o = ask_one(l, x, a, s, facts_detect_days(s));
    if (!o)
        return NULL;
    uint32_t head =
        (uint32_t)own->provenance | (uint32_t)own->unreviewed << 2 | (uint32_t)own->unmatched << 3;
    uint64_t hash = ((uint64_t)(uintptr_t)o ^ (uint64_t)(uintptr_t)a << 20) * 0x9e3779b97f4a7c15u;
    if (!l->recent)
        l->recent = xcalloc(RECENT, sizeof *l->recent);
    struct recent *r = &l->recent[hash >> 54 & (RECENT - 1)];
    if (!r->class || r->asking != a || r->outcome != o || r->head != head)
        *r = (struct recent){a, o, head, varying_class(l, a, o, head)};
    return r->class;
}

void
looks_free(struct looks *l)
{
    if (!l)
        return;
    looks_add_up(l);
    axes_free(&l->axes);
    map_free(&l->vectors);
    free(l->same);
    free(l->list);
    free(l->now);
    free(l->answers);
    buf_free(&l->key);
    free(l);
}
