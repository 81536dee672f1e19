#include "judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "mem.h"
#include "report.h"
#include "walk.h"

#define WINDOW_DAYS 31 /* of a control that states none */

static const struct {
    enum kind kind;
    const char *key, *otherwise; /* in the dictionary; where it is null */
} questions[ASK_COUNT] = {
    [ASK_CRITICAL] = {KIND_FINDING, "critical", ".severity == \"critical\""},
    [ASK_CLOCK] = {KIND_FINDING, "clock", ".first_seen"},
    [ASK_BLOCKING] = {KIND_FINDING, "release_blocking", "false"},
    [ASK_INFRASTRUCTURE] = {KIND_FINDING, "infrastructure", "false"},
    [ASK_APPLICATION] = {KIND_ASSET, "application", "true"},
    [ASK_GATE] = {KIND_GATE, "gate", "true"},
    [ASK_GATE_CATEGORY] = {KIND_GATE, "gate_category", ".category"},
    [ASK_RELEASE] = {KIND_RELEASE, "release", "true"},
    [ASK_INCIDENT] = {KIND_INCIDENT, "security_incident", "true"},
};

struct sources {
    struct program_source *at;
    size_t n, cap;
};

static void
add(struct sources *s, const char *name, struct slice text)
{
    s->at = xgrow(s->at, &s->cap, s->n + 1, sizeof *s->at);
    s->at[s->n++] = (struct program_source){name, text};
}

/* ---- findings: each question is asked once for all that look the same to it ---- */

#define LOOKS_MAX 6            /* fields that one question may look at; else it is asked each time */
#define ANSWERS_MAX (1u << 16) /* remembered for one question; then it begins anew */
#define FINDING_QUESTIONS 4

struct answer {
    bool yes;
    struct slice key;
    struct slice value; /* JSON text of the first output; absent: none */
    char *error;
};

struct asked {
    bool whole;      /* it may look at the whole record */
    bool own_member; /* it gives one member as it is */
    int fields[LOOKS_MAX];
    struct slice names[LOOKS_MAX];
    size_t n;
    struct map known;
    struct answer *answers;
    size_t n_answers, cap;
    size_t recent[KEY_SLOTS]; /* numbers in answers + 1 */
    struct pool pool;
};

static int
not_known(void *with, struct slice name)
{
    (void)with;
    (void)name;
    return -1;
}

static struct slice
no_text(void *with, struct slice name)
{
    (void)with;
    return slice_is(name, "kind") ? SLICE("finding") : (struct slice){0};
}

static void
looks_at(void *with, struct slice name)
{
    struct asked *a = with;
    for (size_t i = 0; i < a->n; i++)
        if (slice_same(a->names[i], name))
            return;
    if (slice_is(name, "kind"))
        return;
    if (a->n == LOOKS_MAX) {
        a->whole = true;
        return;
    }
    a->fields[a->n] = finding_field(name);
    a->names[a->n++] = name;
}

/* `.first_seen` and the like. */
static bool
is_member(struct slice program, struct slice name)
{
    program = slice_trim(program);
    return program.n == name.n + 1 && *program.p == '.' &&
           slice_same((struct slice){program.p + 1, name.n}, name);
}

static void
study(struct asked *a, struct programs *set, size_t program, struct slice text)
{
    struct program_reader reader = {a, not_known, no_text, looks_at};
    if (!programs_reads(set, program, &reader))
        a->whole = true;
    a->own_member = !a->whole && a->n == 1 && is_member(text, a->names[0]);
}

/* What blocking looks at is that of the program as it stands: the state is given. */
static void
study_blocking(struct judge *j, const struct dictionary *d)
{
    struct asked *a = &j->asked[ASK_BLOCKING];
    struct slice text = dictionary_program(d, "release_blocking");
    struct program_source src = {"release_blocking", text.p ? text : SLICE("false")};
    struct buf why = {0};
    j->blocking_alone = programs_compile(&src, 1, NULL, 0, &why);
    if (j->blocking_alone)
        study(a, j->blocking_alone, 0, text);
    else
        a->whole = true;
    a->own_member = false;
    size_t n = 0;
    for (size_t i = 0; i < a->n; i++) {
        if (a->fields[i] == F_STATE)
            continue;
        a->fields[n] = a->fields[i];
        a->names[n++] = a->names[i];
    }
    a->n = n;
    buf_free(&why);
}

static void
study_findings(struct judge *j, const struct dictionary *d)
{
    static const enum question plain[] = {ASK_CRITICAL, ASK_CLOCK, ASK_INFRASTRUCTURE};
    static const char *const keys[] = {"critical", "clock", "infrastructure"};
    j->asked = xcalloc(FINDING_QUESTIONS, sizeof *j->asked);
    for (size_t i = 0; i < 3; i++) {
        struct slice text = dictionary_program(d, keys[i]);
        study(&j->asked[plain[i]], j->sets[KIND_FINDING], (size_t)plain[i],
              text.p ? text : slice_of(questions[plain[i]].otherwise));
    }
    study_blocking(j, d);
}

static void
forget(struct asked *a)
{
    for (size_t i = 0; i < a->n_answers; i++)
        free(a->answers[i].error);
    a->n_answers = 0;
    memset(a->recent, 0, sizeof a->recent);
    map_free(&a->known);
    pool_free(&a->pool);
    a->pool = (struct pool){0};
}

static struct answer
ask(struct judge *j, size_t question, struct slice line, struct pool *pool)
{
    struct programs *set = j->sets[KIND_FINDING];
    const char *why;
    if (!programs_read(set, line, &why))
        report_die("finding: %s", why);
    programs_run_one(set, question);
    struct answer a = {.yes = programs_true(set, question)};
    const char *error = programs_error(set, question);
    if (error)
        a.error = xstrdup(error);
    else if (programs_count(set, question)) {
        struct slice out = programs_output(set, question, 0);
        a.value = (struct slice){pool_copy(pool, out.p, out.n), out.n};
    }
    return a;
}

static void
note_error(const struct judge *j, size_t question, struct slice id, const char *error, struct tally *notes)
{
    if (error)
        tally_note(notes, "dictionary: %s: finding %.*s: %.200s", j->names[KIND_FINDING][question],
                   (int)(id.n < 80 ? id.n : 80), id.p, error);
}

static struct answer
answer_of(struct judge *j, size_t question, const struct finding *f, struct slice line)
{
    struct asked *a = &j->asked[question];
    j->key.n = 0;
    for (size_t i = 0; i < a->n; i++)
        key_part(&j->key, finding_member(f, a->fields[i], a->names[i]));
    size_t *recent = &a->recent[key_slot(buf_as_slice(&j->key))];
    if (*recent && key_same(a->answers[*recent - 1].key, buf_as_slice(&j->key)))
        return a->answers[*recent - 1];
    if (a->n_answers == ANSWERS_MAX)
        forget(a);
    size_t at = *map_put(&a->known, buf_as_slice(&j->key), a->n_answers);
    if (at == a->n_answers) {
        a->answers = xgrow(a->answers, &a->cap, at + 1, sizeof *a->answers);
        a->answers[at] = ask(j, question, line, &a->pool);
        a->answers[at].key = (struct slice){pool_copy(&a->pool, j->key.p, j->key.n), j->key.n};
        a->n_answers++;
    }
    *recent = at + 1;
    return a->answers[at];
}

void
judge_finding(struct judge *j, const struct finding *f, struct slice line, struct slice id, struct pool *pool,
              struct judgement *out, struct tally *notes)
{
    struct answer answers[FINDING_QUESTIONS];
    bool alone = false;
    for (size_t q = 0; q < FINDING_QUESTIONS; q++) {
        struct asked *a = &j->asked[q];
        if (a->own_member && q == ASK_CLOCK) {
            answers[q] = (struct answer){.value = finding_member(f, a->fields[0], a->names[0])};
        } else if (a->whole) {
            answers[q] = ask(j, q, line, pool);
            note_error(j, q, id, answers[q].error, notes);
            free(answers[q].error);
            alone = true;
        } else {
            answers[q] = answer_of(j, q, f, line);
            note_error(j, q, id, answers[q].error, notes);
            alone |= answers[q].error != NULL;
        }
    }
    *out = (struct judgement){answers[ASK_CRITICAL].yes, answers[ASK_BLOCKING].yes,
                              answers[ASK_INFRASTRUCTURE].yes, json_unquote(pool, answers[ASK_CLOCK].value),
                              alone};
}

/* Whether a finding blocks releases is asked as if it were open: the instant decides whether it was. */
static struct slice
as_if_open(struct slice program, struct buf *b)
{
    buf_text(b, ". + {state: \"open\"} | (");
    buf_slice(b, program);
    buf_text(b, "\n)");
    return buf_as_slice(b);
}

static void
add_questions(struct judge *j, enum kind kind, struct sources *s, const struct dictionary *d,
              struct buf *scratch)
{
    for (int q = 0; q < ASK_COUNT; q++) {
        if (questions[q].kind != kind)
            continue;
        json_val *v = json_get(d->root, questions[q].key);
        if (v && json_type(v) != JSON_STRING && json_type(v) != JSON_NULL)
            report_die("%s: %s: no string", d->file, questions[q].key);
        struct slice text = json_str(v).p ? json_str(v) : slice_of(questions[q].otherwise);
        j->names[kind][s->n] = questions[q].key;
        add(s, questions[q].key, q == ASK_BLOCKING ? as_if_open(text, scratch) : text);
    }
}

static void
add_controls(struct judge *j, struct sources *s, const struct dictionary *d)
{
    json_val *controls = json_get(d->root, "controls"), *v;
    struct json_iter it = json_each(controls);
    struct slice name;
    j->controls = xcalloc(json_count(controls), sizeof *j->controls);
    while (it.object && json_next(&it, &name, &v)) {
        double days = WINDOW_DAYS;
        json_val *window = json_get(v, "window_days");
        struct slice applies = json_get_str(v, "applies");
        if (window && (!json_number(window, &days) || days < 1 || days != floor(days)))
            report_die("%s: controls: %.*s: window_days is no whole number of days", d->file, (int)name.n,
                       name.p);
        struct buf place = {0};
        buf_format(&place, "controls: %.*s: applies", (int)(name.n < 60 ? name.n : 60), name.p);
        j->controls[j->n_controls] = (struct control){name, (int64_t)days, xstrdup(buf_string(&place))};
        add(s, j->controls[j->n_controls++].place, applies.p ? applies : SLICE("true"));
        buf_free(&place);
    }
}

void
judge_load(struct judge *j, const struct dictionary *d)
{
    struct buf why = {0}, scratch = {0};
    *j = (struct judge){0};
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        struct sources s = {0};
        add_questions(j, (enum kind)kind, &s, d, &scratch);
        if (kind == KIND_ASSET)
            add_controls(j, &s, d);
        if (s.n)
            j->sets[kind] = programs_compile(s.at, s.n, NULL, 0, &why);
        if (s.n && !j->sets[kind])
            report_die("%s: %s", d->file, buf_string(&why));
        free(s.at);
    }
    study_findings(j, d);
    buf_free(&scratch);
    buf_free(&why);
}

void
judge_ask(struct judge *j, enum kind kind, struct slice text, struct slice record, struct tally *notes)
{
    const char *why;
    size_t n = kind == KIND_ASSET ? 1 + j->n_controls : 0;
    for (int q = 0; kind != KIND_ASSET && q < ASK_COUNT; q++)
        n += questions[q].kind == kind;
    if (!programs_run(j->sets[kind], text, &why))
        report_die("%s %.*s: %s", kind_names[kind], (int)record.n, record.p, why);
    for (size_t i = 0; i < n; i++) {
        const char *error = programs_error(j->sets[kind], i);
        const char *name = kind == KIND_ASSET && i ? j->controls[i - 1].place : j->names[kind][i];
        if (error)
            tally_note(notes, "dictionary: %s: %s %.*s: %.200s", name, kind_names[kind],
                       (int)(record.n < 80 ? record.n : 80), record.p, error);
    }
}

/* Place of a question in its kind's set. */
static size_t
place(enum question q)
{
    size_t n = 0;
    for (int i = 0; i < (int)q; i++)
        n += questions[i].kind == questions[q].kind;
    return n;
}

bool
judge_true(const struct judge *j, enum question q)
{
    return programs_true(j->sets[questions[q].kind], place(q));
}

struct slice
judge_value(const struct judge *j, enum question q)
{
    struct programs *set = j->sets[questions[q].kind];
    size_t at = place(q);
    if (programs_error(set, at) || !programs_count(set, at))
        return (struct slice){0};
    return programs_output(set, at, 0);
}

bool
judge_is_control(const struct judge *j, struct slice category)
{
    for (size_t i = 0; i < j->n_controls; i++)
        if (slice_same(j->controls[i].name, category))
            return true;
    return false;
}

bool
judge_applies(const struct judge *j, size_t control)
{
    return programs_true(j->sets[KIND_ASSET], 1 + control);
}

bool
judge_reads(const struct judge *j, size_t i, struct slice *name, int *field, bool *whole)
{
    for (size_t q = 0; q < FINDING_QUESTIONS; q++) {
        const struct asked *a = &j->asked[q];
        *whole |= a->whole;
        if (i < a->n) {
            *name = a->names[i];
            *field = a->fields[i];
            return true;
        }
        i -= a->n;
    }
    return false;
}

void
judge_free(struct judge *j)
{
    for (int kind = 0; kind < KIND_COUNT; kind++)
        programs_free(j->sets[kind]);
    for (size_t q = 0; j->asked && q < FINDING_QUESTIONS; q++) {
        forget(&j->asked[q]);
        free(j->asked[q].answers);
    }
    free(j->asked);
    programs_free(j->blocking_alone);
    buf_free(&j->key);
    for (size_t i = 0; i < j->n_controls; i++)
        free(j->controls[i].place);
    free(j->controls);
    *j = (struct judge){0};
}
