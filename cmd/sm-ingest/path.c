#include "path.h"

#include <string.h>

#include "json.h"
#include "mem.h"

struct reader {
    const char *p, *end;
    struct pool *pool;
    struct path *path;
    const char *why;
};

static void
add(struct reader *r, enum step_kind kind, struct slice name)
{
    struct path *p = r->path;
    p->at[p->n++] = (struct step){kind, name};
}

static bool
fail(struct reader *r, const char *why)
{
    r->why = why;
    return false;
}

static bool
quoted(struct reader *r)
{
    const char *why, *end = json_skip(r->p, r->end, &why);
    struct slice name = {0};
    if (end)
        name = json_unquote(r->pool, (struct slice){r->p, (size_t)(end - r->p)});
    if (!name.p)
        return fail(r, "a quoted name that is no JSON string");
    add(r, STEP_NAME, name);
    r->p = end;
    return true;
}

static bool
name(struct reader *r)
{
    static const bool ends_name[256] = {
        [0] = true, ['.'] = true, ['['] = true, [']'] = true, ['~'] = true, ['"'] = true, ['*'] = true};
    const char *p = r->p;
    if (*p == '"')
        return quoted(r);
    if (*p == '*') {
        bool deep = p + 1 < r->end && p[1] == '*';
        add(r, deep ? STEP_DEEP : STEP_ANY, (struct slice){0});
        r->p += deep ? 2 : 1;
        return true;
    }
    while (p < r->end && !ends_name[(unsigned char)*p])
        p++;
    if (p == r->p)
        return fail(r, "a name is missing");
    add(r, STEP_NAME, (struct slice){r->p, (size_t)(p - r->p)});
    r->p = p;
    return true;
}

/* "[name=value]", what follows is the end. */
static bool
filter(struct reader *r)
{
    const char *from = r->p + 1, *equal = memchr(from, '=', (size_t)(r->end - from));
    if (!equal || equal == from || r->end[-1] != ']' || memchr(from, '[', (size_t)(r->end - from)))
        return fail(r, "only `[]` may follow a name, or `[name=value]` at the end");
    add(r, STEP_ELEMENT, (struct slice){0});
    r->path->member = (struct slice){from, (size_t)(equal - from)};
    r->path->value = (struct slice){equal + 1, (size_t)(r->end - equal - 2)};
    r->p = r->end;
    return true;
}

static bool
steps(struct reader *r)
{
    bool first = true;
    while (r->p < r->end && *r->p != '~') {
        if (!first && *r->p++ != '.')
            return fail(r, "a dot is missing");
        if (r->p == r->end)
            return fail(r, "a name is missing");
        if ((!first || *r->p != '[') && !name(r))
            return false;
        first = false;
        for (; r->end - r->p >= 2 && memcmp(r->p, "[]", 2) == 0; r->p += 2)
            add(r, STEP_ELEMENT, (struct slice){0});
        if (r->p < r->end && *r->p == '[' && !filter(r))
            return false;
    }
    if (r->p == r->end)
        return true;
    r->path->member_name = true;
    if (r->end - r->p > 1)
        return fail(r, "text after `~`");
    if (!r->path->n || r->path->at[r->path->n - 1].kind == STEP_ELEMENT ||
        r->path->at[r->path->n - 1].kind == STEP_DEEP)
        return fail(r, "`~` follows a name or `*`");
    return true;
}

/* Paths are short and many: no more memory than they may need. */
static size_t
most_steps(struct slice text)
{
    size_t n = 1;
    for (size_t i = 0; i < text.n; i++)
        n += text.p[i] == '.' || text.p[i] == '[';
    return n;
}

bool
path_read(struct pool *pool, struct path *p, struct slice text, const char **why)
{
    *p = (struct path){.text = pool_copy(pool, text.p, text.n),
                       .at = pool_alloc(pool, most_steps(text) * sizeof *p->at)};
    struct reader r = {p->text, p->text + text.n, pool, p, NULL};
    bool good = steps(&r);
    *why = r.why;
    return good;
}

bool
path_takes(const struct path *p, struct slice text)
{
    struct json_walk w;
    struct slice key, v, found = {0};
    if (!p->member.p)
        return true;
    if (!text.p || !json_walk(&w, text))
        return false;
    while (json_walk_next(&w, &key, &v) > 0)
        if (slice_same(key, p->member))
            found = v;
    if (found.n >= 2 && *found.p == '"')
        found = (struct slice){found.p + 1, found.n - 2};
    return found.p && slice_same(found, p->value);
}

bool
path_is_many(const struct path *p, size_t from)
{
    for (size_t i = from; i < p->n; i++)
        if (p->at[i].kind != STEP_NAME)
            return true;
    return false;
}

static bool
step_same(const struct step *a, const struct step *b)
{
    return a->kind == b->kind && slice_same(a->name, b->name);
}

size_t
path_common(const struct path *a, const struct path *b)
{
    size_t i = 0;
    while (i < a->n && i < b->n && step_same(&a->at[i], &b->at[i]))
        i++;
    return i;
}

size_t
path_align(struct path *p, const struct path *own)
{
    size_t i = 0;
    for (; i < p->n && i < own->n; i++) {
        struct step *a = &p->at[i];
        const struct step *b = &own->at[i];
        if (a->kind == STEP_ANY && b->kind == STEP_NAME)
            *a = *b;
        if (a->kind == STEP_DEEP || !step_same(a, b))
            break;
    }
    return i;
}

void
path_copy(struct pool *pool, struct path *to, const struct path *from)
{
    *to = *from;
    to->at = pool_alloc(pool, from->n * sizeof *to->at);
    if (from->n)
        memcpy(to->at, from->at, from->n * sizeof *to->at);
}

bool
path_same(const struct path *a, const struct path *b)
{
    size_t i = a->n;
    if (a->n != b->n || a->member_name != b->member_name)
        return false;
    while (i && step_same(&a->at[i - 1], &b->at[i - 1])) /* what differs is mostly the end */
        i--;
    return !i && slice_same(a->member, b->member) && slice_same(a->value, b->value);
}
