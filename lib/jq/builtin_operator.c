/* + - * / %, comparison, negation. */
#include <math.h>
#include <string.h>

#include "builtin.h"

int
builtin_plus(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    struct val a = args[0], b = args[1];
    (void)p;
    (void)in;
    if (a.kind == K_NULL || b.kind == K_NULL)
        *out = a.kind == K_NULL ? b : a;
    else if (a.kind != b.kind || a.kind <= K_TRUE)
        return eval_fail_types(r, a, b, "cannot be added");
    else if (a.kind == K_NUMBER)
        *out = val_number(val_double(a) + val_double(b));
    else if (a.kind == K_OBJECT)
        *out = val_merge(&r->m, a, b);
    else
        *out = val_join(&r->m, a, b);
    return GO;
}

int
builtin_minus(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    struct val a = args[0], b = args[1], v, w;
    (void)p;
    (void)in;
    if (a.kind == K_NUMBER && b.kind == K_NUMBER) {
        *out = val_number(val_double(a) - val_double(b));
        return GO;
    }
    if (a.kind != K_ARRAY || b.kind != K_ARRAY)
        return eval_fail_types(r, a, b, "cannot be subtracted");
    size_t base = r->top;
    for (struct each e = val_each(a); val_next(&e, NULL, &v);) {
        bool found = false;
        for (struct each f = val_each(b); !found && val_next(&f, NULL, &w);)
            found = val_equal(&r->m, v, w);
        if (!found)
            eval_push(r, v);
    }
    *out = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
    return GO;
}

/* As libjq 1.6 counts: the string once, and then as often as fits in one less than the number. */
static int
repeat(struct run *r, struct val s, double times, struct val *out)
{
    if (!(times - 1 > -1)) {
        *out = val_of(K_NULL);
        return GO;
    }
    double n = times < 1 ? 1 : floor(times);
    if (n > INT32_MAX || n * s.n >= INT32_MAX)
        return eval_fail_format(r, "Repeat string result too long");
    if (n * s.n > ARENA_MAX / 2)
        memory_out(&r->m);
    char *o = val_room(&r->m, (size_t)n * s.n, out);
    for (size_t i = 0; s.n && i < (size_t)n; i++)
        memcpy(o + i * s.n, s.text, s.n);
    return GO;
}

BUILTIN(multiply)
{
    struct val a = args[0], b = args[1];
    (void)p;
    (void)in;
    if (a.kind == K_NUMBER && b.kind == K_NUMBER)
        *out = val_number(val_double(a) * val_double(b));
    else if (a.kind == K_STRING && b.kind == K_NUMBER)
        return repeat(r, a, val_double(b), out);
    else if (a.kind == K_NUMBER && b.kind == K_STRING)
        return repeat(r, b, val_double(a), out);
    else if (a.kind == K_OBJECT && b.kind == K_OBJECT)
        *out = val_deep_merge(&r->m, a, b);
    else
        return eval_fail_types(r, a, b, "cannot be multiplied");
    return GO;
}

/* As libjq: nothing for an empty string, the characters for an empty separator. */
static void
split(struct run *r, struct val s, struct val by, struct val *out)
{
    const char *q = s.text, *end = s.text + s.n;
    size_t base = r->top;
    while (q < end) {
        const char *hit = by.n ? val_find(q, (size_t)(end - q), by.text, by.n) : q + 1;
        while (!by.n && hit < end && ((unsigned char)*hit & 0xC0) == 0x80)
            hit++;
        struct val one = val_string(q, (size_t)((hit ? hit : end) - q));
        one.form = s.form == CLEAN ? CLEAN : PLAIN;
        eval_push(r, one);
        if (hit && by.n && hit + by.n == end)
            eval_push(r, VAL_TEXT(""));
        q = hit ? hit + by.n : end;
    }
    *out = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
}

BUILTIN(divide)
{
    struct val a = args[0], b = args[1];
    (void)p;
    (void)in;
    if (a.kind == K_NUMBER && b.kind == K_NUMBER) {
        if (val_double(b) == 0)
            return eval_fail_types(r, a, b, "cannot be divided because the divisor is zero");
        *out = val_number(val_double(a) / val_double(b));
    } else if (a.kind == K_STRING && b.kind == K_STRING) {
        split(r, a, b, out);
    } else {
        return eval_fail_types(r, a, b, "cannot be divided");
    }
    return GO;
}

BUILTIN(split_builtin)
{
    (void)p;
    if (in.kind != K_STRING || args[0].kind != K_STRING)
        return eval_fail_format(r, "split input and separator must be strings");
    split(r, in, args[0], out);
    return GO;
}

static intmax_t
whole(double d)
{
    return d > -0x1p63 && d < 0x1p63 ? (intmax_t)d : INTMAX_MIN;
}

BUILTIN(modulo)
{
    struct val a = args[0], b = args[1];
    (void)p;
    (void)in;
    if (a.kind != K_NUMBER || b.kind != K_NUMBER)
        return eval_fail_types(r, a, b, "cannot be divided (remainder)");
    intmax_t x = whole(val_double(a)), y = whole(val_double(b));
    if (!y)
        return eval_fail_types(r, a, b, "cannot be divided (remainder) because the divisor is zero");
    *out = val_number(y == -1 ? 0 : (double)(x % y));
    return GO;
}

BUILTIN(negate)
{
    (void)p;
    (void)args;
    if (in.kind != K_NUMBER)
        return eval_fail_type(r, in, "cannot be negated");
    *out = val_number(-val_double(in));
    return GO;
}

#define COMPARISON(name, test)                                                                     \
    int builtin_##name(struct run *r, const struct plan *p, struct val in, const struct val *args, \
                       struct val *out)                                                            \
    {                                                                                              \
        (void)p;                                                                                   \
        (void)in;                                                                                  \
        *out = val_bool(test);                                                                     \
        return GO;                                                                                 \
    }
COMPARISON(equal, val_equal(&r->m, args[0], args[1]))
COMPARISON(other, !val_equal(&r->m, args[0], args[1]))
COMPARISON(less, val_order(&r->m, args[0], args[1]) < 0)
COMPARISON(least, val_order(&r->m, args[0], args[1]) <= 0)
COMPARISON(greater, val_order(&r->m, args[0], args[1]) > 0)
COMPARISON(most, val_order(&r->m, args[0], args[1]) >= 0)

const struct builtin_entry operator_builtins[] = {
    {"+", 2, builtin_plus, true},
    {"-", 2, builtin_minus, true},
    {"*", 2, multiply, true},
    {"/", 2, divide, true},
    {"%", 2, modulo, true},
    {"==", 2, builtin_equal, true},
    {"!=", 2, builtin_other, true},
    {"<", 2, builtin_less, true},
    {"<=", 2, builtin_least, true},
    {">", 2, builtin_greater, true},
    {">=", 2, builtin_most, true},
    {"_negate", 0, negate, false},
    {"split", 1, split_builtin, false},
    {0},
};
