/* Strings. */
#include <string.h>

#include "builtin.h"

struct val
eval_json(struct run *r, struct val v)
{
    size_t from = r->scratch.n;
    if (!val_print(&r->m, &r->scratch, v))
        memory_out(&r->m);
    struct val out = val_copy(&r->m, r->scratch.p + from, r->scratch.n - from);
    r->scratch.n = from;
    return out;
}

struct val
eval_text(struct run *r, struct val v)
{
    return v.kind == K_STRING ? v : eval_json(r, v);
}

int
builtin_concat(struct run *r, const struct plan *p, struct val in, const struct val *args, struct val *out)
{
    size_t n = 0;
    (void)in;
    for (size_t i = 0; i < p->n; i++)
        n += args[i].n;
    char *o = val_room(&r->m, n, out);
    for (size_t i = 0; i < p->n; o += args[i++].n)
        if (args[i].n)
            memcpy(o, args[i].text, args[i].n);
    return GO;
}

BUILTIN(tostring)
{
    (void)p;
    (void)args;
    *out = eval_text(r, in);
    return GO;
}

static struct val
cased(struct run *r, struct val s, char from, char to)
{
    struct val v;
    size_t i = 0;
    while (i < s.n && (s.text[i] < from || s.text[i] > to))
        i++;
    if (i == s.n)
        return s;
    char *o = val_room(&r->m, s.n, &v);
    for (i = 0; i < s.n; i++)
        o[i] = s.text[i] >= from && s.text[i] <= to ? (char)(s.text[i] ^ 32) : s.text[i];
    v.form = s.form == CLEAN ? CLEAN : PLAIN;
    return v;
}

BUILTIN(downcase)
{
    (void)p;
    (void)args;
    if (in.kind != K_STRING)
        return eval_fail_format(r, "explode input must be a string");
    *out = cased(r, in, 'A', 'Z');
    return GO;
}

BUILTIN(upcase)
{
    (void)p;
    (void)args;
    if (in.kind != K_STRING)
        return eval_fail_format(r, "explode input must be a string");
    *out = cased(r, in, 'a', 'z');
    return GO;
}

static bool
begins(struct val s, struct val with)
{
    return s.n >= with.n && (!with.n || memcmp(s.text, with.text, with.n) == 0);
}

static bool
ends(struct val s, struct val with)
{
    return s.n >= with.n && (!with.n || memcmp(s.text + s.n - with.n, with.text, with.n) == 0);
}

BUILTIN(starts_with)
{
    (void)p;
    if (in.kind != K_STRING || args[0].kind != K_STRING)
        return eval_fail_format(r, "startswith() requires string inputs");
    *out = val_bool(begins(in, args[0]));
    return GO;
}

BUILTIN(ends_with)
{
    (void)p;
    if (in.kind != K_STRING || args[0].kind != K_STRING)
        return eval_fail_format(r, "endswith() requires string inputs");
    *out = val_bool(ends(in, args[0]));
    return GO;
}

static struct val
part(struct val s, size_t from, size_t n)
{
    struct val v = val_string(s.text + from, n);
    v.form = s.form == CLEAN ? CLEAN : PLAIN;
    return v;
}

BUILTIN(trim_start)
{
    (void)p;
    (void)r;
    bool trims = in.kind == K_STRING && args[0].kind == K_STRING && begins(in, args[0]);
    *out = trims ? part(in, args[0].n, in.n - args[0].n) : in;
    return GO;
}

BUILTIN(trim_end)
{
    (void)p;
    (void)r;
    bool trims = in.kind == K_STRING && args[0].kind == K_STRING && ends(in, args[0]);
    *out = trims ? part(in, 0, in.n - args[0].n) : in;
    return GO;
}

BUILTIN(explode)
{
    (void)p;
    (void)args;
    if (in.kind != K_STRING)
        return eval_fail_format(r, "explode input must be a string");
    struct val *items = memory_take(&r->m, val_length(in) * sizeof *items);
    size_t n = 0;
    for (size_t i = 0; i < in.n;) {
        unsigned char c = (unsigned char)in.text[i++];
        unsigned u = c < 0x80 ? c : c < 0xE0 ? c & 31 : c < 0xF0 ? c & 15 : c & 7;
        for (; i < in.n && ((unsigned char)in.text[i] & 0xC0) == 0x80; i++)
            u = u << 6 | ((unsigned char)in.text[i] & 63);
        items[n++] = val_number(u);
    }
    *out = val_items(&r->m, items, n);
    return GO;
}

BUILTIN(byte_length)
{
    (void)p;
    (void)args;
    if (in.kind != K_STRING)
        return eval_fail_type(r, in, "only strings have UTF-8 byte length");
    *out = val_number(in.n);
    return GO;
}

static bool
join_fits(struct val v, struct val by)
{
    struct val key, one;
    if (by.kind != K_STRING && by.kind != K_NULL)
        return false;
    for (struct each e = val_each(v); val_next(&e, &key, &one);)
        if (one.kind == K_ARRAY || one.kind == K_OBJECT)
            return false;
    return true;
}

/* join as jq 1.6 defines it, step by step: for what fails, and for odd separators. */
static int
join_slowly(struct run *r, struct val v, struct val by, struct val *out)
{
    struct val key, one, pair[2] = {val_of(K_NULL), {0}};
    int st = GO;
    for (struct each e = val_each(v); st == GO && val_next(&e, &key, &one);) {
        struct val left[2] = {pair[0], by};
        if (pair[0].kind == K_NULL)
            pair[0] = VAL_TEXT("");
        else if ((st = builtin_plus(r, NULL, v, left, &pair[0])) != GO)
            return st;
        pair[1] = val_true(one) ? one : VAL_TEXT("");
        if (one.kind == K_NUMBER || one.kind == K_TRUE || one.kind == K_FALSE)
            pair[1] = eval_text(r, one);
        st = builtin_plus(r, NULL, v, pair, &pair[0]);
    }
    *out = val_true(pair[0]) ? pair[0] : VAL_TEXT("");
    return st;
}

BUILTIN(join)
{
    struct val key, one;
    size_t from = r->scratch.n;
    (void)p;
    if (in.kind != K_ARRAY && in.kind != K_OBJECT)
        return eval_fail_each(r, in);
    if (!join_fits(in, args[0]))
        return join_slowly(r, in, args[0], out);
    bool first = true;
    for (struct each e = val_each(in); val_next(&e, &key, &one); first = false) {
        if (!first && args[0].kind == K_STRING)
            buf_add(&r->scratch, args[0].text, args[0].n);
        if (one.kind == K_STRING)
            buf_add(&r->scratch, one.text, one.n);
        else if (one.kind != K_NULL)
            val_print(&r->m, &r->scratch, one);
    }
    *out = val_copy(&r->m, r->scratch.p + from, r->scratch.n - from);
    r->scratch.n = from;
    return GO;
}

const struct builtin_entry text_builtins[] = {
    {"tostring", 0, tostring, false},
    {"ascii_downcase", 0, downcase, false},
    {"ascii_upcase", 0, upcase, false},
    {"startswith", 1, starts_with, false},
    {"endswith", 1, ends_with, false},
    {"ltrimstr", 1, trim_start, false},
    {"rtrimstr", 1, trim_end, false},
    {"explode", 0, explode, false},
    {"utf8bytelength", 0, byte_length, false},
    {"join", 1, join, false},
    {0},
};
