/* The programs handed over run in libjq as one program, `[[try (P1 | [.]) catch {error: .}], [try …], …]`, so
 * that a record is handed over once: an output is an array of one, an error an object behind the outputs
 * before it. */
#define _GNU_SOURCE /* setenv, unsetenv under -std=c11 */
#include "libjq.h"

#include <jq.h>
#include <jv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../library.h"
#include "../mem.h"
#include "value.h"

#define SYMBOLS(each)                                                                                        \
    each(jq_init) each(jq_set_error_cb) each(jq_set_debug_cb) each(jq_set_attr) each(jq_compile_args)        \
        each(jq_teardown) each(jq_start) each(jq_next) each(jq_format_error) each(jv_get_kind) each(jv_free) \
            each(jv_copy) each(jv_string) each(jv_string_sized) each(jv_string_value)                        \
                each(jv_string_length_bytes) each(jv_array) each(jv_array_append) each(jv_array_get)         \
                    each(jv_array_length) each(jv_object) each(jv_object_set) each(jv_object_get)            \
                        each(jv_true) each(jv_false) each(jv_null) each(jv_number) each(jv_dump_string)      \
                            each(jv_invalid_get_msg)
LIBRARY(lib, "libjq is needed to run it", SYMBOLS, "libjq.so.1", "libjq.so", "libjq.dylib")
#pragma weak jv_get_kind /* a function of jv.h calls it, which at -O0 is kept: that links without libjq */

struct libjq {
    jq_state *jq;
    size_t n;
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
    message = lib.jq_format_error(message);
    if (!b->n && lib.jv_get_kind(message) == JV_KIND_STRING)
        add_compile_error(b, lib.jv_string_value(message));
    lib.jv_free(message);
}

static void
ignore_message(void *arg, jv message)
{
    (void)arg;
    lib.jv_free(message);
}

/* libjq reads $HOME/.jq at every compile and the whole environment: neither may change what a program does.
 */
static bool
compile(jq_state *jq, const char *program, jv args)
{
    char *home = getenv("HOME") ? xstrdup(getenv("HOME")) : NULL;
    lib.jq_set_attr(jq, lib.jv_string("JQ_LIBRARY_PATH"), lib.jv_array());
    unsetenv("HOME");
    bool good = lib.jq_compile_args(jq, program, args);
    if (home)
        setenv("HOME", home, 1);
    free(home);
    return good;
}

static jv value_of(struct val v);

static jv
container_of(struct val v)
{
    struct val key = {0}, one;
    jv r = v.kind == K_OBJECT ? lib.jv_object() : lib.jv_array();
    for (struct each e = val_each(v); val_next(&e, &key, &one);)
        if (v.kind == K_OBJECT)
            r = lib.jv_object_set(r, lib.jv_string_sized(key.text, (int)key.n), value_of(one));
        else
            r = lib.jv_array_append(r, value_of(one));
    return r;
}

/* A value as it was read: what counts as a number is decided in one place, read.c. */
static jv
value_of(struct val v)
{
    switch (v.kind) {
    case K_FALSE:
        return lib.jv_false();
    case K_TRUE:
        return lib.jv_true();
    case K_NUMBER:
        return lib.jv_number(val_double(v));
    case K_STRING:
        return lib.jv_string_sized(v.text, (int)v.n);
    case K_ARRAY:
    case K_OBJECT:
        return container_of(v);
    default:
        return lib.jv_null();
    }
}

static jv
arguments(const struct plan_constant *vars, size_t n)
{
    jv args = lib.jv_object();
    for (size_t i = 0; i < n; i++)
        args = lib.jv_object_set(args, lib.jv_string_sized(vars[i].name.p, (int)vars[i].name.n),
                                 value_of(vars[i].value));
    return args;
}

static jq_state *
start(struct buf *errors)
{
    jq_state *jq = lib.jq_init();
    if (!jq)
        return NULL;
    lib.jq_set_error_cb(jq, collect_error, errors);
    lib.jq_set_debug_cb(jq, ignore_message, NULL);
    return jq;
}

static void
add_program(struct buf *b, const struct program_source *src)
{
    buf_text(b, "[try ((");
    buf_slice(b, src->text);
    buf_text(b, "\n) | [.]) catch {error: .}]");
}

/* Compiles program number i alone; true when it compiles. */
static bool
compiles(const struct program_source *src, jv args, struct buf *why)
{
    struct buf program = {0}, errors = {0};
    jq_state *jq = start(&errors);
    add_program(&program, src);
    bool good = jq && compile(jq, buf_string(&program), args);
    if (!good)
        buf_format(why, "%s: %s", src->name, errors.n ? buf_string(&errors) : "does not compile");
    if (jq)
        lib.jq_teardown(&jq);
    buf_free(&program);
    buf_free(&errors);
    return good;
}

static bool
compile_all(struct libjq *set, const struct program_source *src, jv args, struct buf *why)
{
    struct buf program = {0}, errors = {0};
    set->jq = start(&errors);
    if (!set->jq) {
        buf_text(why, "libjq can't be started");
        lib.jv_free(args);
        return false;
    }
    buf_byte(&program, '[');
    for (size_t i = 0; i < set->n; i++) {
        if (i)
            buf_byte(&program, ',');
        add_program(&program, &src[i]);
    }
    buf_byte(&program, ']');
    bool good = compile(set->jq, buf_string(&program), lib.jv_copy(args));
    lib.jq_set_error_cb(set->jq, ignore_message, NULL);
    for (size_t i = 0; !good && i < set->n; i++)
        if (!compiles(&src[i], lib.jv_copy(args), why))
            break;
    if (!good && !why->n)
        buf_format(why, "%s: %s", src[0].name, errors.n ? buf_string(&errors) : "does not compile");
    lib.jv_free(args);
    buf_free(&program);
    buf_free(&errors);
    return good;
}

bool
libjq_load(const char **why)
{
    return lib_load(why);
}

struct libjq *
libjq_compile(const struct program_source *src, size_t n, const struct plan_constant *vars, size_t nvars,
              struct buf *why)
{
    struct libjq *set = xcalloc(1, sizeof *set);
    set->n = n;
    if (compile_all(set, src, arguments(vars, nvars), why))
        return set;
    libjq_free(set);
    return NULL;
}

void
libjq_free(struct libjq *set)
{
    if (!set)
        return;
    if (set->jq)
        lib.jq_teardown(&set->jq);
    free(set);
}

static void
add_output(struct outcomes *s, struct outcome *r, jv v)
{
    jv text = lib.jv_dump_string(v, 0);
    size_t from = s->text.n;
    buf_add(&s->text, lib.jv_string_value(text), (size_t)lib.jv_string_length_bytes(lib.jv_copy(text)));
    lib.jv_free(text);
    outcome_add(s, r, from);
}

static void
add_error(struct outcomes *s, struct outcome *r, jv v)
{
    jv error = lib.jv_object_get(v, lib.jv_string("error"));
    if (lib.jv_get_kind(error) != JV_KIND_STRING)
        error = lib.jv_dump_string(error, 0);
    outcome_fail(
        s, r,
        (struct slice){lib.jv_string_value(error), (size_t)lib.jv_string_length_bytes(lib.jv_copy(error))});
    lib.jv_free(error);
}

static void
take_result(struct outcomes *s, struct outcome *r, jv v)
{
    int n = lib.jv_array_length(lib.jv_copy(v));
    for (int i = 0; i < n && !r->error; i++) {
        jv one = lib.jv_array_get(lib.jv_copy(v), i);
        if (lib.jv_get_kind(one) != JV_KIND_ARRAY)
            add_error(s, r, one);
        else if (outcome_full(s, r))
            lib.jv_free(one);
        else
            add_output(s, r, lib.jv_array_get(one, 0));
    }
    lib.jv_free(v);
}

/* An error that the composed program did not catch (`break` outside, `error(null)`): the record has no
 * result. */
static void
fail_all(struct libjq *set, struct outcomes *s, const size_t *which, jv r)
{
    const char *text = "error";
    jv message = lib.jv_invalid_get_msg(r);
    if (lib.jv_get_kind(message) == JV_KIND_STRING)
        text = lib.jv_string_value(message);
    for (size_t i = 0; i < set->n; i++)
        outcome_fail(s, &s->of[which[i]], slice_of(text));
    lib.jv_free(message);
}

void
libjq_run(struct libjq *set, struct val record, struct outcomes *s, const size_t *which)
{
    lib.jq_start(set->jq, value_of(record), 0);
    jv r = lib.jq_next(set->jq);
    if (lib.jv_get_kind(r) != JV_KIND_ARRAY) {
        fail_all(set, s, which, r);
        return;
    }
    for (size_t i = 0; i < set->n; i++)
        take_result(s, &s->of[which[i]], lib.jv_array_get(lib.jv_copy(r), (int)i));
    lib.jv_free(r);
}
