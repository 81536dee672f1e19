#include "glob.h"

#include <string.h>

static struct slice
strip(struct slice s)
{
    while (s.n && (*s.p == '/' || (s.n > 1 && s.p[0] == '.' && s.p[1] == '/')))
        s.p++, s.n--;
    return s;
}

bool
glob_is_plain(struct slice pattern)
{
    return pattern.n && !memchr(pattern.p, '*', pattern.n) && !memchr(pattern.p, '?', pattern.n) &&
           pattern.p[pattern.n - 1] != '/';
}

bool
glob_is_all(struct slice pattern)
{
    for (size_t i = 0; i < pattern.n; i++)
        if (pattern.p[i] != '*' && pattern.p[i] != '/' && pattern.p[i] != '.')
            return false;
    return pattern.n && memchr(pattern.p, '*', pattern.n) != NULL;
}

struct retry { /* where to go on when what follows a star fails: the star takes one more character */
    const char *pattern, *path;
};

/* Runs of stars: how many, and where the pattern goes on. */
static size_t
stars(const char **p, const char *end)
{
    const char *from = *p;
    while (*p < end && **p == '*')
        (*p)++;
    return (size_t)(*p - from);
}

/* The later star is tried first; a `*` that would have to take a `/` hands over to the `**` before it. */
static bool
give_back(struct retry *one, struct retry *any, const char **p, const char **s, const char *end)
{
    if (one->pattern && one->path < end && *one->path != '/') {
        *p = one->pattern;
        *s = ++one->path;
        return true;
    }
    one->pattern = NULL;
    if (any->pattern && any->path < end) {
        *p = any->pattern;
        *s = ++any->path;
        return true;
    }
    return false;
}

static bool
match(struct slice pattern, struct slice path)
{
    const char *p = pattern.p, *pe = p + pattern.n, *s = path.p, *se = s + path.n;
    struct retry one = {0}, any = {0};
    for (;;) {
        if (p < pe && *p == '*') {
            if (stars(&p, pe) == 1) {
                one = (struct retry){p, s};
            } else {
                if (p < pe && *p == '/' && (p - pattern.p == 2 || p[-3] == '/') && (s == path.p || s[-1] == '/'))
                    p++; /* a folder's stars may stand for no folder: what follows matches right here too */
                any = (struct retry){p, s};
                one.pattern = NULL;
            }
            continue;
        }
        if (p < pe && s < se && (*p == *s || (*p == '?' && *s != '/'))) {
            p++, s++;
            continue;
        }
        if (p == pe && s == se)
            return true;
        if (!give_back(&one, &any, &p, &s, se))
            return false;
    }
}

bool
glob_matches(struct slice pattern, struct slice path)
{
    pattern = strip(pattern);
    path = strip(path);
    if (pattern.n && pattern.p[pattern.n - 1] == '/') {
        if (path.n < pattern.n)
            return false;
        path.n = pattern.n;
        while (path.p[path.n - 1] != '/')
            if (--path.n == 0)
                return false;
    }
    return match(pattern, path);
}
