#include "names.h"

#include "mem.h"

#define NAMES_MAX 2048
#define ROW_MAX 64 /* names of one row: more are the keys of a map, each met once */
#define ROOTS 8

static struct {
    struct row roots[ROOTS];
    struct name *at;
    size_t n;
} names;

struct row *
names_root(const struct reads *keep)
{
    for (size_t i = 0; i < ROOTS; i++) {
        struct row *r = &names.roots[i];
        if (!r->all)
            r->keep = keep;
        if (r->keep == keep)
            return r;
    }
    return NULL;
}

static struct name *
find(const struct row *r, struct slice text)
{
    for (struct name *n = r->all; n; n = n->other)
        if (n->n == text.n && memcmp(n->text, text.p, text.n) == 0)
            return n;
    return NULL;
}

/* Another spelling of a name, or what may be broken text, is never remembered. */
static bool
is_plain(struct slice text)
{
    for (size_t i = 1; i + 1 < text.n; i++)
        if (text.p[i] == '\\' || (unsigned char)text.p[i] >= 0x80)
            return false;
    return true;
}

static struct name *
add(struct row *r, struct slice text)
{
    if (!names.at)
        names.at = xcalloc(NAMES_MAX, sizeof *names.at);
    if (names.n == NAMES_MAX || r->n == ROW_MAX || text.n > NAME_MAX_BYTES || !is_plain(text))
        return NULL;
    struct name *n = &names.at[names.n++];
    memcpy(n->text, text.p, text.n);
    n->n = text.n;
    n->other = r->all;
    r->all = n;
    r->n++;
    return n;
}

struct name *
names_learn(struct row *r, struct follow *f, struct slice text, const struct reads *next, bool drop)
{
    struct name *n = find(r, text);
    if (!n && !(n = add(r, text)))
        return NULL;
    n->next = next;
    n->drop = drop;
    if (f && f->usual != n) {
        f->before = f->usual;
        f->usual = n;
    }
    return n;
}
