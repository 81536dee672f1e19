#define _GNU_SOURCE /* memmem under -std=c11 */
#include "runner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jq/vet.h"
#include "mem.h"
#include "report.h"

struct sources {
    struct program_source *at;
    struct buf *texts; /* owned, one for each */
    struct use *uses;
    size_t n, cap, cap_texts, cap_uses;
};

static bool
mentions(struct slice text, const char *word)
{
    return text.n && memmem(text.p, text.n, word, strlen(word));
}

/* What the program prints matters only as far as its aggregate looks at it. */
static const char *
ending(const struct metric *m, enum role role)
{
    if (role == ROLE_BESIDE || role == ROLE_NEEDS)
        return ") | if . then true else empty end";
    if (role == ROLE_NOTE)
        return ") | select(type == \"string\")";
    if (m->aggregate == AGGREGATE_COUNT)
        return ") | if . == null then empty elif type == \"object\" and has(\"value\") and has(\"by\") then "
               ". else true end";
    return ")";
}

/* Of blank lines only the ends, so that messages name the right one of those behind; of the last all. */
static void
add_blank(struct buf *b, const char *p, size_t n)
{
    for (const char *end; (end = memchr(p, '\n', n)); n -= (size_t)(end + 1 - p), p = end + 1)
        buf_byte(b, '\n');
    buf_add(b, p, n);
}

/* The program ends with a NUL; its directive is blank. */
static void
add(struct sources *s, const struct metrics *all, size_t metric, enum role role, struct slice program)
{
    const struct metric *m = &all->at[metric];
    size_t blank = strspn(program.p, " \t\r\n"), begins;
    struct slice body = {program.p + blank, program.n - blank};
    struct buf b = {0}, why = {0};
    bool empty = false;
    if (mentions(body, "$as_of"))
        buf_text(&b, ".as_of as $as_of | ");
    buf_byte(&b, '(');
    begins = b.n;
    add_blank(&b, program.p, blank);
    buf_slice(&b, body);
    if (!jq_vet((struct slice){b.p + begins, b.n - begins}, &empty, &why))
        report_die("%s: %s", m->file, buf_string(&why));
    buf_text(&b, empty ? "\n.\n" : "\n"); /* comments end with their line */
    buf_text(&b, ending(m, role));
    buf_free(&why);
    s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    s->texts = xgrow(s->texts, &s->cap_texts, s->n + 1, sizeof *s->texts);
    s->uses = xgrow(s->uses, &s->cap_uses, s->n + 1, sizeof *s->uses);
    s->texts[s->n] = b;
    s->uses[s->n] = (struct use){metric, role};
    s->at[s->n++] = (struct program_source){m->file, buf_as_slice(&b)};
}

static void
add_metric(struct sources *s, const struct metrics *all, size_t i)
{
    const struct metric *m = &all->at[i];
    add(s, all, i, ROLE_MAIN, m->program);
    if (m->beside.p)
        add(s, all, i, ROLE_BESIDE, m->beside);
    if (m->needs.p)
        add(s, all, i, ROLE_NEEDS, m->needs);
    if (m->note_by.p)
        add(s, all, i, ROLE_NOTE, m->note_by);
}

/* The dictionary is read for those that look at it only. */
static struct programs *
compile(struct sources *s, struct slice dictionary, struct use **uses, size_t *n)
{
    struct program_variable var = {"dictionary", dictionary};
    struct buf why = {0};
    bool asked = false;
    for (size_t i = 0; i < s->n; i++)
        asked |= mentions(s->at[i].text, "$dictionary");
    struct programs *set = s->n ? programs_compile(s->at, s->n, &var, asked, &why) : NULL;
    if (s->n && !set)
        report_die("%s", buf_string(&why));
    for (size_t i = 0; i < s->n; i++)
        buf_free(&s->texts[i]);
    free(s->texts);
    free(s->at);
    buf_free(&why);
    *uses = s->uses;
    *n = s->n;
    return set;
}

static void
load_formulas(struct runner *r, struct slice dictionary)
{
    struct sources s = {0};
    struct use *uses;
    size_t n;
    for (size_t i = 0; i < r->metrics->n; i++)
        if (r->metrics->at[i].formula.p)
            add(&s, r->metrics, i, ROLE_MAIN, r->metrics->at[i].formula);
    r->formulas = compile(&s, dictionary, &uses, &n);
    free(uses);
}

void
runner_load(struct runner *r, const struct metrics *m, const struct dictionary *d)
{
    *r = (struct runner){.metrics = m};
    for (int k = 0; k < KIND_COUNT; k++) {
        struct sources s = {0};
        for (size_t i = 0; i < m->n; i++)
            if (m->at[i].needed && m->at[i].kinds & 1u << k)
                add_metric(&s, m, i);
        r->sets[k] = compile(&s, buf_as_slice(&d->text), &r->uses[k], &r->n[k]);
    }
    load_formulas(r, buf_as_slice(&d->text));
}

bool
runner_wants(const struct runner *r, enum kind kind)
{
    return r->sets[kind] != NULL;
}

void
runner_begin(struct runner *r, struct slice record)
{
    record = slice_trim(record);
    r->text.n = 0;
    buf_add(&r->text, record.p, record.n - 1); /* it is an object with a kind: members may follow */
}

void
runner_note(const struct runner *r, enum kind kind, size_t program, struct slice name, const char *why,
            struct tally *notes)
{
    tally_note(notes, "%s: %s %.*s: %.200s", r->metrics->at[r->uses[kind][program].metric].file,
               kind_names[kind], (int)(name.n < 80 ? name.n : 80), name.p ? name.p : "", why);
}

static void
add_note(struct outcome *o, const char *why)
{
    o->notes = xgrow(o->notes, &o->cap_notes, o->n_notes + 1, sizeof *o->notes);
    o->notes[o->n_notes++] = xstrdup(why);
}

static void
add_output(struct outcome *o, struct given out)
{
    o->out = xgrow(o->out, &o->cap, o->n + 1, sizeof *o->out);
    o->out[o->n++] = out;
}

static void
take_outputs(struct runner *r, enum kind kind, size_t program, struct cells *c, struct pool *pool,
             struct outcome *o)
{
    static const enum side sides[] = {SIDE_VALUE, SIDE_BESIDE, SIDE_NEEDS, SIDE_NOTE};
    const struct use *u = &r->uses[kind][program];
    size_t n = programs_count(r->sets[kind], program);
    for (size_t i = 0; i < n && (u->role == ROLE_MAIN || !i); i++) {
        struct slice json = programs_output(r->sets[kind], program, i);
        struct given out;
        bool skip = false;
        const char *why = NULL;
        if (u->role == ROLE_MAIN)
            why = cells_read_output(c, u->metric, json, pool, &out, &skip);
        else if (u->role == ROLE_NOTE) /* of a plain string */
            out = cells_side(u->metric, SIDE_NOTE,
                             (struct slice){pool_copy(pool, json.p + 1, json.n - 2), json.n - 2});
        else
            out = cells_side(u->metric, sides[u->role], (struct slice){0});
        if (why)
            add_note(o, why);
        else if (!skip)
            add_output(o, out);
    }
}

static void
take_program(struct runner *r, enum kind kind, size_t program, struct cells *c, struct pool *pool,
             struct outcome *o)
{
    const char *error = programs_error(r->sets[kind], program);
    if (error)
        add_note(o, error);
    else
        take_outputs(r, kind, program, c, pool, o);
}

void
runner_read(struct runner *r, enum kind kind)
{
    const char *why;
    if (!programs_read(r->sets[kind], buf_as_slice(&r->text), &why))
        report_die("%s: %s", kind_names[kind], why);
}

void
runner_one(struct runner *r, enum kind kind, size_t program, struct cells *c, struct pool *pool,
           struct outcome *o)
{
    programs_run_one(r->sets[kind], program);
    take_program(r, kind, program, c, pool, o);
}

void
runner_run(struct runner *r, enum kind kind, size_t period, struct cells *c, struct slice name,
           struct tally *notes)
{
    const char *why;
    struct outcome o = {0};
    buf_byte(&r->text, '}');
    if (!programs_run(r->sets[kind], buf_as_slice(&r->text), &why))
        report_die("%s %.*s: %s", kind_names[kind], (int)name.n, name.p ? name.p : "", why);
    for (size_t i = 0; i < r->n[kind]; i++) {
        o.n = o.n_notes = 0;
        take_program(r, kind, i, c, &c->record, &o);
        for (size_t k = 0; k < o.n; k++)
            cells_add(c, &o.out[k], period, period + 1);
        for (size_t k = 0; k < o.n_notes; k++) {
            runner_note(r, kind, i, name, o.notes[k], notes);
            free(o.notes[k]);
        }
    }
    free(o.out);
    free(o.notes);
}

bool
runner_formula(struct runner *r, size_t metric, struct slice object, double *value, const char **why)
{
    size_t program = 0;
    char *end;
    *why = NULL;
    for (size_t i = 0; i < metric; i++)
        program += r->metrics->at[i].formula.p != NULL;
    if (!programs_run(r->formulas, object, why))
        return false;
    *why = programs_error(r->formulas, program);
    if (*why || !programs_count(r->formulas, program))
        return false;
    struct slice out = programs_output(r->formulas, program, 0);
    if (slice_is(out, "null"))
        return false;
    struct buf b = {0};
    buf_slice(&b, out);
    *value = strtod(buf_string(&b), &end);
    bool number = end != b.p && !*end && isfinite(*value);
    buf_free(&b);
    if (!number)
        *why = "the formula gives no number";
    return number;
}

void
runner_free(struct runner *r)
{
    for (int k = 0; k < KIND_COUNT; k++) {
        programs_free(r->sets[k]);
        free(r->uses[k]);
    }
    programs_free(r->formulas);
    buf_free(&r->text);
}
