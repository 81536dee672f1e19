#include "judge.h"

#include <math.h>
#include <stdlib.h>

#include "mem.h"
#include "report.h"

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
        j->controls[j->n_controls++] = (struct control){name, (int64_t)days};
        add(s, "controls: applies", applies.p ? applies : SLICE("true"));
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
        const char *name = kind == KIND_ASSET && i ? "controls: applies" : j->names[kind][i];
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
    const struct programs *set = j->sets[questions[q].kind];
    size_t at = place(q);
    if (programs_error(set, at) || !programs_count(set, at))
        return (struct slice){0};
    return programs_output(set, at, 0);
}

bool
judge_applies(const struct judge *j, size_t control)
{
    return programs_true(j->sets[KIND_ASSET], 1 + control);
}

void
judge_free(struct judge *j)
{
    for (int kind = 0; kind < KIND_COUNT; kind++)
        programs_free(j->sets[kind]);
    free(j->controls);
    *j = (struct judge){0};
}
