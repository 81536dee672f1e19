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

struct retry { /* where to go on when what follows a star fails: the star takes more */
    const char *pattern, *path;
    bool folders; /* it takes whole folders */
};

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
    if (!any->pattern || any->path == end)
        return false;
    if (any->folders) {
        const char *slash = memchr(any->path, '/', (size_t)(end - any->path));
        if (!slash)
            return false;
        any->path = slash;
    }
    *p = any->pattern;
    *s = ++any->path;
    return true;
}

/* One run of stars at p: what it is goes into `one` or `any`. Returns where the pattern goes on. */
static const char *
take_stars(const char *p, const char *from, const char *end, const char *s, struct retry *one,
           struct retry *any)
{
    const char *start = p;
    while (p < end && *p == '*')
        p++;
    if (p - start == 1) {
        *one = (struct retry){p, s, false};
        return p;
    }
    bool folders = p < end && *p == '/' && (start == from || start[-1] == '/');
    p += folders;
    *any = (struct retry){p, s, folders};
    one->pattern = NULL;
    return p;
}

bool
glob_matches(struct slice pattern, struct slice path)
{
    pattern = strip(pattern);
    path = strip(path);
    const char *p = pattern.p, *pe = p + pattern.n, *s = path.p, *se = s + path.n;
    bool folder = pattern.n && pe[-1] == '/';
    struct retry one = {0}, any = {0};
    for (;;) {
        if (p < pe && *p == '*') {
            p = take_stars(p, pattern.p, pe, s, &one, &any);
        } else if (p == pe && (s == se || folder)) {
            return true;
        } else if (p < pe && s < se && (*p == *s || (*p == '?' && *s != '/'))) {
            p++, s++;
        } else if (!give_back(&one, &any, &p, &s, se)) {
            return false;
        }
    }
}
