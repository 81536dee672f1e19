/* test, match, capture: Oniguruma with the syntax and options that libjq 1.6 uses. Compiled patterns are
 * kept. */
#define ONIG_ESCAPE_UCHAR_COLLISION
#include <oniguruma.h>
#include <stdlib.h>
#include <string.h>

#include "../library.h"
#include "../mem.h"
#include "builtin.h"

#define SYMBOLS(each)                                                                         \
    each(onig_error_code_to_str) each(onig_foreach_name) each(onig_free) each(onig_new)       \
        each(onig_region_free) each(onig_region_new) each(onig_search) each(OnigEncodingUTF8) \
            each(OnigSyntaxPerl_NG)
LIBRARY(lib, "libonig is needed for regular expressions", SYMBOLS, "libonig.so.5", "libonig.so",
        "libonig.dylib")

#define REGEXES_MAX 64 /* patterns kept; the oldest makes room */

struct regex {
    struct {
        const char *at; /* where the text was: a pattern in the program is always there */
        char *text;
        size_t n;
        OnigOptionType options;
        regex_t *regex;
    } one[REGEXES_MAX];
    size_t n, next;
    OnigRegion *region;
};

void
regex_free(struct run *r)
{
    if (!r->regexes)
        return;
    for (size_t i = 0; i < r->regexes->n; i++) {
        lib.onig_free(r->regexes->one[i].regex);
        free(r->regexes->one[i].text);
    }
    lib.onig_region_free(r->regexes->region, 1);
    free(r->regexes);
    r->regexes = NULL;
}

static int
fail_regex(struct run *r, int code, OnigErrorInfo *info)
{
    OnigUChar text[ONIG_MAX_ERROR_MESSAGE_LEN + 1] = {0};
    lib.onig_error_code_to_str(text, code, info);
    return eval_fail_format(r, "Regex failure: %s", (const char *)text);
}

static regex_t *
remember(struct run *r, struct val text, OnigOptionType options, regex_t *regex)
{
    struct regex *all = r->regexes;
    size_t i = all->n < REGEXES_MAX ? all->n++ : all->next++ % REGEXES_MAX;
    if (all->one[i].regex) {
        lib.onig_free(all->one[i].regex);
        free(all->one[i].text);
    }
    all->one[i].at = text.text;
    all->one[i].text = xstrndup(text.text, text.n);
    all->one[i].n = text.n;
    all->one[i].options = options;
    return all->one[i].regex = regex;
}

static int
compiled(struct run *r, struct val text, OnigOptionType options, regex_t **out)
{
    OnigErrorInfo info;
    const char *missing;
    if (!lib_load(&missing))
        return eval_fail_missing(r, missing);
    if (!r->regexes) {
        r->regexes = xcalloc(1, sizeof *r->regexes);
        r->regexes->region = lib.onig_region_new();
    }
    for (size_t i = 0; i < r->regexes->n; i++)
        if (r->regexes->one[i].n == text.n && r->regexes->one[i].options == options &&
            memcmp(r->regexes->one[i].text, text.text, text.n) == 0) {
            *out = r->regexes->one[i].regex;
            return GO;
        }
    const OnigUChar *from = (const OnigUChar *)text.text;
    int code =
        lib.onig_new(out, from, from + text.n, options, lib.OnigEncodingUTF8, lib.OnigSyntaxPerl_NG, &info);
    if (code != ONIG_NORMAL)
        return fail_regex(r, code, &info);
    remember(r, text, options, *out);
    return GO;
}

static int
modifiers(struct run *r, struct val m, OnigOptionType *options, bool *global)
{
    *options = ONIG_OPTION_CAPTURE_GROUP;
    *global = false;
    if (m.kind == K_NULL)
        return GO;
    if (m.kind != K_STRING)
        return eval_fail_type(r, m, "is not a string");
    for (size_t i = 0; i < m.n; i++)
        switch (m.text[i]) {
        case 'g':
            *global = true;
            break;
        case 'i':
            *options |= ONIG_OPTION_IGNORECASE;
            break;
        case 'x':
            *options |= ONIG_OPTION_EXTEND;
            break;
        case 's':
            *options |= ONIG_OPTION_SINGLELINE;
            break;
        case 'p':
            *options |= ONIG_OPTION_MULTILINE | ONIG_OPTION_SINGLELINE;
            break;
        case 'm':
            *options |= ONIG_OPTION_MULTILINE;
            break;
        case 'l':
            *options |= ONIG_OPTION_FIND_LONGEST;
            break;
        case 'n':
            *options |= ONIG_OPTION_FIND_NOT_EMPTY;
            break;
        default:
            return eval_fail_format(r, "%.*s is not a valid modifier string", (int)m.n, m.text);
        }
    return GO;
}

static double
points(struct val s, int from, int to)
{
    return (double)val_length(val_string(s.text + from, (size_t)(to - from)));
}

static struct val
object_of(struct run *r, const struct member *from, size_t n)
{
    struct member *made = memory_take(&r->m, n * sizeof *made);
    memcpy(made, from, n * sizeof *made);
    return val_members(&r->m, made, n);
}

static struct val
group(struct run *r, struct val s, int beg, int end, struct val name)
{
    struct val offset = val_number(beg < 0 ? -1 : points(s, 0, beg)),
               length = val_number(beg < 0 ? 0 : points(s, beg, end));
    struct val text = beg < 0 ? val_of(K_NULL) : val_string(s.text + beg, (size_t)(end - beg));
    struct member full[] = {{VAL_TEXT("offset"), offset},
                            {VAL_TEXT("length"), length},
                            {VAL_TEXT("string"), text},
                            {VAL_TEXT("name"), name}};
    struct member none[] = {{VAL_TEXT("offset"), offset},
                            {VAL_TEXT("string"), text},
                            {VAL_TEXT("length"), length},
                            {VAL_TEXT("name"), name}};
    return object_of(r, beg == end ? none : full, 4);
}

struct naming {
    struct run *r;
    struct val *names;
};

static int
take_name(const OnigUChar *name, const OnigUChar *end, int n, int *groups, regex_t *regex, void *arg)
{
    struct naming *to = arg;
    (void)regex;
    for (int i = 0; i < n; i++)
        to->names[groups[i]] = val_copy(&to->r->m, (const char *)name, (size_t)(end - name));
    return 0;
}

static struct val
match_object(struct run *r, struct val s, regex_t *regex, const OnigRegion *g)
{
    struct val *names = memory_take(&r->m, (size_t)g->num_regs * sizeof *names);
    struct val *groups = memory_take(&r->m, (size_t)g->num_regs * sizeof *groups);
    struct naming to = {r, names};
    int n = 0;
    for (int i = 0; i < g->num_regs; i++)
        names[i] = val_of(K_NULL);
    bool empty = g->beg[0] == g->end[0];
    if (!empty)
        lib.onig_foreach_name(regex, take_name, &to);
    for (int i = 1; i < g->num_regs && !empty; i++)
        groups[n++] = group(r, s, g->beg[i], g->end[i], names[i]);
    struct member m[] = {
        {VAL_TEXT("offset"), val_number(points(s, 0, g->beg[0]))},
        {VAL_TEXT("length"), val_number(points(s, g->beg[0], g->end[0]))},
        {VAL_TEXT("string"), val_string(s.text + g->beg[0], (size_t)(g->end[0] - g->beg[0]))},
        {VAL_TEXT("captures"), val_items(&r->m, groups, (size_t)n)}};
    return object_of(r, m, 4);
}

static int
search_all(struct run *r, struct val s, regex_t *regex, bool global, struct val *out)
{
    const OnigUChar *text = (const OnigUChar *)(s.text ? s.text : ""), *end = text + s.n, *start = text;
    OnigRegion *g = r->regexes->region;
    size_t base = r->top;
    int code = 0;
    do {
        code = lib.onig_search(regex, text, end, start, end, g, ONIG_OPTION_NONE);
        if (code < 0)
            break;
        eval_push(r, match_object(r, s, regex, g));
        start = text + g->end[0];
        if (g->beg[0] == g->end[0]) {
            start += start < end;
            while (start < end && (*start & 0xC0) == 0x80)
                start++;
        }
    } while (global && start != end);
    *out = val_array(&r->m, r->stack + base, r->top - base);
    r->top = base;
    return code < ONIG_MISMATCH ? fail_regex(r, code, NULL) : GO;
}

static int
match(struct run *r, struct val in, const struct val *args, struct val *out)
{
    OnigOptionType options;
    regex_t *regex = NULL;
    bool global;
    if (in.kind != K_STRING)
        return eval_fail_type(r, in, "cannot be matched, as it is not a string");
    if (args[0].kind != K_STRING)
        return eval_fail_type(r, args[0], "is not a string");
    int st = modifiers(r, args[1], &options, &global);
    if (st == GO)
        st = compiled(r, args[0], options, &regex);
    if (st != GO)
        return st;
    if (args[2].kind != K_TRUE)
        return search_all(r, in, regex, global, out);
    const OnigUChar *text = (const OnigUChar *)(in.text ? in.text : ""), *end = text + in.n;
    int code = lib.onig_search(regex, text, end, text, end, NULL, ONIG_OPTION_NONE);
    *out = val_bool(code >= 0);
    return code < ONIG_MISMATCH ? fail_regex(r, code, NULL) : GO;
}

BUILTIN(match_impl)
{
    (void)p;
    return match(r, in, args, out);
}

/* The form with one argument: a pattern, or an array of pattern and modifiers. */
BUILTIN(match_one)
{
    struct val all[3] = {args[0], val_of(K_NULL), args[1]};
    (void)p;
    if (args[0].kind == K_ARRAY && args[0].n) {
        all[0] = val_at(args[0], 0);
        if (args[0].n > 1)
            all[1] = val_at(args[0], 1);
    } else if (args[0].kind != K_STRING) {
        return eval_fail_format(r, "%s not a string or array", val_kind(args[0]));
    }
    return match(r, in, all, out);
}

/* A match as an object of its named groups. */
BUILTIN(captured)
{
    struct val one, object = val_members(&r->m, NULL, 0), groups = val_get(in, VAL_TEXT("captures"));
    (void)p;
    (void)args;
    for (struct each e = val_each(groups); val_next(&e, NULL, &one);) {
        struct val name = val_get(one, VAL_TEXT("name"));
        if (name.kind == K_STRING)
            object = val_put(&r->m, object, name, val_get(one, VAL_TEXT("string")));
    }
    *out = object;
    return GO;
}

const struct builtin_entry regex_builtins[] = {{"_match_impl", 3, match_impl, false},
                                               {"_match_one", 2, match_one, false},
                                               {"_captured", 0, captured, false},
                                               {0}};
