/* Values from JSON text and back. */
#include <jv.h>
#include <string.h>

#include "../library.h"
#include "builtin.h"

#define SYMBOLS(each)                                                                                  \
    each(jv_parse_sized) each(jv_get_kind) each(jv_invalid_get_msg) each(jv_free) each(jv_copy)        \
        each(jv_string_value) each(jv_string_length_bytes) each(jv_number_value) each(jv_array_length) \
            each(jv_array_get) each(jv_object_length) each(jv_object_iter) each(jv_object_iter_next)   \
                each(jv_object_iter_valid) each(jv_object_iter_key) each(jv_object_iter_value)
LIBRARY(lib, "libjq is needed to parse JSON in a program", SYMBOLS, "libjq.so.1", "libjq.so", "libjq.dylib")
#pragma weak jv_get_kind /* a function of jv.h calls it, which at -O0 is kept: that links without libjq */

BUILTIN(tojson)
{
    (void)p;
    (void)args;
    *out = eval_json(r, in);
    return GO;
}

/* A value that libjq parsed, as one of ours. */
static struct val
from_jv(struct run *r, jv v)
{
    struct val out = val_of(K_NULL);
    size_t n = 0;
    if (lib.jv_get_kind(v) == JV_KIND_STRING) {
        out = val_copy(&r->m, lib.jv_string_value(v), (size_t)lib.jv_string_length_bytes(lib.jv_copy(v)));
    } else if (lib.jv_get_kind(v) == JV_KIND_NUMBER) {
        out = val_number(lib.jv_number_value(v));
    } else if (lib.jv_get_kind(v) == JV_KIND_TRUE || lib.jv_get_kind(v) == JV_KIND_FALSE) {
        out = val_bool(lib.jv_get_kind(v) == JV_KIND_TRUE);
    } else if (lib.jv_get_kind(v) == JV_KIND_ARRAY) {
        int count = lib.jv_array_length(lib.jv_copy(v));
        struct val *items = memory_take(&r->m, (size_t)count * sizeof *items);
        for (; n < (size_t)count; n++)
            items[n] = from_jv(r, lib.jv_array_get(lib.jv_copy(v), (int)n));
        out = val_items(&r->m, items, n);
    } else if (lib.jv_get_kind(v) == JV_KIND_OBJECT) {
        struct member *members =
            memory_take(&r->m, (size_t)lib.jv_object_length(lib.jv_copy(v)) * sizeof *members);
        for (int i = lib.jv_object_iter(v); lib.jv_object_iter_valid(v, i);
             i = lib.jv_object_iter_next(v, i), n++) {
            members[n].key = from_jv(r, lib.jv_object_iter_key(v, i));
            members[n].val = from_jv(r, lib.jv_object_iter_value(v, i));
        }
        out = val_members(&r->m, members, n);
    }
    lib.jv_free(v);
    return out;
}

/* libjq's own parser: its words for what is wrong are long. */
static int
parse(struct run *r, struct val text, struct val *out)
{
    const char *missing;
    if (!lib_load(&missing))
        return eval_fail_missing(r, missing);
    jv v = lib.jv_parse_sized(text.text, (int)text.n);
    if (lib.jv_get_kind(v) == JV_KIND_INVALID) {
        jv why = lib.jv_invalid_get_msg(v);
        *out = val_of(NONE);
        if (lib.jv_get_kind(why) != JV_KIND_STRING) {
            lib.jv_free(why);
            return GO;
        }
        return eval_fail(r, from_jv(r, why));
    }
    *out = from_jv(r, v);
    return GO;
}

BUILTIN(fromjson)
{
    (void)p;
    (void)args;
    if (in.kind != K_STRING)
        return eval_fail_type(r, in, "only strings can be parsed");
    return parse(r, in, out);
}

static bool
is_short_number(struct val s)
{
    size_t i = s.n && *s.text == '-', from = i;
    if (s.n > 15 || (s.n - i > 1 && s.text[i] == '0' && s.text[i + 1] != '.'))
        return false;
    while (i < s.n && s.text[i] >= '0' && s.text[i] <= '9')
        i++;
    if (i == from || i == s.n)
        return i > from;
    return s.text[i] == '.' && i + 1 < s.n && strspn(s.text + i + 1, "0123456789") >= s.n - i - 1;
}

static size_t
strlen_of(struct val s)
{
    const char *nul = s.n ? memchr(s.text, 0, s.n) : NULL;
    return nul ? (size_t)(nul - s.text) : s.n;
}

BUILTIN(tonumber)
{
    (void)p;
    (void)args;
    *out = in;
    if (in.kind == K_NUMBER)
        return GO;
    if (in.kind == K_STRING) {
        char copy[16];
        struct val s = in;
        if (s.n < sizeof copy) {
            memcpy(copy, s.text, s.n);
            copy[s.n] = 0;
            s.text = copy;
            if (is_short_number(s)) {
                *out = val_number(val_number_read(s.text, s.n));
                return GO;
            }
        }
        s = in;
        s.n = (uint32_t)strlen_of(in); /* libjq reads it up to a NUL */
        int st = parse(r, s, out);
        if (st != GO || out->kind == K_NUMBER || out->kind == NONE)
            return st;
    }
    return eval_fail_type(r, in, "cannot be parsed as a number");
}

const struct builtin_entry json_builtins[] = {
    {"tojson", 0, tojson, false}, {"fromjson", 0, fromjson, false}, {"tonumber", 0, tonumber, false}, {0}};
