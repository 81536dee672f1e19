#include "programs.h"

#include <stdio.h>
#include <stdlib.h>

#include "../limits.h"
#include "../mem.h"
#include "native.h"
#include "../report.h"
#include "copies.h"
#include "follow.h"
#include "input.h"
#include "looks.h"
#include "sandbox.h"
#include "vet.h"

struct program {
    struct native native; /* no plan: it runs in libjq */
    char *why_not;        /* why not native */
    char *name, *text;
    struct sandbox *instead; /* started when a run takes more than the native engine gives it */
};

struct programs {
    struct program *of;
    size_t n;
    struct run run;
    struct memory plans;
    struct sandbox *jq; /* the others, NULL when there is none */
    size_t *in_jq;      /* which they are */
    struct input record, vars_record;
    struct slice text; /* what programs_read was given last, … */
    struct val input;  /* … read into `record` */
    struct plan_constant *vars;
    size_t nvars;
    struct outcomes results;
    struct json_doc
        parsed; /* the output that programs_value was asked for last, where the engine gave text */
};

static bool libjq_only, show_engines;

void
programs_show_engines(bool show)
{
    show_engines = show;
}

void
programs_force_libjq(bool force)
{
    libjq_only = force;
}

static bool
take_variables(struct programs *set, const struct program_variable *vars, size_t n, struct buf *why)
{
    struct buf all = {0};
    const char *wrong;
    struct val all_vars = {0};
    set->vars = xcalloc(n + 1, sizeof *set->vars);
    buf_byte(&all, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_byte(&all, ',');
        buf_slice(&all, vars[i].json);
    }
    buf_byte(&all, ']');
    if (!input_read(&set->vars_record, buf_as_slice(&all), &all_vars, &wrong) || all_vars.n != n) {
        buf_text(why, "a variable is no JSON");
        n = SIZE_MAX;
    }
    for (struct each e = val_each(all_vars); n != SIZE_MAX && set->nvars < n; set->nvars++) {
        struct plan_constant *c = &set->vars[set->nvars];
        c->name = slice_of(xstrdup(vars[set->nvars].name));
        (void)val_next(&e, NULL, &c->value);
    }
    buf_free(&all);
    return set->nvars == n;
}

static bool
take_program(struct programs *set, struct program *p, const struct program_source *src,
             struct memory *scratch, struct buf *why)
{
    struct buf one = {0}, why_not = {0};
    bool empty, good = src->text.n <= PROGRAM_MAX && jq_vet(src->text, &empty, &one);
    if (!good) {
        buf_format(why, "%s: %s", src->name, one.n ? buf_string(&one) : "program larger than 1 MiB");
    } else {
        p->name = xstrdup(src->name);
        p->text = empty ? xstrdup(".") : xstrndup(src->text.p, src->text.n);
        if (libjq_only)
            p->why_not = xstrdup("libjq was asked for");
        else if (!native_compile(&p->native, &set->plans, scratch, slice_of(p->text), set->vars, set->nvars,
                                 &why_not))
            p->why_not = xstrdup(buf_string(&why_not));
    }
    buf_free(&one);
    buf_free(&why_not);
    return good;
}

/* What is not native, together in one libjq. */
static bool
start_libjq(struct programs *set, struct buf *why)
{
    struct program_source *src = xcalloc(set->n + 1, sizeof *src);
    size_t n = 0;
    set->in_jq = xcalloc(set->n + 1, sizeof *set->in_jq);
    for (size_t i = 0; i < set->n; i++) {
        if (set->of[i].native.plan)
            continue;
        set->in_jq[n] = i;
        src[n++] = (struct program_source){set->of[i].name, slice_of(set->of[i].text)};
    }
    if (n)
        set->jq = sandbox_start(src, n, set->vars, set->nvars, why);
    free(src);
    return !n || set->jq;
}

static void
say_engines(const struct programs *set)
{
    for (size_t i = 0; show_engines && i < set->n; i++)
        fprintf(stderr, "%s: %s: %s%s%s\n", report_prog(), set->of[i].name, programs_engine(set, i),
                set->of[i].why_not ? ": not native: " : "", set->of[i].why_not ? set->of[i].why_not : "");
}

struct programs *
programs_compile(const struct program_source *src, size_t n, const struct program_variable *vars,
                 size_t nvars, struct buf *why)
{
    struct programs *set = xcalloc(1, sizeof *set);
    set->n = set->results.n = n;
    set->of = xcalloc(n + 1, sizeof *set->of);
    set->results.of = xcalloc(n + 1, sizeof *set->results.of);
    struct memory scratch = {0};
    bool good = take_variables(set, vars, nvars, why);
    for (size_t i = 0; good && i < n; i++)
        good = take_program(set, &set->of[i], &src[i], &scratch, why);
    memory_free(&scratch);
    if (good && start_libjq(set, why)) {
        say_engines(set);
        return set;
    }
    programs_free(set);
    return NULL;
}

void
programs_free(struct programs *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->n; i++) {
        native_free(&set->of[i].native);
        sandbox_free(set->of[i].instead);
        free(set->of[i].why_not);
        free(set->of[i].name);
        free(set->of[i].text);
    }
    for (size_t i = 0; i < set->nvars; i++)
        free((char *)(uintptr_t)set->vars[i].name.p);
    free(set->vars);
    sandbox_free(set->jq);
    memory_free(&set->plans);
    eval_free(&set->run);
    input_free(&set->record);
    input_free(&set->vars_record);
    outcome_free(&set->results);
    free(set->in_jq);
    json_free(&set->parsed);
    free(set->of);
    free(set);
}

/* The program alone in libjq: where a run takes more than the native engine gives it, or where libjq ended on
 * a set. */
static void
run_instead(struct programs *set, size_t i, struct slice json)
{
    struct program *p = &set->of[i];
    struct program_source src = {p->name, slice_of(p->text)};
    struct buf why = {0};
    if (!p->instead)
        p->instead = sandbox_start(&src, 1, set->vars, set->nvars, &why);
    if (!p->instead)
        outcome_fail(&set->results, &set->results.of[i], buf_as_slice(&why));
    else if (!sandbox_run(p->instead, json, &set->results, &i))
        outcome_fail(&set->results, &set->results.of[i],
                     SLICE("libjq ends on this value, or takes more than 1 GiB for it"));
    buf_free(&why);
}

static void
run_native(struct programs *set, size_t i, struct val v, struct slice json)
{
    if (!native_run(&set->run, &set->of[i].native, &set->record, v, &set->results, &set->results.of[i]))
        run_instead(set, i, json);
}

bool
programs_read(struct programs *set, struct slice json, const char **why)
{
    set->text = json;
    return input_read(&set->record, json, &set->input, why);
}

void
programs_run_one(struct programs *set, size_t program)
{
    outcome_reset(&set->results);
    if (set->of[program].native.plan)
        run_native(set, program, set->input, set->text);
    else
        run_instead(set, program, set->text);
}

static void
run_all(struct programs *set, struct val v, struct slice json)
{
    for (size_t i = 0; i < set->n; i++)
        if (set->of[i].native.plan)
            run_native(set, i, v, json);
    if (set->jq && !sandbox_run(set->jq, json, &set->results, set->in_jq))
        for (size_t i = 0; i < set->n; i++)
            if (!set->of[i].native.plan)
                run_instead(set, i, json);
}

bool
programs_run(struct programs *set, struct slice json, const char **why)
{
    outcome_reset(&set->results);
    struct val v;
    bool good = input_read(&set->record, json, &v, why);
    if (good)
        run_all(set, v, json);
    return good;
}

bool
programs_run_headed(struct programs *set, const struct record *line, struct slice raw)
{
    outcome_reset(&set->results);
    struct val v;
    bool good = input_read_headed(&set->record, line, raw, &v);
    if (good)
        run_all(set, v, line->text);
    return good;
}

size_t
programs_count(const struct programs *set, size_t program)
{
    return set->results.of[program].count;
}

struct slice
programs_output(struct programs *set, size_t program, size_t i)
{
    outcome_print(&set->results, &set->run.m);
    const struct output_place *o = &set->results.out[set->results.of[program].first + i];
    return (struct slice){set->results.text.p + o->at, o->n};
}

json_val *
programs_value(struct programs *set, size_t program, size_t i)
{
    const char *why;
    const struct output_place *o = &set->results.out[set->results.of[program].first + i];
    if (o->v.kind != NONE)
        return (json_val *)(uintptr_t)&o->v;
    return json_parse(&set->parsed, set->results.text.p + o->at, o->n, &why);
}

const char *
programs_error(const struct programs *set, size_t program)
{
    return set->results.of[program].error;
}

bool
programs_true(const struct programs *set, size_t program)
{
    if (set->results.of[program].error || !set->results.of[program].count)
        return false;
    const struct output_place *o = &set->results.out[set->results.of[program].first];
    struct slice text = {set->results.text.p + o->at, o->n};
    return o->v.kind != NONE ? val_true(o->v) : !slice_is(text, "false") && !slice_is(text, "null");
}

const char *
programs_engine(const struct programs *set, size_t program)
{
    return set->of[program].native.plan ? "native" : "libjq";
}

const char *
programs_why_not(const struct programs *set, size_t program)
{
    return set->of[program].why_not;
}

bool
programs_reads(const struct programs *set, size_t program, const struct program_reader *who)
{
    const struct native *n = &set->of[program].native;
    return n->plan && looks_of(n->plan, n->slots, who);
}

bool
programs_copies(struct programs *set, size_t program, struct slice json, bool (*known)(struct slice member))
{
    const struct native *n = &set->of[program].native;
    const char *why;
    struct val input;
    return n->plan && input_read(&set->record, json, &input, &why) &&
           copies_of(n->plan, n->slots, input, known);
}

struct followed *
programs_follow(struct programs *set, size_t program, struct slice raw, struct slice context,
                bool (*varies)(struct slice name))
{
    struct native *n = &set->of[program].native;
    if (!n->plan || !set->record.same || set->results.of[program].error)
        return NULL;
    return follow_native(&set->run, n, &set->record, raw, context, varies);
}
