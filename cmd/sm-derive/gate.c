#include "gate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "report.h"

/* ---- the condition's terms ---- */

static bool
is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The end of a string that begins at p. */
static const char *
string_end(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++)
        if (*p == '\\' && p + 1 < end)
            p++;
    return p < end ? p + 1 : end;
}

/* The end of `( … )` that begins at p; p where none does or it has no end. */
static const char *
arguments_end(const char *p, const char *end)
{
    const char *start = p;
    int depth = 0;
    while (p < end) {
        if (*p == '"') {
            p = string_end(p, end);
            continue;
        }
        depth += (*p == '(') - (*p == ')');
        p++;
        if (depth == 0)
            break;
    }
    return depth == 0 && *start == '(' ? p : start;
}

static void
add_term(struct gate *g, struct slice term)
{
    for (size_t i = 0; i < g->n_terms; i++)
        if (slice_same(g->terms[i], term))
            return;
    g->terms = xgrow(g->terms, &g->cap_terms, g->n_terms + 1, sizeof *g->terms);
    g->terms[g->n_terms++] = term;
}

/* What follows says what stands for no data: `x // 0`, or asks for it: `x == null`. */
static bool
is_guarded(const char *p, const char *end)
{
    while (p < end && (isspace((unsigned char)*p) || *p == ')'))
        p++;
    struct slice rest = {p, (size_t)(end - p)};
    if (slice_starts(rest, "//"))
        return !slice_starts(rest, "//=");
    if (!slice_starts(rest, "==") && !slice_starts(rest, "!="))
        return false;
    return slice_starts(slice_trim((struct slice){p + 2, rest.n - 2}), "null");
}

/* Copies the condition; a metric that is guarded becomes the function that gives null for no data. */
static void
find_terms(struct gate *g, struct metrics *m, struct buf *program)
{
    const char *p = g->text, *end = p + strlen(p);
    while (p < end) {
        const char *from = p;
        if (*p == '"') {
            p = string_end(p, end);
        } else if (!is_word(*p)) {
            p++;
        } else {
            bool plain = from == g->text || (from[-1] != '.' && from[-1] != '$');
            while (p < end && is_word(*p))
                p++;
            size_t i = metrics_find(m, (struct slice){from, (size_t)(p - from)});
            if (plain && i != SIZE_MAX) {
                metrics_need(m, i);
                p = p < end && *p == '(' ? arguments_end(p, end) : p;
                add_term(g, (struct slice){from, (size_t)(p - from)});
                buf_text(program, is_guarded(p, end) ? "sm_maybe_" : "");
            }
        }
        buf_add(program, from, (size_t)(p - from));
    }
}

/* ---- cells ---- */

/* What a condition over whole metrics has beside their names. */
static bool
is_keyword(struct slice word)
{
    static const char *const words[] = {"and",  "or",  "not",  "if",   "then", "elif",
                                        "else", "end", "null", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is(word, words[i]))
            return true;
    for (size_t i = 0; i < word.n; i++)
        if (!isdigit((unsigned char)word.p[i]))
            return false;
    return true;
}

static bool
is_operator(const char *text, const char *p)
{
    bool point = p > text && isdigit((unsigned char)p[-1]) && isdigit((unsigned char)p[1]);
    return strchr(" \t\r\n()+-*/%<>=!|,", *p) || (*p == '.' && point);
}

/* May it look at a cell? Not where it is made of whole metrics, numbers and operators only: any path, string,
 * function or argument may. */
static bool
asks_for_cells(const char *text, const struct metrics *m)
{
    for (const char *p = text; *p;) {
        const char *from = p;
        if (!is_word(*p)) {
            if (!is_operator(text, p++))
                return true;
            continue;
        }
        while (is_word(*p))
            p++;
        struct slice word = {from, (size_t)(p - from)};
        bool metric = metrics_find(m, word) != SIZE_MAX;
        if ((!metric && !is_keyword(word)) || (metric && p[strspn(p, " \t\r\n")] == '('))
            return true;
    }
    return false;
}

/* ---- the program ---- */

/* Input: id → {value, cells, by}; cells: sorted pairs as text → value; by: the breakdowns there are, as text.
 */
static void
add_prelude(struct buf *b, const struct metrics *m)
{
    buf_text(
        b,
        ". as $sm | "
        "def sm_need($v; $n): if $v == null then error(\"no data: \" + $n) else $v end; "
        "def sm_cell($id; $d): "
        "if ($d | type) != \"object\" then error($id + \": a cell is named by an object\") else "
        "($d | to_entries | sort_by(.key)) as $e | ($e | map(.key) | tojson) as $k | "
        "if ($sm[$id].by | map(. == $k) | any | not) then error($id + \" is not broken down by \" + $k) else "
        "($e | map([.key, .value]) | tojson) as $c | "
        "if $sm[$id].cells | has($c) then $sm[$id].cells[$c] else $sm[$id].otherwise end end end; ");
    for (size_t i = 0; i < m->n; i++) {
        struct buf id = {0};
        buf_slice(&id, m->at[i].id);
        const char *name = buf_string(&id);
        buf_format(b, "def sm_maybe_%s: $sm[\"%s\"].value; def sm_maybe_%s($d): sm_cell(\"%s\"; $d); ", name,
                   name, name, name);
        buf_format(b, "def %s: sm_need(sm_maybe_%s; \"%s\"); ", name, name, name);
        buf_format(b, "def %s($d): sm_need(sm_maybe_%s($d); \"%s(\" + ($d | tojson) + \")\"); ", name, name,
                   name);
        buf_free(&id);
    }
}

static struct slice
program_of(struct buf *b, const struct metrics *m, struct slice expression)
{
    add_prelude(b, m);
    buf_byte(b, '(');
    buf_slice(b, expression);
    buf_text(b, "\n)");
    return buf_as_slice(b);
}

void
gate_load(struct gate *g, const char *text, struct metrics *m)
{
    struct buf why = {0}, condition = {0};
    *g = (struct gate){.text = text};
    if (!slice_trim(slice_of(text)).n)
        report_die("--fail-on: no condition");
    find_terms(g, m, &condition);
    g->cells = asks_for_cells(text, m);
    struct program_source *src = xcalloc(g->n_terms + 1, sizeof *src);
    struct buf *programs = xcalloc(g->n_terms + 1, sizeof *programs);
    src[0] = (struct program_source){"--fail-on", program_of(&programs[0], m, buf_as_slice(&condition))};
    for (size_t i = 0; i < g->n_terms; i++)
        src[i + 1] = (struct program_source){"--fail-on", program_of(&programs[i + 1], m, g->terms[i])};
    g->programs = programs_compile(src, g->n_terms + 1, NULL, 0, &why);
    if (!g->programs)
        report_die("%s", buf_string(&why));
    for (size_t i = 0; i < g->n_terms + 1; i++)
        buf_free(&programs[i]);
    free(programs);
    free(src);
    buf_free(&condition);
    buf_free(&why);
}

/* ---- the values ---- */

static void
add_value(struct buf *b, const struct result *v)
{
    if (v->known)
        buf_number(b, v->value);
    else
        buf_text(b, "null");
}

static int
key_order(const struct breakdown *b, int i)
{
    return b->n == 2 && slice_compare(b->keys[1], b->keys[0]) < 0 ? 1 - i : i;
}

/* `[["severity","high"]]` as a string. */
static void
add_cell_name(struct buf *b, const struct breakdown *by, const struct series *s)
{
    struct buf name = {0};
    buf_byte(&name, '[');
    for (int i = 0; i < (int)by->n; i++) {
        int k = key_order(by, i);
        buf_text(&name, i ? ",[" : "[");
        buf_json_slice(&name, by->keys[k]);
        buf_byte(&name, ',');
        buf_json_slice(&name, s->values[k]);
        buf_byte(&name, ']');
    }
    buf_byte(&name, ']');
    buf_json_slice(b, buf_as_slice(&name));
    buf_free(&name);
}

static void
add_breakdowns(struct buf *b, const struct metric *m)
{
    buf_text(b, ",\"by\":[");
    for (size_t i = 0; i < m->n_by; i++) {
        struct buf keys = {0};
        buf_byte(&keys, '[');
        for (int k = 0; k < (int)m->by[i].n; k++) {
            buf_text(&keys, k ? "," : "");
            buf_json_slice(&keys, m->by[i].keys[key_order(&m->by[i], k)]);
        }
        buf_byte(&keys, ']');
        buf_text(b, i ? "," : "");
        buf_json_slice(b, buf_as_slice(&keys));
        buf_free(&keys);
    }
    buf_byte(b, ']');
}

static void
add_metric(struct buf *b, struct results *r, size_t i, size_t period)
{
    static const struct slice none[2] = {{0}, {0}};
    const struct metric *m = &r->metrics->at[i];
    struct result v;
    bool first = true;
    results_get(r, i, WHOLE, none, period, &v);
    buf_json_slice(b, m->id);
    buf_text(b, ":{\"value\":");
    add_value(b, &v);
    bool counts = m->aggregate == AGGREGATE_COUNT || m->aggregate == AGGREGATE_DISTINCT ||
                  m->aggregate == AGGREGATE_SUM;
    buf_text(b, ",\"otherwise\":");
    buf_text(b, counts && v.known ? "0" : "null"); /* of a cell that has no record */
    add_breakdowns(b, m);
    buf_text(b, ",\"cells\":{");
    for (size_t k = 0; k < r->cells->n; k++) {
        if (r->cells->series[k].metric != i || r->cells->series[k].by == WHOLE)
            continue;
        struct series s = r->cells->series[k];
        results_get(r, i, s.by, s.values, period, &v);
        buf_text(b, first ? "" : ",");
        first = false;
        add_cell_name(b, &m->by[s.by], &s);
        buf_byte(b, ':');
        add_value(b, &v);
    }
    buf_text(b, "}}");
}

/* ---- judging ---- */

static void
say(struct gate *g, const char *period, const char *what)
{
    struct buf values = {0};
    for (size_t i = 0; i < g->n_terms; i++) {
        const char *error = programs_error(g->programs, i + 1);
        buf_format(&values, "%s%.*s = ", i ? ", " : "", (int)g->terms[i].n, g->terms[i].p);
        if (error || !programs_count(g->programs, i + 1))
            buf_text(&values, error && strncmp(error, "no data", 7) == 0 ? "no data" : "error");
        else
            buf_slice(&values, programs_output(g->programs, i + 1, 0));
    }
    report_gate("--fail-on: %s: %s: %s: %s", period, g->text, what,
                values.n ? buf_string(&values) : "no metric named");
    buf_free(&values);
}

static void
judge_outputs(struct gate *g, const char *period)
{
    size_t n = programs_count(g->programs, 0);
    bool held = false;
    for (size_t i = 0; i < n; i++) {
        struct slice out = programs_output(g->programs, 0, i);
        held |= slice_is(out, "true");
        if (!slice_is(out, "true") && !slice_is(out, "false")) {
            report_error("--fail-on: %s: gives %.*s, not true or false", g->text,
                         (int)(out.n < 80 ? out.n : 80), out.p);
            return;
        }
    }
    if (held)
        say(g, period, "held");
}

void
gate_judge(struct gate *g, struct results *r)
{
    size_t period = r->periods->n - 1;
    struct buf object = {0};
    const char *why, *error;
    bool first = true;
    buf_byte(&object, '{');
    for (size_t i = 0; i < r->metrics->n; i++) {
        if (!r->metrics->at[i].needed)
            continue;
        buf_text(&object, first ? "" : ",");
        first = false;
        add_metric(&object, r, i, period);
    }
    buf_byte(&object, '}');
    if (!programs_run(g->programs, buf_as_slice(&object), &why)) {
        report_error("--fail-on: %s: %s", g->text, why);
    } else if ((error = programs_error(g->programs, 0)) != NULL) {
        if (strncmp(error, "no data", 7) == 0)
            say(g, r->periods->at[period].name, error);
        else
            report_error("--fail-on: %s: %s", g->text, error);
    } else {
        judge_outputs(g, r->periods->at[period].name);
    }
    buf_free(&object);
}

void
gate_free(struct gate *g)
{
    programs_free(g->programs);
    free(g->terms);
}
