/* Objects. */
#include "builtin.h"

static struct val
numbers(struct run *r, size_t n)
{
    struct val *items = memory_take(&r->m, n * sizeof *items);
    for (size_t i = 0; i < n; i++)
        items[i] = val_number((double)i);
    return val_items(&r->m, items, n);
}

BUILTIN(keys)
{
    size_t n;
    (void)p;
    (void)args;
    if (in.kind == K_ARRAY) {
        *out = numbers(r, in.n);
        return GO;
    }
    if (in.kind != K_OBJECT)
        return eval_fail_type(r, in, "has no keys");
    const struct member **at = val_sorted_members(&r->m, in, &n);
    struct val *items = memory_take(&r->m, n * sizeof *items);
    for (size_t i = 0; i < n; i++)
        items[i] = at[i]->key;
    *out = val_items(&r->m, items, n);
    return GO;
}

BUILTIN(keys_unsorted)
{
    struct val v;
    size_t n = 0;
    if (in.kind != K_OBJECT)
        return keys(r, p, in, args, out);
    struct each e = val_each(in);
    struct val *items = memory_take(&r->m, (e.left + 1) * sizeof *items);
    while (val_next(&e, &items[n], &v))
        n++;
    *out = val_items(&r->m, items, n);
    return GO;
}

BUILTIN(has)
{
    struct val key = args[0];
    (void)p;
    if (in.kind == K_OBJECT && key.kind == K_STRING) {
        *out = val_bool(val_get(in, key).kind != NONE);
        return GO;
    }
    if (in.kind == K_ARRAY && key.kind == K_NUMBER) {
        double d = val_double(key);
        *out = val_bool(d > -1 && d < in.n);
        return GO;
    }
    if (in.kind == K_NULL) {
        *out = val_of(K_FALSE);
        return GO;
    }
    return eval_fail_format(r, "Cannot check whether %s has a %s key", val_kind(in), val_kind(key));
}

static struct val
entry(struct run *r, struct val key, struct val v)
{
    struct member *pair = memory_take(&r->m, 2 * sizeof *pair);
    pair[0] = (struct member){VAL_TEXT("key"), key};
    pair[1] = (struct member){VAL_TEXT("value"), v};
    return val_members(&r->m, pair, 2);
}

BUILTIN(to_entries)
{
    struct val key, v;
    size_t n = 0;
    (void)p;
    (void)args;
    if (in.kind != K_OBJECT && in.kind != K_ARRAY)
        return eval_fail_type(r, in, "has no keys");
    struct each e = val_each(in);
    struct val *items = memory_take(&r->m, e.left * sizeof *items);
    for (; val_next(&e, &key, &v); n++)
        items[n] = entry(r, in.kind == K_ARRAY ? val_number((double)n) : key, v);
    *out = val_items(&r->m, items, n);
    return GO;
}

/* .key // .Key // .name // .Name */
static int
entry_key(struct run *r, struct val v, struct val *key)
{
    const struct val names[] = {VAL_TEXT("key"), VAL_TEXT("Key"), VAL_TEXT("name"), VAL_TEXT("Name")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct val args[2] = {v, names[i]};
        int st = builtin_index(r, NULL, v, args, key);
        if (st != GO || val_true(*key))
            return st;
    }
    return GO;
}

/* map({(.key // .Key // .name // .Name): (if has("value") then .value else .Value end)}) | add | .//={} */
BUILTIN(from_entries)
{
    struct val key, v, one, object = val_members(&r->m, NULL, 0);
    (void)args;
    if (in.kind != K_OBJECT && in.kind != K_ARRAY)
        return eval_fail_each(r, in);
    for (struct each e = val_each(in); val_next(&e, &key, &one);) {
        struct val name = VAL_TEXT("value");
        int st = entry_key(r, one, &key);
        if (st != GO || (st = has(r, p, one, &name, &v)) != GO)
            return st;
        v = val_get(one, val_true(v) ? name : VAL_TEXT("Value"));
        if (v.kind == NONE)
            v = val_of(K_NULL);
        if (key.kind != K_STRING)
            return eval_fail_key(r, key);
        object = val_put(&r->m, object, key, v);
    }
    *out = object;
    return GO;
}

const struct builtin_entry object_builtins[] = {
    {"keys", 0, keys, false},
    {"keys_unsorted", 0, keys_unsorted, false},
    {"has", 1, has, false},
    {"to_entries", 0, to_entries, false},
    {"from_entries", 0, from_entries, false},
    {0},
};
