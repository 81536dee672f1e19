/* The programs of a set run in libjq as one program, `[[try (P1 | [.]) catch {error: .}], [try …], …]`, so that a record
 * is handed over once: an output is an array of one, an error an object behind the outputs before it. */
#define _GNU_SOURCE /* setenv, unsetenv under -std=c11 */
#include "programs.h"

#include <jq.h>
#include <jv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../json.h"
#include "../limits.h"
#include "../mem.h"
#include "vet.h"

#define EXACT_DIGITS 15 /* integers with more are handed over as strings */

struct result {
    size_t first, count; /* outputs: slices from `first` in set->out */
    char *error;         /* in the set's pool, or NULL */
};

struct output {
    size_t at, n; /* bytes in set->text */
};

struct programs {
    jq_state *jq;
    size_t n;
    struct result *results;
    struct output *out;
    size_t outputs, cap;
    struct buf text;
    struct pool pool;
    struct json_doc doc;
};

/* "jq: error: WHAT at <top-level>, line 3:" as "line 3: WHAT"; the lines after it quote the whole program. */
static void
add_compile_error(struct buf *b, const char *s)
{
    static const char start[] = "jq: error: ", middle[] = " at <top-level>, line ";
    size_t n = strcspn(s, "\n");
    const char *at = strstr(s, middle);
    if (strncmp(s, start, sizeof start - 1) == 0 && at && at < s + n) {
        s += sizeof start - 1;
        buf_format(b, "line %d: %.*s", atoi(at + sizeof middle - 1), (int)(at - s), s);
    } else {
        buf_add(b, s, n);
    }
}

static void
collect_error(void *arg, jv message)
{
    struct buf *b = arg;
    message = jq_format_error(message);
    if (!b->n && jv_get_kind(message) == JV_KIND_STRING)
        add_compile_error(b, jv_string_value(message));
    jv_free(message);
}

static void
ignore_message(void *arg, jv message)
{
    (void)arg;
    jv_free(message);
}

/* libjq reads $HOME/.jq at every compile and the whole environment: neither may change what a program does. */
static bool
compile(jq_state *jq, const char *program, jv args)
{
    char *home = getenv("HOME") ? xstrdup(getenv("HOME")) : NULL;
    jq_set_attr(jq, jv_string("JQ_LIBRARY_PATH"), jv_array());
    unsetenv("HOME");
    bool good = jq_compile_args(jq, program, args);
    if (home)
        setenv("HOME", home, 1);
    free(home);
    return good;
}

static jv value_of(json_val *v);

static jv
number_of(json_val *v)
{
    struct slice t = json_number_text(v);
    double d = 0;
    size_t digits = t.n - (*t.p == '-');
    bool integer = true;
    for (size_t i = 0; i < t.n; i++)
        integer &= t.p[i] != '.' && t.p[i] != 'e' && t.p[i] != 'E';
    if (integer && digits > EXACT_DIGITS)
        return jv_string_sized(t.p, (int)t.n);
    if (!json_number(v, &d)) /* more than 63 characters of digits */
        return jv_string_sized(t.p, (int)t.n);
    return jv_number(d);
}

static jv
container_of(json_val *v)
{
    struct json_iter it = json_each(v);
    jv r = it.object ? jv_object() : jv_array();
    struct slice key;
    while (json_next(&it, &key, &v)) {
        if (it.object)
            r = jv_object_set(r, jv_string_sized(key.p, (int)key.n), value_of(v));
        else
            r = jv_array_append(r, value_of(v));
    }
    return r;
}

static jv
value_of(json_val *v)
{
    struct slice s;
    switch (json_type(v)) {
    case JSON_BOOL:
        return json_bool(v) ? jv_true() : jv_false();
    case JSON_NUMBER:
        return number_of(v);
    case JSON_STRING:
        s = json_str(v);
        return jv_string_sized(s.p, (int)s.n);
    case JSON_ARRAY:
    case JSON_OBJECT:
        return container_of(v);
    default:
        return jv_null();
    }
}

static jv
arguments(const struct program_variable *vars, size_t n, bool *good)
{
    struct json_doc doc = {0};
    jv args = jv_object();
    for (size_t i = 0; i < n; i++) {
        const char *why;
        json_val *v = json_parse(&doc, vars[i].json.p, vars[i].json.n, &why);
        *good &= v != NULL;
        args = jv_object_set(args, jv_string(vars[i].name), value_of(v));
    }
    json_free(&doc);
    return args;
}

static jq_state *
start(struct buf *errors)
{
    jq_state *jq = jq_init();
    if (!jq)
        return NULL;
    jq_set_error_cb(jq, collect_error, errors);
    jq_set_debug_cb(jq, ignore_message, NULL);
    return jq;
}

static void
add_program(struct buf *b, const struct program_source *src, bool empty)
{
    buf_text(b, "[try ((");
    if (empty)
        buf_byte(b, '.');
    else
        buf_slice(b, src->text);
    buf_text(b, "\n) | [.]) catch {error: .}]");
}

/* Compiles program number i alone; true when it compiles. */
static bool
compiles(const struct program_source *src, bool empty, jv args, struct buf *why)
{
    struct buf program = {0}, errors = {0};
    jq_state *jq = start(&errors);
    add_program(&program, src, empty);
    bool good = jq && compile(jq, buf_string(&program), args);
    if (!good)
        buf_format(why, "%s: %s", src->name, errors.n ? buf_string(&errors) : "does not compile");
    if (jq)
        jq_teardown(&jq);
    buf_free(&program);
    buf_free(&errors);
    return good;
}

static bool
vet_all(const struct program_source *src, size_t n, bool *empty, struct buf *why)
{
    for (size_t i = 0; i < n; i++) {
        struct buf one = {0};
        bool good = src[i].text.n <= PROGRAM_MAX && jq_vet(src[i].text, &empty[i], &one);
        if (!good)
            buf_format(why, "%s: %s", src[i].name, one.n ? buf_string(&one) : "program larger than 1 MiB");
        buf_free(&one);
        if (!good)
            return false;
    }
    return true;
}

static bool
compile_all(struct programs *set, const struct program_source *src, const bool *empty, jv args, struct buf *why)
{
    struct buf program = {0}, errors = {0};
    set->jq = start(&errors);
    if (!set->jq) {
        buf_text(why, "libjq can't be started");
        jv_free(args);
        return false;
    }
    buf_byte(&program, '[');
    for (size_t i = 0; i < set->n; i++) {
        if (i)
            buf_byte(&program, ',');
        add_program(&program, &src[i], empty[i]);
    }
    buf_byte(&program, ']');
    bool good = compile(set->jq, buf_string(&program), jv_copy(args));
    jq_set_error_cb(set->jq, ignore_message, NULL);
    for (size_t i = 0; !good && i < set->n; i++)
        if (!compiles(&src[i], empty[i], jv_copy(args), why))
            break;
    if (!good && !why->n)
        buf_format(why, "%s: %s", src[0].name, errors.n ? buf_string(&errors) : "does not compile");
    jv_free(args);
    buf_free(&program);
    buf_free(&errors);
    return good;
}

struct programs *
programs_compile(const struct program_source *src, size_t n, const struct program_variable *vars, size_t nvars, struct buf *why)
{
    struct programs *set = xcalloc(1, sizeof *set);
    bool *empty = xcalloc(n + 1, sizeof *empty), good = true;
    set->n = n;
    set->results = xcalloc(n + 1, sizeof *set->results);
    jv args = arguments(vars, nvars, &good);
    if (!good)
        buf_text(why, "a variable is no JSON");
    good = good && vet_all(src, n, empty, why);
    if (good)
        good = compile_all(set, src, empty, args, why);
    else
        jv_free(args);
    free(empty);
    if (good)
        return set;
    programs_free(set);
    return NULL;
}

void
programs_free(struct programs *set)
{
    if (!set)
        return;
    if (set->jq)
        jq_teardown(&set->jq);
    free(set->results);
    free(set->out);
    buf_free(&set->text);
    pool_free(&set->pool);
    json_free(&set->doc);
    free(set);
}

static void
add_output(struct programs *set, jv v)
{
    jv text = jv_dump_string(v, 0);
    size_t n = (size_t)jv_string_length_bytes(jv_copy(text));
    set->out = xgrow(set->out, &set->cap, set->outputs + 1, sizeof *set->out);
    set->out[set->outputs++] = (struct output){set->text.n, n};
    buf_add(&set->text, jv_string_value(text), n);
    jv_free(text);
}

static char *
error_text(struct programs *set, jv v)
{
    jv error = jv_object_get(v, jv_string("error"));
    if (jv_get_kind(error) != JV_KIND_STRING)
        error = jv_dump_string(error, 0);
    char *text = pool_copy(&set->pool, jv_string_value(error), (size_t)jv_string_length_bytes(jv_copy(error)));
    jv_free(error);
    return text;
}

static void
take_result(struct programs *set, struct result *r, jv v)
{
    int n = jv_array_length(jv_copy(v));
    r->first = set->outputs;
    for (int i = 0; i < n && !r->error; i++) {
        jv one = jv_array_get(jv_copy(v), i);
        if (jv_get_kind(one) != JV_KIND_ARRAY) {
            r->error = error_text(set, one);
        } else if (i == JQ_OUTPUTS_MAX || set->text.n > JQ_OUTPUT_BYTES_MAX) {
            r->error = pool_copy(&set->pool, "too many outputs", 16);
            jv_free(one);
        } else {
            add_output(set, jv_array_get(one, 0));
            r->count++;
        }
    }
    jv_free(v);
}

/* An error that the composed program did not catch (`break` outside, `error(null)`): the record has no result. */
static void
fail_all(struct programs *set, jv r)
{
    const char *text = "error";
    jv message = jv_invalid_get_msg(r);
    if (jv_get_kind(message) == JV_KIND_STRING)
        text = jv_string_value(message);
    for (size_t i = 0; i < set->n; i++)
        set->results[i].error = pool_copy(&set->pool, text, strlen(text));
    jv_free(message);
}

bool
programs_run(struct programs *set, struct slice json, const char **why)
{
    pool_reset(&set->pool);
    buf_reset(&set->text);
    set->outputs = 0;
    memset(set->results, 0, set->n * sizeof *set->results);
    json_val *v = json_parse(&set->doc, json.p, json.n, why);
    if (!v)
        return false;
    jq_start(set->jq, value_of(v), 0);
    jv r = jq_next(set->jq);
    if (jv_get_kind(r) != JV_KIND_ARRAY) {
        fail_all(set, r);
        return true;
    }
    for (size_t i = 0; i < set->n; i++)
        take_result(set, &set->results[i], jv_array_get(jv_copy(r), (int)i));
    jv_free(r);
    return true;
}

size_t
programs_count(const struct programs *set, size_t program)
{
    return set->results[program].count;
}

struct slice
programs_output(const struct programs *set, size_t program, size_t i)
{
    const struct output *o = &set->out[set->results[program].first + i];
    return (struct slice){set->text.p + o->at, o->n};
}

const char *
programs_error(const struct programs *set, size_t program)
{
    return set->results[program].error;
}

bool
programs_true(const struct programs *set, size_t program)
{
    if (set->results[program].error || !set->results[program].count)
        return false;
    struct slice first = programs_output(set, program, 0);
    return !slice_is(first, "false") && !slice_is(first, "null");
}

const char *
programs_engine(const struct programs *set, size_t program)
{
    (void)set;
    (void)program;
    return "libjq";
}
