#include "memo.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "mem.h"
#include "memo_part.h"

#define DIRECT_MAX 4096               /* days whose outcome has a place of its own */
#define MEMORY_MAX (size_t)(16 << 20) /* of remembered outcomes; beyond it all are forgotten */

/* ---- what programs look at ---- */

struct looking {
    struct program *p;
    struct variant *v; /* NULL: the flags are not given */
    uint64_t flags;
};

/* Members that a finding hardly ever has, and that the question whether an output is `{value, by}` asks for:
 * taken as absent, and of a finding that has one every program is run. */
static bool
is_rare(struct slice name)
{
    return slice_is(name, "value") || slice_is(name, "by");
}

static int
known(void *with, struct slice name)
{
    const struct looking *l = with;
    unsigned which;
    if (is_rare(name))
        return -2;
    if (!l->v || facts_sort(name, &which) != FACT_YES_NO)
        return -1;
    return (l->flags >> which & 1) != 0;
}

static struct slice
kind_text(void *with, struct slice name)
{
    (void)with;
    return slice_is(name, "kind") ? SLICE("finding") : (struct slice){0};
}

static void
add_read(struct looking *l, struct slice name, int number)
{
    struct program *p = l->p;
    size_t i = 0;
    while (i < p->n && !(slice_same(p->reads[i].name, name) || (number >= 0 && p->reads[i].number == number)))
        i++;
    if (i == p->n && (l->v || p->n == READS_MAX)) {
        p->whole = true;
        return;
    }
    if (i == p->n)
        p->reads[p->n++] = (struct reads){name, number, number < 0 ? finding_field(name) : -1};
    if (!l->v)
        return;
    for (size_t k = 0; k < l->v->n; k++)
        if (l->v->reads[k] == i)
            return;
    l->v->reads[l->v->n++] = (unsigned)i;
}

static void
looks_at(void *with, struct slice name)
{
    struct looking *l = with;
    unsigned which;
    enum fact_sort sort = facts_sort(name, &which);
    if (sort == FACT_YES_NO || sort == FACT_FLAGS)
        l->p->mask |= facts_mask(name);
    else if (sort == FACT_NUMBER)
        add_read(l, name, (int)which);
    else if (sort == FACT_NONE)
        add_read(l, name, -1);
}

static bool
look(struct memo *m, size_t program, struct variant *v, uint64_t flags)
{
    struct looking l = {&m->programs[program], v, flags};
    struct program_reader reader = {&l, known, kind_text, looks_at};
    return programs_reads(m->runner->sets[KIND_FINDING], program, &reader) && !l.p->whole;
}

struct memo *
memo_new(struct runner *r, struct cells *c, const struct periods *periods)
{
    struct memo *m = xcalloc(1, sizeof *m);
    m->runner = r;
    m->cells = c;
    m->periods = periods;
    m->n = r->n[KIND_FINDING];
    m->programs = xcalloc(m->n + 1, sizeof *m->programs);
    m->running = xcalloc(m->n + 1, sizeof *m->running);
    for (size_t i = 0; i < m->n; i++)
        m->programs[i].whole = !look(m, i, NULL, 0);
    return m;
}

/* ---- running ---- */

/* Two outcomes that count the same have one number; 0 counts nothing. */
static uint32_t
number_of(struct memo *m, const struct outcome *o)
{
    struct buf *b = &m->content;
    b->n = 0;
    if (!o->n && !o->n_notes)
        return 0;
    for (size_t i = 0; i < o->n; i++) {
        const struct given *g = &o->out[i];
        const uint64_t parts[] = {g->metric, g->side, g->yes, g->n_own};
        buf_add(b, (const char *)parts, sizeof parts);
        buf_add(b, (const char *)&g->number, sizeof g->number);
        key_part(b, g->text);
        for (size_t k = 0; k < g->n_own; k++) {
            const uint64_t own[] = {g->own[k].field, g->own[k].value};
            buf_add(b, (const char *)own, sizeof own);
        }
    }
    for (size_t i = 0; i < o->n_notes; i++)
        key_part(b, slice_of(o->notes[i]));
    size_t next = m->contents.n + 1, at = *map_put(&m->contents, buf_as_slice(b), next);
    if (at == next) {
        m->outcomes = xgrow(m->outcomes, &m->cap_outcomes, at + 1, sizeof *m->outcomes);
        m->outcomes[at] = o;
        m->memory += b->n + 64;
    }
    return (uint32_t)at;
}

static struct outcome *
run_program(struct memo *m, size_t program, size_t period)
{
    struct outcome *o = xcalloc(1, sizeof *o);
    if (m->text != period) {
        runner_begin(m->runner, m->line);
        facts_write(&m->runner->text, &m->facts[period], m->s, &m->periods->at[period]);
        buf_byte(&m->runner->text, '}');
        runner_read(m->runner, KIND_FINDING);
        m->text = period;
    }
    runner_one(m->runner, KIND_FINDING, program, m->cells, &m->pool, o);
    return o;
}

/* As run_program, to be kept. */
static struct outcome *
remember(struct memo *m, size_t program, size_t period)
{
    struct outcome *o = run_program(m, program, period);
    o->number = number_of(m, o);
    m->memory += sizeof *o + o->n * sizeof *o->out + 200 * o->n_notes;
    return o;
}

static void
outcome_free(struct outcome *o)
{
    for (size_t i = 0; o && i < o->n_notes; i++)
        free(o->notes[i]);
    if (o) {
        free(o->notes);
        free(o->out);
    }
    free(o);
}

static void
apply(struct memo *m, size_t program, const struct outcome *o, size_t from, size_t below, struct tally *notes)
{
    for (size_t i = 0; i < o->n; i++)
        cells_add(m->cells, &o->out[i], from, below);
    memo_note(m, &(struct run){(unsigned)program, (unsigned short)from, (unsigned short)below, o}, m->s->id,
              notes);
}

static struct variant *
variant_of(struct memo *m, size_t program, uint64_t flags)
{
    struct program *p = &m->programs[program];
    uint64_t masked = flags & p->mask;
    struct slice key = {(const char *)&masked, sizeof masked};
    size_t at = *map_put(&p->variants, key, p->n_list);
    if (at < p->n_list)
        return p->list[at];
    struct variant *v = xcalloc(1, sizeof *v);
    v->program = program;
    v->whole = p->whole || !look(m, program, v, flags);
    p->list = xgrow(p->list, &p->cap, p->n_list + 1, sizeof *p->list);
    p->list[p->n_list++] = v;
    m->memory += sizeof *v;
    return v;
}

struct entry *
memo_entry(struct memo *m, uint64_t flags, size_t period)
{
    struct slice key = {(const char *)&flags, sizeof flags};
    size_t at = *map_put(&m->entries, key, m->n_list);
    if (at < m->n_list)
        return &m->list[at];
    struct entry e = {0};
    for (size_t i = 0; i < m->n; i++) {
        struct variant *v = variant_of(m, i, flags);
        if (v->n || v->whole) {
            e.others = xgrow(e.others, &e.cap_others, e.n_others + 1, sizeof *e.others);
            e.others[e.n_others++] = v;
            continue;
        }
        if (!v->fixed)
            v->fixed = remember(m, i, period);
        if (!v->fixed->n && !v->fixed->n_notes)
            continue;
        e.fixed = xgrow(e.fixed, &e.cap_fixed, e.n_fixed + 1, sizeof *e.fixed);
        e.fixed[e.n_fixed++] = v;
    }
    m->list = xgrow(m->list, &m->cap, m->n_list + 1, sizeof *m->list);
    m->list[m->n_list] = e;
    m->memory += sizeof e + (e.cap_fixed + e.cap_others) * sizeof(void *);
    return &m->list[m->n_list++];
}

/* ---- outcomes by what was looked at ---- */

static struct outcome **
direct_place(struct memo *m, struct variant *v, size_t at)
{
    if (at >= v->n_direct) {
        size_t n = v->n_direct ? v->n_direct : 64;
        while (n <= at)
            n *= 2;
        v->direct = xrealloc(v->direct, n * sizeof *v->direct);
        memset(v->direct + v->n_direct, 0, (n - v->n_direct) * sizeof *v->direct);
        m->memory += (n - v->n_direct) * sizeof *v->direct;
        v->n_direct = n;
    }
    return &v->direct[at];
}

static struct outcome **
place_of(struct memo *m, struct variant *v, size_t period)
{
    const struct program *p = &m->programs[v->program];
    const struct reads *first = &p->reads[v->reads[0]];
    if (v->n == 1 && first->number >= 0) {
        int64_t days = facts_number(&m->facts[period], m->s, period, (enum number)first->number);
        if (days == NO_DAYS || (days >= 0 && days < DIRECT_MAX))
            return direct_place(m, v, days == NO_DAYS ? 0 : (size_t)days + 1);
    }
    m->key.n = 0;
    for (size_t i = 0; i < v->n; i++) {
        const struct reads *x = &p->reads[v->reads[i]];
        if (x->number >= 0) {
            int64_t n = facts_number(&m->facts[period], m->s, period, (enum number)x->number);
            buf_add(&m->key, (const char *)&n, sizeof n);
        } else {
            key_part(&m->key, finding_member(m->s->f, x->finding, x->name));
        }
    }
    size_t *recent = &v->recent[key_slot(buf_as_slice(&m->key))];
    if (*recent && key_same(v->keys[*recent - 1], buf_as_slice(&m->key)))
        return &v->list[*recent - 1];
    size_t at = *map_put(&v->known, buf_as_slice(&m->key), v->n_list);
    if (at == v->n_list) {
        v->list = xgrow(v->list, &v->cap, v->n_list + 1, sizeof *v->list);
        v->keys = xgrow(v->keys, &v->cap_keys, v->n_list + 1, sizeof *v->keys);
        v->keys[v->n_list] = (struct slice){pool_copy(&m->pool, m->key.p, m->key.n), m->key.n};
        v->list[v->n_list++] = NULL;
        m->memory += 2 * m->key.n + 64;
    }
    *recent = at + 1;
    return &v->list[at];
}

const struct outcome *
memo_outcome(struct memo *m, struct variant *v, size_t period)
{
    struct outcome **place = place_of(m, v, period);
    if (!*place) {
        struct outcome *o = remember(m, v->program, period);
        *place_of(m, v, period) = o;
        return o;
    }
    return *place;
}

/* ---- one finding ---- */

void
memo_forget(struct memo *m)
{
    for (size_t i = 0; i < m->n; i++) {
        struct program *p = &m->programs[i];
        for (size_t k = 0; k < p->n_list; k++) {
            struct variant *v = p->list[k];
            outcome_free(v->fixed);
            for (size_t d = 0; d < v->n_direct; d++)
                outcome_free(v->direct[d]);
            for (size_t d = 0; d < v->n_list; d++)
                outcome_free(v->list[d]);
            free(v->direct);
            free(v->list);
            free(v->keys);
            map_free(&v->known);
            free(v);
        }
        p->n_list = 0;
        map_free(&p->variants);
    }
    for (size_t i = 0; i < m->n_list; i++) {
        free(m->list[i].fixed);
        free(m->list[i].others);
    }
    m->n_list = m->memory = 0;
    map_free(&m->entries);
    map_free(&m->contents);
    pool_free(&m->pool);
    m->pool = (struct pool){0};
}

bool
memo_is_full(const struct memo *m)
{
    return m->memory > MEMORY_MAX;
}

bool
memo_is_odd(const struct subject *s)
{
    for (size_t i = 0; i < s->f->others; i++)
        if (is_rare(s->f->other[i].key))
            return true;
    return false;
}

void
memo_begin(struct memo *m, const struct subject *s, struct slice line, const struct facts *f)
{
    m->s = s;
    m->line = line;
    m->facts = f;
    m->text = SIZE_MAX;
}

void
memo_note(struct memo *m, const struct run *r, struct slice id, struct tally *notes)
{
    for (size_t p = r->from; r->outcome->n_notes && p < r->below; p++)
        for (size_t i = 0; i < r->outcome->n_notes; i++)
            runner_note(m->runner, KIND_FINDING, r->program, id, r->outcome->notes[i], notes);
}

static void
run_once(struct memo *m, size_t program, size_t period, struct tally *notes)
{
    struct outcome *o = run_program(m, program, period);
    apply(m, program, o, period, period + 1, notes);
    outcome_free(o);
}

void
memo_run_all(struct memo *m, struct tally *notes)
{
    for (size_t period = 0; period < m->periods->n; period++)
        for (size_t i = 0; i < m->n; i++)
            run_once(m, i, period, notes);
}

void
memo_run_whole(struct memo *m, const struct asking *a, struct tally *notes)
{
    for (size_t period = a->from; period < a->below; period++)
        run_once(m, a->v->program, period, notes);
}

const struct outcome *
memo_ask(struct memo *m, const struct asking *a)
{
    return memo_one(m, memo_outcome(m, a->v, a->from));
}

unsigned
memo_program(const struct asking *a)
{
    return (unsigned)a->v->program;
}

bool
memo_reads(const struct memo *m, size_t i, struct slice *name, int *field, bool *whole)
{
    for (size_t k = 0; m && k < m->n; k++) {
        const struct program *p = &m->programs[k];
        *whole |= p->whole;
        if (i < p->n) {
            *name = p->reads[i].name;
            *field = p->reads[i].number < 0 ? p->reads[i].finding : F_ID;
            return true;
        }
        i -= p->n;
    }
    return false;
}

void
memo_free(struct memo *m)
{
    if (!m)
        return;
    memo_forget(m);
    for (size_t i = 0; i < m->n; i++)
        free(m->programs[i].list);
    free(m->outcomes);
    buf_free(&m->content);
    free(m->programs);
    free(m->running);
    free(m->list);
    buf_free(&m->key);
    free(m);
}
