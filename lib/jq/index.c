/* Looking into a value by a key, an index or a slice. */
#include "eval.h"

#include <math.h>
#include <string.h>

#define NAME_SHOWN 30 /* a longer key is left out of a message */

static bool
is_integer(struct val v, int *i)
{
    double d = val_double(v);
    if (!(d >= INT32_MIN && d <= INT32_MAX) || d != (double)(int)d)
        return false;
    *i = (int)d;
    return true;
}

bool
eval_bounds(struct val from, struct val to, size_t n, size_t *start, size_t *end)
{
    double length = (double)n, a = 0, b = length;
    if ((from.kind != K_NULL && from.kind != K_NUMBER) || (to.kind != K_NULL && to.kind != K_NUMBER))
        return false;
    if (from.kind == K_NUMBER)
        a = val_double(from);
    if (to.kind == K_NUMBER)
        b = val_double(to);
    a = a < 0 ? a + length : a;
    b = b < 0 ? b + length : b;
    a = !(a >= 0) ? 0 : a > length ? length : a;
    b = b > length ? length : !(b >= a) ? a : b;
    *start = (size_t)a;
    *end = (size_t)b;
    *end += (double)*end < b;
    return true;
}

static size_t
byte_of(struct val s, size_t point)
{
    size_t i = 0;
    while (i < s.n && point) {
        i++;
        while (i < s.n && ((unsigned char)s.text[i] & 0xC0) == 0x80)
            i++;
        point--;
    }
    return i;
}

static struct val
part_of_array(struct val v, size_t start, size_t end)
{
    return (struct val){.kind = K_ARRAY,
                        .depth = v.depth ? v.depth : 1,
                        .n = (uint32_t)(end - start),
                        .items = v.items + start};
}

static int
slice(struct run *r, struct val v, struct val from, struct val to, struct val *out)
{
    size_t start, end, n = v.kind == K_STRING ? val_length(v) : v.n;
    if (v.kind == K_NULL) {
        *out = v;
        return GO;
    }
    if (v.kind != K_STRING && v.kind != K_ARRAY)
        return eval_fail_format(r, "Cannot index %s with object", val_kind(v));
    if (!eval_bounds(from, to, n, &start, &end))
        return eval_fail_format(r, "Start and end indices of an %s slice must be numbers",
                                v.kind == K_ARRAY ? "array" : "string");
    if (v.kind == K_ARRAY) {
        *out = part_of_array(v, start, end);
        return GO;
    }
    size_t a = n == v.n ? start : byte_of(v, start), b = n == v.n ? end : byte_of(v, end);
    *out = val_string(v.text + a, b - a);
    out->form = v.form == CLEAN ? CLEAN : PLAIN;
    return GO;
}

/* args: target, end, start */
int
builtin_slice(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    (void)p;
    (void)in;
    return slice(r, args[0], args[2], args[1], out);
}

static struct val
places(struct run *r, struct val array, struct val part)
{
    size_t base = r->top;
    for (size_t i = 0; part.n && i < array.n; i++) {
        size_t k = 0;
        while (k < part.n && i + k < array.n && val_equal(&r->m, val_at(array, i + k), val_at(part, k)))
            k++;
        if (k == part.n)
            eval_push(r, val_number((double)i));
    }
    struct val out = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
    return out;
}

int
eval_get(struct run *r, struct val v, struct val key, struct val *out)
{
    int i;
    *out = val_of(K_NULL);
    if (v.kind == K_OBJECT && key.kind == K_STRING) {
        *out = val_get(v, key);
        if (out->kind == NONE)
            *out = val_of(K_NULL);
        return GO;
    }
    if (v.kind == K_ARRAY && key.kind == K_NUMBER) {
        if (is_integer(key, &i) && (i += i < 0 ? (int)v.n : 0) >= 0 && (unsigned)i < v.n)
            *out = val_at(v, (size_t)i);
        return GO;
    }
    if (key.kind == K_OBJECT && (v.kind == K_ARRAY || v.kind == K_STRING))
        return slice(r, v, val_get(key, VAL_TEXT("start")), val_get(key, VAL_TEXT("end")), out);
    if (v.kind == K_ARRAY && key.kind == K_ARRAY) {
        *out = places(r, v, key);
        return GO;
    }
    if (v.kind == K_NULL && (key.kind == K_STRING || key.kind == K_NUMBER || key.kind == K_OBJECT))
        return GO;
    if (key.kind == K_STRING && key.n < NAME_SHOWN)
        return eval_fail_format(r, "Cannot index %s with string \"%.*s\"", val_kind(v), (int)key.n, key.text);
    return eval_fail_format(r, "Cannot index %s with %s", val_kind(v), val_kind(key));
}

int
builtin_index(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    (void)p;
    (void)in;
    return eval_get(r, args[0], args[1], out);
}

int
builtin_getpath(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    (void)p;
    if (args[0].kind != K_ARRAY)
        return eval_fail_format(r, "Path must be specified as an array");
    *out = in;
    for (size_t i = 0; i < args[0].n; i++) {
        if (out->kind == K_NULL)
            return GO;
        int st = eval_get(r, *out, val_at(args[0], i), out);
        if (st != GO)
            return st;
    }
    return GO;
}

/* Nothing is looked for: libjq 1.6 runs out of memory there. */
static void
string_places(struct run *r, struct val s, struct val part, struct val *out)
{
    size_t base = r->top;
    for (size_t i = 0; part.n && i + part.n <= s.n; i++)
        if (memcmp(s.text + i, part.text, part.n) == 0)
            eval_push(r, val_number((double)i));
    *out = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
}

static int
builtin_indices(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    (void)p;
    if (in.kind == K_STRING && args[0].kind == K_STRING) {
        string_places(r, in, args[0], out);
        return GO;
    }
    struct val one = args[0];
    if (in.kind == K_ARRAY && one.kind != K_ARRAY)
        one = val_array(&r->m, &one, 1);
    return eval_get(r, in, one, out);
}

const struct builtin_entry index_builtins[] = {
    {"getpath", 1, builtin_getpath, false},
    {"indices", 1, builtin_indices, false},
    {0},
};
