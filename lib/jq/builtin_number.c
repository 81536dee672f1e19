/* Numbers. */
#include <float.h>
#include <math.h>

#include "builtin.h"

#define MATH(name, function)                                 \
    BUILTIN(name)                                            \
    {                                                        \
        (void)p;                                             \
        (void)args;                                          \
        if (in.kind != K_NUMBER)                             \
            return eval_fail_type(r, in, "number required"); \
        *out = val_number(function(val_double(in)));         \
        return GO;                                           \
    }
MATH(floor_of, floor)
MATH(ceil_of, ceil)
MATH(round_of, round)
MATH(fabs_of, fabs)
MATH(sqrt_of, sqrt)
MATH(log_of, log)
MATH(log2_of, log2)
MATH(log10_of, log10)
MATH(exp_of, exp)

#define FIXED(name, value) \
    BUILTIN(name)          \
    {                      \
        (void)r;           \
        (void)p;           \
        (void)in;          \
        (void)args;        \
        *out = value;      \
        return GO;         \
    }
FIXED(null_value, val_of(K_NULL))
FIXED(true_value, val_of(K_TRUE))
FIXED(false_value, val_of(K_FALSE))
FIXED(infinite, val_number(INFINITY))
FIXED(nan_value, val_number(NAN))

#define TEST(name, test)                                     \
    BUILTIN(name)                                            \
    {                                                        \
        (void)p;                                             \
        (void)args;                                          \
        (void)r;                                             \
        double d = in.kind == K_NUMBER ? val_double(in) : 1; \
        *out = val_bool(in.kind == K_NUMBER && (test));      \
        return GO;                                           \
    }
TEST(is_nan, isnan(d))
TEST(is_infinite, isinf(d))
TEST(is_normal, isnormal(d))

const struct builtin_entry number_builtins[] = {
    {"floor", 0, floor_of, false},         {"ceil", 0, ceil_of, false},       {"round", 0, round_of, false},
    {"fabs", 0, fabs_of, false},           {"sqrt", 0, sqrt_of, false},       {"log", 0, log_of, false},
    {"log2", 0, log2_of, false},           {"log10", 0, log10_of, false},     {"exp", 0, exp_of, false},
    {"null", 0, null_value, true},         {"true", 0, true_value, true},     {"false", 0, false_value, true},
    {"infinite", 0, infinite, true},       {"nan", 0, nan_value, true},       {"isnan", 0, is_nan, false},
    {"isinfinite", 0, is_infinite, false}, {"isnormal", 0, is_normal, false}, {0},
};
