#include "tags.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "limits.h"
#include "mem.h"
#include "text.h"

static bool
is_month(struct slice s)
{
    char day[16];
    if (s.n != 7)
        return false;
    memcpy(day, s.p, 7);
    memcpy(day + 7, "-01", 4);
    return date_is_day(slice_of(day));
}

/* NULL, or what is wrong with it. */
static const char *
check(struct slice key, struct slice value)
{
    static const char *const kinds[] = {"finding", "asset",   "exception", "ticket", "activity",
                                        "gate",    "release", "incident",  "intel",  "action"};
    if (!slice_trim(value).n)
        return "a tag without a value";
    if (slice_is(key, "month") && !is_month(value))
        return "a month is written YYYY-MM";
    if (slice_is(key, "at") && date_parse(value) == DATE_NONE)
        return "a time is written YYYY-MM-DD or in RFC 3339";
    if (!slice_is(key, "kind"))
        return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (slice_is(value, kinds[i]))
            return NULL;
    return "a kind is one of finding, asset, exception, ticket, activity, gate, release, incident, intel, "
           "action";
}

static bool
is_key(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!isalnum((unsigned char)s.p[i]) && !strchr("_-.", s.p[i]))
            return false;
    return s.n > 0;
}

/* Adds or replaces. */
static void
set(struct tags *t, struct slice key, struct slice value)
{
    struct tag *to = NULL;
    for (size_t i = 0; i < t->n; i++)
        if (slice_same(t->at[i].key, key))
            to = &t->at[i];
    if (!to) {
        t->at = xgrow(t->at, &t->cap, t->n + 1, sizeof *t->at);
        to = &t->at[t->n++];
        *to = (struct tag){{xstrndup(key.p, key.n), key.n}, {0}};
    }
    free((char *)(uintptr_t)to->value.p);
    to->value = (struct slice){xstrndup(value.p, value.n), value.n};
}

bool
tags_add(struct tags *t, const char *argument, const char **why)
{
    const char *equals = strchr(argument, '=');
    if (!equals) {
        *why = "not KEY=VALUE";
        return false;
    }
    struct slice key = {argument, (size_t)(equals - argument)}, value = slice_trim(slice_of(equals + 1));
    *why = !is_key(key) ? "a key has letters, digits, `_`, `-` and `.`" : check(key, value);
    if (*why)
        return false;
    set(t, key, value);
    return true;
}

bool
tags_pattern(struct tags *t, const char *pattern, const char **why)
{
    const char *p = pattern, *close = NULL;
    bool any = false;
    *why = NULL;
    if (strlen(pattern) > PATTERN_MAX)
        *why = "longer than 4096 bytes";
    while (!*why && (p = strchr(p, '{'))) {
        if (close && p == close + 1)
            *why = "two names need text between them";
        close = strchr(p, '}');
        if (!close || !is_key((struct slice){p + 1, (size_t)(close - p) - 1}))
            *why = "a name stands in braces, {name}";
        p = close;
        any = true;
    }
    if (!*why && !any)
        *why = "no {name} in it";
    if (*why)
        return false;
    t->patterns = xgrow(t->patterns, &t->cap_patterns, t->n_patterns + 1, sizeof *t->patterns);
    t->patterns[t->n_patterns++] = xstrdup(pattern);
    return true;
}

/* Matches one folder or file name after the other, backtracking within a name only: {name} never takes a
 * slash. */
static bool
match(const char *pattern, const char *path, struct tags *found)
{
    while (*pattern && *pattern != '{') {
        if (*pattern++ != *path++)
            return false;
    }
    if (!*pattern)
        return !*path;
    const char *close = strchr(pattern, '}');
    for (size_t n = 1; path[n - 1] && path[n - 1] != '/'; n++) {
        if (!match(close + 1, path + n, found))
            continue;
        struct slice key = {pattern + 1, (size_t)(close - pattern) - 1};
        set(found, key, (struct slice){path, n});
        return true;
    }
    return false;
}

static size_t
slashes(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += *s == '/';
    return n;
}

static bool
match_end(const char *pattern, const char *path, struct tags *found)
{
    size_t have = slashes(path), want = slashes(pattern);
    if (*pattern == '/' || have < want)
        return have == want && match(pattern, path, found);
    for (; have > want; have--)
        path = strchr(path, '/') + 1;
    return match(pattern, path, found);
}

void
tags_free(struct tags *t)
{
    for (size_t i = 0; i < t->n; i++) {
        free((char *)(uintptr_t)t->at[i].key.p);
        free((char *)(uintptr_t)t->at[i].value.p);
    }
    for (size_t i = 0; i < t->n_patterns; i++)
        free(t->patterns[i]);
    free(t->at);
    free(t->patterns);
    *t = (struct tags){0};
}

/* All tags of a file. */
static struct tags
collect(const struct tags *t, const char *path, bool *matched, const char **why)
{
    struct tags from_path = {0}, all = {0};
    *matched = !t->n_patterns;
    *why = NULL;
    for (size_t i = 0; i < t->n_patterns && !*matched; i++)
        *matched = match_end(t->patterns[i], path, &from_path);
    for (size_t i = from_path.n; i-- > 0;) { /* found from the last name to the first */
        const char *wrong = check(from_path.at[i].key, from_path.at[i].value);
        if (wrong)
            *why = wrong;
        else
            set(&all, from_path.at[i].key, from_path.at[i].value);
    }
    for (size_t i = 0; i < t->n; i++)
        set(&all, t->at[i].key, t->at[i].value);
    tags_free(&from_path);
    return all;
}

void
tags_object(const struct tags *t, const char *path, struct buf *out, bool *matched, const char **why)
{
    struct tags all = collect(t, path, matched, why);
    struct buf clean = {0};
    out->n = 0;
    buf_byte(out, '{');
    for (size_t i = 0; i < all.n; i++) {
        if (i)
            buf_byte(out, ',');
        buf_json_slice(out, all.at[i].key);
        buf_byte(out, ':');
        clean.n = 0;
        text_repair(&clean, all.at[i].value);
        buf_json_slice(out, buf_as_slice(&clean));
    }
    buf_byte(out, '}');
    buf_free(&clean);
    tags_free(&all);
}

struct slice
tags_get(const struct tags *t, const char *path, const char *key)
{
    static char value[256];
    bool matched;
    const char *why;
    struct slice found = {0};
    struct tags all = collect(t, path, &matched, &why);
    for (size_t i = 0; i < all.n; i++) {
        if (!slice_is(all.at[i].key, key))
            continue;
        found = (struct slice){value, all.at[i].value.n < sizeof value ? all.at[i].value.n : sizeof value};
        memcpy(value, all.at[i].value.p, found.n);
    }
    tags_free(&all);
    return found;
}
