/* Arrays: order, sums, extremes, and what looks at a value as a whole. */
#define _GNU_SOURCE /* strnlen */
#include <math.h>
#include <string.h>

#include "builtin.h"

static struct val *
items_of(struct run *r, struct val v)
{
    struct val *items = memory_take(&r->m, (v.n + 1) * sizeof *items);
    struct each e = val_each(v);
    for (size_t i = 0; val_next(&e, NULL, &items[i]); i++)
        ;
    return items;
}

static int
sorted(struct run *r, struct val v, struct val keys, struct val *out)
{
    struct val *items = items_of(r, v), *by = keys.items == v.items ? items : items_of(r, keys);
    struct val *to = memory_take(&r->m, v.n * sizeof *to);
    uint32_t *at = memory_take(&r->m, v.n * sizeof *at);
    val_sort(&r->m, by, v.n, at);
    for (size_t i = 0; i < v.n; i++)
        to[i] = items[at[i]];
    *out = val_items(&r->m, to, v.n);
    return GO;
}

BUILTIN(sort)
{
    (void)p;
    (void)args;
    if (in.kind != K_ARRAY)
        return eval_fail_type(r, in, "cannot be sorted, as it is not an array");
    return sorted(r, in, in, out);
}

BUILTIN(sort_by)
{
    (void)p;
    if (in.kind != K_ARRAY || args[0].kind != K_ARRAY || in.n != args[0].n)
        return eval_fail_types(r, in, args[0], "cannot be sorted, as they are not both arrays");
    return sorted(r, in, args[0], out);
}

/* Groups of equal keys, or (firsts) the first of each group. */
static int
grouped(struct run *r, struct val v, struct val keys, bool firsts, struct val *out)
{
    struct val *items = items_of(r, v), *by = items_of(r, keys),
               *groups = memory_take(&r->m, v.n * sizeof *groups);
    uint32_t *at = memory_take(&r->m, v.n * sizeof *at);
    size_t n = 0;
    val_sort(&r->m, by, v.n, at);
    for (size_t i = 0, j; i < v.n; i = j) {
        for (j = i + 1; j < v.n && val_order(&r->m, by[at[i]], by[at[j]]) == 0; j++)
            ;
        struct val *group = memory_take(&r->m, (j - i) * sizeof *group);
        for (size_t k = i; k < j; k++)
            group[k - i] = items[at[k]];
        groups[n++] = firsts ? items[at[i]] : val_items(&r->m, group, j - i);
    }
    *out = val_items(&r->m, groups, n);
    return GO;
}

BUILTIN(group_by)
{
    (void)p;
    if (in.kind != K_ARRAY || args[0].kind != K_ARRAY || in.n != args[0].n)
        return eval_fail_types(r, in, args[0], "cannot be sorted, as they are not both arrays");
    return grouped(r, in, args[0], false, out);
}

/* group_by(.) | map(.[0]): the keys are arrays of one, also in the message. */
BUILTIN(unique)
{
    (void)p;
    (void)args;
    if (in.kind == K_ARRAY)
        return grouped(r, in, in, true, out);
    if (in.kind != K_OBJECT)
        return eval_fail_each(r, in);
    struct val key, v;
    size_t base = r->top;
    for (struct each e = val_each(in); val_next(&e, &key, &v);) {
        v = val_array(&r->m, &v, 1);
        eval_push(r, v);
    }
    v = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
    return eval_fail_types(r, in, v, "cannot be sorted, as they are not both arrays");
}

static int
extreme(struct run *r, struct val v, struct val keys, bool least, struct val *out)
{
    if (v.kind != K_ARRAY || keys.kind != K_ARRAY || v.n != keys.n)
        return eval_fail_types(r, v, keys, "cannot be iterated over");
    struct val *items = items_of(r, v), *by = items_of(r, keys);
    size_t best = 0;
    for (size_t i = 1; i < v.n; i++)
        if ((val_order(&r->m, by[i], by[best]) < 0) == least)
            best = i;
    *out = v.n ? items[best] : val_of(K_NULL);
    return GO;
}

BUILTIN(min)
{
    (void)p;
    (void)args;
    return extreme(r, in, in, true, out);
}

BUILTIN(max)
{
    (void)p;
    (void)args;
    return extreme(r, in, in, false, out);
}

BUILTIN(min_by)
{
    (void)p;
    return extreme(r, in, args[0], true, out);
}

BUILTIN(max_by)
{
    (void)p;
    return extreme(r, in, args[0], false, out);
}

BUILTIN(add)
{
    struct val key, sum[2] = {val_of(K_NULL), {0}};
    (void)p;
    (void)args;
    if (in.kind != K_ARRAY && in.kind != K_OBJECT)
        return eval_fail_each(r, in);
    for (struct each e = val_each(in); val_next(&e, &key, &sum[1]);) {
        int st = builtin_plus(r, NULL, in, sum, &sum[0]);
        if (st != GO)
            return st;
    }
    *out = sum[0];
    return GO;
}

static int
flatten_into(struct run *r, struct val v, struct val depth)
{
    struct val key, one;
    for (struct each e = val_each(v); val_next(&e, &key, &one);) {
        if (one.kind != K_ARRAY || (depth.kind == K_NUMBER && val_double(depth) == 0)) {
            eval_push(r, one);
            continue;
        }
        struct val less[2] = {depth, val_number(1)};
        int st = builtin_minus(r, NULL, v, less, &less[0]);
        if (st == GO)
            st = flatten_into(r, one, less[0]);
        if (st != GO)
            return st;
    }
    return GO;
}

static int
flat(struct run *r, struct val v, struct val depth, struct val *out)
{
    size_t base = r->top;
    if (v.kind != K_ARRAY && v.kind != K_OBJECT)
        return eval_fail_each(r, v);
    int st = flatten_into(r, v, depth);
    if (st == GO)
        *out = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
    return st;
}

BUILTIN(flatten)
{
    (void)p;
    (void)args;
    return flat(r, in, val_number(-1), out);
}

BUILTIN(flatten_to)
{
    (void)p;
    if (val_order(&r->m, args[0], val_number(0)) < 0)
        return eval_fail_format(r, "flatten depth must not be negative");
    return flat(r, in, args[0], out);
}

BUILTIN(length)
{
    (void)p;
    (void)args;
    switch (in.kind) {
    case K_NULL:
        *out = val_number(0);
        return GO;
    case K_NUMBER:
        *out = val_number(fabs(val_double(in)));
        return GO;
    case K_STRING:
        *out = val_number((double)val_length(in));
        return GO;
    case K_ARRAY:
    case K_OBJECT:
        *out = val_number((double)in.n);
        return GO;
    default:
        return eval_fail_type(r, in, "has no length");
    }
}

static bool
holds(struct run *r, struct val a, struct val b)
{
    struct val key = {0}, v, w;
    if (a.kind != b.kind)
        return false;
    if (a.kind == K_OBJECT) {
        for (struct each e = val_each(b); val_next(&e, &key, &v);)
            if ((w = val_get(a, key)).kind == NONE || !holds(r, w, v))
                return false;
        return true;
    }
    if (a.kind == K_ARRAY) {
        for (struct each e = val_each(b); val_next(&e, &key, &v);) {
            bool found = false;
            for (struct each f = val_each(a); !found && val_next(&f, &key, &w);)
                found = holds(r, w, v);
            if (!found)
                return false;
        }
        return true;
    }
    if (a.kind == K_STRING) { /* up to a NUL, as libjq */
        size_t n = strnlen(a.text ? a.text : "", a.n), k = strnlen(b.text ? b.text : "", b.n);
        return !k || val_find(a.text, n, b.text, k);
    }
    return val_equal(&r->m, a, b);
}

BUILTIN(contains)
{
    (void)p;
    if (in.kind != args[0].kind)
        return eval_fail_types(r, in, args[0], "cannot have their containment checked");
    *out = val_bool(holds(r, in, args[0]));
    return GO;
}

int
builtin_type(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    static const struct val names[] = {
        [K_NULL] = {.kind = K_STRING, .form = CLEAN, .n = 4, .text = "null"},
        [K_FALSE] = {.kind = K_STRING, .form = CLEAN, .n = 7, .text = "boolean"},
        [K_TRUE] = {.kind = K_STRING, .form = CLEAN, .n = 7, .text = "boolean"},
        [K_NUMBER] = {.kind = K_STRING, .form = CLEAN, .n = 6, .text = "number"},
        [K_STRING] = {.kind = K_STRING, .form = CLEAN, .n = 6, .text = "string"},
        [K_ARRAY] = {.kind = K_STRING, .form = CLEAN, .n = 5, .text = "array"},
        [K_OBJECT] = {.kind = K_STRING, .form = CLEAN, .n = 6, .text = "object"}};
    (void)p;
    (void)r;
    (void)args;
    *out = names[in.kind];
    return GO;
}

int
builtin_not(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    (void)p;
    (void)r;
    (void)args;
    *out = val_bool(!val_true(in));
    return GO;
}

/* error(null) is no error in jq 1.6 but no output. */
int
builtin_error(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    struct val v = p->n ? args[0] : in;
    *out = val_of(NONE);
    return v.kind == K_NULL ? GO : eval_fail(r, v);
}

const struct builtin_entry list_builtins[] = {
    {"sort", 0, sort, false},
    {"_sort_by_impl", 1, sort_by, false},
    {"_group_by_impl", 1, group_by, false},
    {"unique", 0, unique, false},
    {"_min_by_impl", 1, min_by, false},
    {"_max_by_impl", 1, max_by, false},
    {"min", 0, min, false},
    {"max", 0, max, false},
    {"add", 0, add, false},
    {"flatten", 0, flatten, false},
    {"flatten", 1, flatten_to, false},
    {"length", 0, length, false},
    {"contains", 1, contains, false},
    {"type", 0, builtin_type, false},
    {"not", 0, builtin_not, false},
    {"error", 0, builtin_error, false},
    {"error", 1, builtin_error, false},
    {0},
};
