#include "memo.h"

#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "mem.h"

#define READS_MAX 8     /* fields that one program may look at; one that wants more is run each time */
#define DIRECT_MAX 4096 /* days whose outcome has a place of its own */
#define MEMORY_MAX (size_t)(32 << 20) /* of remembered outcomes; beyond it all are forgotten */

struct reads {
    struct slice name;
    int number, finding; /* enum number, a finding's field; or -1 */
};

struct program { /* what it may look at, whatever the flags */
    uint64_t mask;
    bool whole;
    struct reads reads[READS_MAX];
    size_t n;
    struct map variants; /* the masked flags → number */
    struct variant **list;
    size_t n_list, cap;
};

struct variant { /* a program with the flags given */
    size_t program;
    bool whole;
    unsigned reads[READS_MAX]; /* of the program's, those that it looks at still */
    size_t n;
    struct outcome *fixed;   /* n is 0 */
    struct outcome **direct; /* n is 1, a number: by days + 1; NULL: not known yet */
    size_t n_direct;
    struct map known; /* otherwise: what was looked at → number */
    struct outcome **list;
    struct slice *keys; /* of list; in the memo's pool */
    size_t n_list, cap, cap_keys;
    size_t recent[KEY_SLOTS]; /* numbers in list + 1 */
};

struct entry {                        /* all programs with the flags given */
    struct variant **fixed, **others; /* fixed ones that give nothing are left out */
    size_t n_fixed, n_others, cap_fixed, cap_others;
};

struct running { /* what holds since a period */
    const struct outcome *o;
    size_t from;
};

struct memo {
    struct runner *runner;
    struct cells *cells;
    const struct periods *periods;
    size_t n;
    struct program *programs;
    struct map entries;
    struct entry *list;
    size_t n_list, cap;
    size_t memory;
    struct pool pool; /* texts of outcomes */
    struct buf key;
    /* the finding being counted */
    const struct subject *s;
    struct slice line;
    struct entry *now;
    uint64_t flags;
    size_t from;             /* since when `now` holds */
    struct running *running; /* one for each of now->others */
    bool odd;                /* every program is run */
    bool text;               /* runner->text is that of this period */
};

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

static struct outcome *
run_program(struct memo *m, size_t program, size_t period, const struct facts *f)
{
    struct outcome *o = xcalloc(1, sizeof *o);
    if (!m->text) {
        runner_begin(m->runner, m->line);
        facts_write(&m->runner->text, f, m->s, &m->periods->at[period]);
        buf_byte(&m->runner->text, '}');
        m->text = true;
    }
    runner_one(m->runner, KIND_FINDING, program, m->cells, &m->pool, o);
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
    for (size_t p = from; o->n_notes && p < below; p++)
        for (size_t i = 0; i < o->n_notes; i++)
            runner_note(m->runner, KIND_FINDING, program, m->s->id, o->notes[i], notes);
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

static struct entry *
entry_of(struct memo *m, uint64_t flags, size_t period, const struct facts *f)
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
            v->fixed = run_program(m, i, period, f);
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
place_of(struct memo *m, struct variant *v, size_t period, const struct facts *f)
{
    const struct program *p = &m->programs[v->program];
    const struct reads *first = &p->reads[v->reads[0]];
    if (v->n == 1 && first->number >= 0) {
        int64_t days = facts_number(f, m->s, period, (enum number)first->number);
        if (days == NO_DAYS || (days >= 0 && days < DIRECT_MAX))
            return direct_place(m, v, days == NO_DAYS ? 0 : (size_t)days + 1);
    }
    m->key.n = 0;
    for (size_t i = 0; i < v->n; i++) {
        const struct reads *x = &p->reads[v->reads[i]];
        if (x->number >= 0) {
            int64_t n = facts_number(f, m->s, period, (enum number)x->number);
            buf_add(&m->key, (const char *)&n, sizeof n);
        } else {
            key_part(&m->key, finding_member(&m->s->f, x->finding, x->name));
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

static const struct outcome *
outcome_of(struct memo *m, struct variant *v, size_t period, const struct facts *f)
{
    struct outcome **place = place_of(m, v, period, f);
    if (!*place) {
        struct outcome *o = run_program(m, v->program, period, f);
        *place_of(m, v, period, f) = o;
        return o;
    }
    return *place;
}

/* ---- one finding ---- */

static void
stop(struct memo *m, size_t i, size_t below, struct tally *notes)
{
    struct running *r = &m->running[i];
    if (r->o && (r->o->n || r->o->n_notes) && r->from < below)
        apply(m, m->now->others[i]->program, r->o, r->from, below, notes);
    r->o = NULL;
}

static void
stop_all(struct memo *m, size_t below, struct tally *notes)
{
    if (!m->now)
        return;
    for (size_t i = 0; i < m->now->n_fixed; i++)
        apply(m, m->now->fixed[i]->program, m->now->fixed[i]->fixed, m->from, below, notes);
    for (size_t i = 0; i < m->now->n_others; i++)
        stop(m, i, below, notes);
    m->now = NULL;
}

static void
forget(struct memo *m)
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
    pool_free(&m->pool);
    m->pool = (struct pool){0};
}

void
memo_begin(struct memo *m, const struct subject *s, struct slice line)
{
    if (m->memory > MEMORY_MAX)
        forget(m);
    m->s = s;
    m->line = line;
    m->now = NULL;
    m->odd = false;
    for (size_t i = 0; i < s->f.others; i++)
        m->odd |= is_rare(s->f.other[i].key);
}

static void
run_all(struct memo *m, size_t period, const struct facts *f, struct tally *notes)
{
    for (size_t i = 0; i < m->n; i++) {
        struct outcome *o = run_program(m, i, period, f);
        apply(m, i, o, period, period + 1, notes);
        outcome_free(o);
    }
}

void
memo_period(struct memo *m, size_t period, const struct facts *f, struct tally *notes)
{
    m->text = false;
    if (m->odd) {
        run_all(m, period, f, notes);
        return;
    }
    if (!m->now || f->flags != m->flags) {
        stop_all(m, period, notes);
        m->now = entry_of(m, f->flags, period, f);
        m->flags = f->flags;
        m->from = period;
    }
    for (size_t i = 0; i < m->now->n_others; i++) {
        struct variant *v = m->now->others[i];
        if (v->whole) {
            struct outcome *o = run_program(m, v->program, period, f);
            apply(m, v->program, o, period, period + 1, notes);
            outcome_free(o);
            continue;
        }
        const struct outcome *o = outcome_of(m, v, period, f);
        if (o == m->running[i].o)
            continue;
        stop(m, i, period, notes);
        m->running[i] = (struct running){o, period};
    }
}

void
memo_end(struct memo *m, struct tally *notes)
{
    stop_all(m, m->periods->n, notes);
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
    forget(m);
    for (size_t i = 0; i < m->n; i++)
        free(m->programs[i].list);
    free(m->programs);
    free(m->running);
    free(m->list);
    buf_free(&m->key);
    free(m);
}
