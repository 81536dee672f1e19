/* setpath and delpaths: a changed value shares all that stays the same with the one before. */
#include "builtin.h"

static int
cast(double d)
{
    return d >= INT32_MIN && d <= INT32_MAX ? (int)d : INT32_MIN;
}

static int
set_item(struct run *r, struct val t, struct val key, struct val v, struct val *out)
{
    int i = cast(val_double(key));
    if (i < 0)
        i += (int)t.n;
    if (i < 0)
        return eval_fail_format(r, "Out of bounds negative array index");
    if ((unsigned)i > ARRAY_INDEX_MAX)
        return eval_fail_format(r, "Array index too large");
    size_t n = (unsigned)i >= t.n ? (size_t)i + 1 : t.n;
    struct val *items = memory_take(&r->m, n * sizeof *items);
    struct each e = val_each(t);
    for (size_t k = 0; k < n; k++)
        if (!val_next(&e, NULL, &items[k]))
            items[k] = val_of(K_NULL);
    items[i] = v;
    *out = val_items(&r->m, items, n);
    return GO;
}

static int
set_slice(struct run *r, struct val t, struct val key, struct val v, struct val *out)
{
    size_t start, end, base = r->top;
    struct val one;
    if (!eval_bounds(val_get(key, VAL_TEXT("start")), val_get(key, VAL_TEXT("end")), t.n, &start, &end))
        return eval_fail_format(r, "Start and end indices of an array slice must be numbers");
    if (v.kind != K_ARRAY)
        return eval_fail_format(r, "A slice of an array can only be assigned another array");
    for (size_t i = 0; i < start; i++)
        eval_push(r, val_at(t, i));
    for (struct each e = val_each(v); val_next(&e, NULL, &one);)
        eval_push(r, one);
    for (size_t i = end; i < t.n; i++)
        eval_push(r, val_at(t, i));
    *out = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
    return GO;
}

static int
set(struct run *r, struct val t, struct val key, struct val v, struct val *out)
{
    if (key.kind == K_STRING && (t.kind == K_OBJECT || t.kind == K_NULL)) {
        *out = val_put(&r->m, t.kind == K_NULL ? val_members(&r->m, NULL, 0) : t, key, v);
        return GO;
    }
    if (t.kind == K_NULL)
        t = val_items(&r->m, NULL, 0);
    if (key.kind == K_NUMBER && t.kind == K_ARRAY)
        return set_item(r, t, key, v, out);
    if (key.kind == K_OBJECT && t.kind == K_ARRAY)
        return set_slice(r, t, key, v, out);
    return eval_fail_format(r, "Cannot update field at %s index of %s", val_kind(key), val_kind(t));
}

static int
set_path(struct run *r, struct val t, struct val path, size_t i, struct val v, struct val *out)
{
    struct val below;
    if (i == path.n) {
        *out = v;
        return GO;
    }
    if (i > STACK_DEPTH_MAX)
        memory_out(&r->m);
    struct val key = val_at(path, i);
    int st = eval_get(r, t, key, &below);
    if (st == GO)
        st = set_path(r, below, path, i + 1, v, &below);
    return st == GO ? set(r, t, key, below, out) : st;
}

static int
builtin_setpath(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    (void)p;
    if (args[0].kind != K_ARRAY)
        return eval_fail_format(r, "Path must be specified as an array");
    return set_path(r, in, args[0], 0, args[1], out);
}

static int
delete_members(struct run *r, struct val t, const struct val *keys, size_t n, struct val *out)
{
    struct val name, v;
    struct each e = val_each(t);
    struct member *left = memory_take(&r->m, e.left * sizeof *left);
    size_t count = 0, i;
    for (i = 0; i < n; i++)
        if (keys[i].kind != K_STRING)
            return eval_fail_format(r, "Cannot delete %s field of object", val_kind(keys[i]));
    while (val_next(&e, &name, &v)) {
        for (i = 0; i < n && !val_same_text(keys[i], name); i++)
            ;
        if (i == n)
            left[count++] = (struct member){name, v};
    }
    *out = val_members(&r->m, left, count);
    return GO;
}

struct span {
    size_t start, end;
};

static int
delete_items(struct run *r, struct val t, const struct val *keys, size_t n, struct val *out)
{
    struct span *spans = memory_take(&r->m, n * sizeof *spans);
    struct val v, *left = memory_take(&r->m, t.n * sizeof *left);
    size_t count = 0, k;
    for (size_t i = 0; i < n; i++) {
        if (keys[i].kind == K_NUMBER) {
            int at = cast(val_double(keys[i]));
            at += at < 0 ? (int)t.n : 0;
            spans[i].start = at < 0 ? t.n : (size_t)at;
            spans[i].end = spans[i].start + 1;
        } else if (keys[i].kind != K_OBJECT) {
            return eval_fail_format(r, "Cannot delete %s element of array", val_kind(keys[i]));
        } else if (!eval_bounds(val_get(keys[i], VAL_TEXT("start")), val_get(keys[i], VAL_TEXT("end")), t.n,
                                &spans[i].start, &spans[i].end)) {
            return eval_fail_format(r, "Start and end indices of an array slice must be numbers");
        }
    }
    struct each e = val_each(t);
    for (size_t i = 0; val_next(&e, NULL, &v); i++) {
        for (k = 0; k < n && (i < spans[k].start || i >= spans[k].end); k++)
            ;
        if (k == n)
            left[count++] = v;
    }
    *out = val_items(&r->m, left, count);
    return GO;
}

/* The paths are sorted and share their first `from` keys, which led to t. As libjq: what lies deeper goes
 * first, then all keys of this level together. */
static int
delete_paths(struct run *r, struct val t, const struct val *paths, size_t n, size_t from, struct val *out)
{
    struct val *keys = memory_take(&r->m, n * sizeof *keys), below;
    size_t nkeys = 0;
    int st;
    if (from > STACK_DEPTH_MAX)
        memory_out(&r->m);
    *out = t;
    for (size_t i = 0, j; i < n; i = j) {
        struct val key = val_at(paths[i], from);
        for (j = i + 1; j < n && val_equal(&r->m, key, val_at(paths[j], from)); j++)
            ;
        if (paths[i].n == from + 1) {
            keys[nkeys++] = key;
            continue;
        }
        if ((st = eval_get(r, *out, key, &below)) != GO)
            return st;
        if (below.kind == K_NULL)
            continue;
        if ((st = delete_paths(r, below, paths + i, j - i, from + 1, &below)) != GO ||
            (st = set(r, *out, key, below, out)) != GO)
            return st;
    }
    if (!nkeys || out->kind == K_NULL)
        return GO;
    if (out->kind == K_OBJECT)
        return delete_members(r, *out, keys, nkeys, out);
    if (out->kind == K_ARRAY)
        return delete_items(r, *out, keys, nkeys, out);
    return eval_fail_format(r, "Cannot delete fields from %s", val_kind(*out));
}

static int
builtin_delpaths(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    struct val paths = args[0];
    (void)p;
    if (paths.kind != K_ARRAY)
        return eval_fail_format(r, "Paths must be specified as an array");
    struct val *all = memory_take(&r->m, paths.n * sizeof *all),
               *sorted = memory_take(&r->m, paths.n * sizeof *sorted);
    uint32_t *at = memory_take(&r->m, paths.n * sizeof *at);
    for (size_t i = 0; i < paths.n; i++) {
        all[i] = val_at(paths, i);
        if (all[i].kind != K_ARRAY)
            return eval_fail_format(r, "Path must be specified as array, not %s", val_kind(all[i]));
    }
    val_sort(&r->m, all, paths.n, at);
    for (size_t i = 0; i < paths.n; i++)
        sorted[i] = all[at[i]];
    *out = in;
    if (!paths.n)
        return GO;
    if (sorted[0].n)
        return delete_paths(r, in, sorted, paths.n, 0, out);
    *out = val_of(K_NULL);
    return GO;
}

const struct builtin_entry change_builtins[] = {
    {"setpath", 2, builtin_setpath, false}, {"delpaths", 1, builtin_delpaths, false}, {0}};
