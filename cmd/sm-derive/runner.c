#define _GNU_SOURCE /* memmem under -std=c11 */
#include "runner.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jq/vet.h"
#include "mem.h"
#include "report.h"

enum role { ROLE_MAIN, ROLE_BESIDE, ROLE_NEEDS, ROLE_NOTE };

struct use {
    size_t metric;
    enum role role;
};

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

static void
add(struct sources *s, const struct metrics *all, size_t metric, enum role role, struct slice program)
{
    const struct metric *m = &all->at[metric];
    struct buf b = {0}, why = {0};
    bool empty = false;
    if (!jq_vet(program, &empty, &why))
        report_die("%s: %s", m->file, buf_string(&why));
    if (mentions(program, "$as_of"))
        buf_text(&b, ".as_of as $as_of | ");
    buf_byte(&b, '(');
    buf_slice(&b, empty ? SLICE(".") : program);
    buf_byte(&b, '\n');
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
    add(s, all, i, ROLE_MAIN, buf_as_slice(&m->program));
    if (m->beside.p)
        add(s, all, i, ROLE_BESIDE, m->beside);
    if (m->needs.p)
        add(s, all, i, ROLE_NEEDS, m->needs);
    if (m->note_by.p)
        add(s, all, i, ROLE_NOTE, m->note_by);
}

static struct programs *
compile(struct sources *s, struct slice dictionary, struct use **uses, size_t *n)
{
    struct program_variable var = {"dictionary", dictionary};
    struct buf why = {0};
    struct programs *set = s->n ? programs_compile(s->at, s->n, &var, 1, &why) : NULL;
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

static void
note(const struct metric *m, enum kind kind, struct slice name, const char *why, struct tally *notes)
{
    tally_note(notes, "%s: %s %.*s: %.200s", m->file, kind_names[kind], (int)(name.n < 80 ? name.n : 80),
               name.p ? name.p : "", why);
}

static void
take_output(struct runner *r, enum kind kind, size_t program, size_t period, struct cells *c,
            struct slice name, struct tally *notes)
{
    static const enum side sides[] = {SIDE_BESIDE, SIDE_BESIDE, SIDE_NEEDS, SIDE_NOTE};
    const struct use *u = &r->uses[kind][program];
    size_t n = programs_count(r->sets[kind], program);
    for (size_t i = 0; i < n; i++) {
        struct slice output = programs_output(r->sets[kind], program, i);
        if (u->role == ROLE_MAIN) {
            const char *why = cells_output(c, u->metric, period, output);
            if (why)
                note(&r->metrics->at[u->metric], kind, name, why, notes);
        } else {
            if (u->role == ROLE_NOTE)
                output = (struct slice){output.p + 1, output.n - 2}; /* of a plain string */
            cells_side(c, u->metric, period, sides[u->role], output);
            break;
        }
    }
}

void
runner_run(struct runner *r, enum kind kind, size_t period, struct cells *c, struct slice name,
           struct tally *notes)
{
    const char *why;
    buf_byte(&r->text, '}');
    if (!programs_run(r->sets[kind], buf_as_slice(&r->text), &why))
        report_die("%s %.*s: %s", kind_names[kind], (int)name.n, name.p ? name.p : "", why);
    for (size_t i = 0; i < r->n[kind]; i++) {
        const char *error = programs_error(r->sets[kind], i);
        if (error)
            note(&r->metrics->at[r->uses[kind][i].metric], kind, name, error, notes);
        else
            take_output(r, kind, i, period, c, name, notes);
    }
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
