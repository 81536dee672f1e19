#include "xml_fold.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "mem.h"
#include "skip.h"

#define FEW 16 /* members that are compared one by one */

struct fold_member {
    struct slice name; /* in the text */
    size_t from, to;   /* its value, in the output */
    size_t first;      /* the first of that name */
    size_t next, last; /* the next, 0: none; of the first: the last */
};

struct folding {
    struct xml_fold *f;
    const char *p, *end;
    struct buf *out;
};

static void value(struct folding *k);

static void
copy(struct folding *k, const char *to)
{
    buf_add(k->out, k->p, (size_t)(to - k->p));
    k->p = to;
}

static const char *
string_end(const struct folding *k)
{
    const char *q = skip_string_end(k->p + 1, k->end);
    return q ? q + 1 : k->end;
}

/* The first member of that name since `base`, or MAP_NONE. names: filled from FEW members on. */
static size_t
find(struct folding *k, size_t base, struct slice name, struct map *names)
{
    const struct fold_member *at = k->f->at;
    size_t n = k->f->n;
    if (n > base && slice_same(at[n - 1].name, name))
        return at[n - 1].first;
    if (n - base <= FEW) {
        for (size_t i = base; i < n; i++)
            if (at[i].name.n == name.n && slice_same(at[i].name, name))
                return at[i].first;
        return MAP_NONE;
    }
    if (!names->n)
        for (size_t i = base; i < n; i++)
            map_put(names, at[i].name, at[i].first);
    size_t found = *map_put(names, name, n);
    return found == n ? MAP_NONE : found;
}

static bool
is_list(const struct xml_fold *f, struct slice name)
{
    for (size_t i = 0; i < f->n_lists; i++)
        if (slice_is(name, f->lists[i]))
            return true;
    return false;
}

/* Notes the member whose name is at p; true: its name has stood before, or is that of a list. */
static bool
note(struct folding *k, size_t base, struct slice name, struct map *names)
{
    struct xml_fold *f = k->f;
    size_t first = find(k, base, name, names), here = f->n;
    f->at = xgrow(f->at, &f->cap, here + 1, sizeof *f->at);
    f->at[f->n++] = (struct fold_member){.name = name, .first = first, .last = here};
    if (first == MAP_NONE) {
        f->at[here].first = here;
        return is_list(f, name);
    }
    f->at[f->at[first].last].next = here;
    f->at[first].last = here;
    return true;
}

/* Writes the object again whose text starts at `from`, its members being those since `base`. */
static void
rewrite(struct folding *k, size_t from, size_t base)
{
    struct xml_fold *f = k->f;
    bool comma = false;
    f->scratch.n = 0;
    buf_add(&f->scratch, k->out->p + from, k->out->n - from);
    k->out->n = from;
    buf_byte(k->out, '{');
    for (size_t i = base; i < f->n; i++) {
        const struct fold_member *m = &f->at[i];
        bool array = m->next || is_list(f, m->name);
        if (m->first != i)
            continue;
        buf_text(k->out, comma ? ",\"" : "\"");
        buf_slice(k->out, m->name);
        buf_text(k->out, array ? "\":[" : "\":");
        for (size_t e = i;; e = f->at[e].next) {
            buf_add(k->out, f->scratch.p + (f->at[e].from - from), f->at[e].to - f->at[e].from);
            if (!f->at[e].next)
                break;
            buf_byte(k->out, ',');
        }
        if (array)
            buf_byte(k->out, ']');
        comma = true;
    }
    buf_byte(k->out, '}');
}

static void
object(struct folding *k)
{
    struct xml_fold *f = k->f;
    struct map names = {0};
    size_t from = k->out->n, base = f->n;
    bool again = false;
    copy(k, k->p + 1);
    while (k->p < k->end && *k->p != '}') {
        if (*k->p == ',')
            copy(k, k->p + 1);
        const char *q = string_end(k);
        size_t here = f->n;
        again |= note(k, base, (struct slice){k->p + 1, (size_t)(q - k->p) - 2}, &names);
        copy(k, q + 1); /* with the colon */
        f->at[here].from = k->out->n;
        value(k);
        f->at[here].to = k->out->n;
    }
    copy(k, k->p + 1);
    if (again)
        rewrite(k, from, base);
    f->n = base;
    map_free(&names);
}

static void
value(struct folding *k)
{
    if (*k->p == '{')
        object(k);
    else if (*k->p == '"')
        copy(k, string_end(k));
    else
        copy(k, k->p + strlen("null"));
}

void
xml_fold(struct xml_fold *f, struct slice text, struct buf *out)
{
    struct folding k = {f, text.p, text.p + text.n, out};
    f->n = 0;
    value(&k);
    if (f->scratch.n > text.n / 2)
        buf_reset(&f->scratch);
}

void
xml_fold_free(struct xml_fold *f)
{
    buf_free(&f->scratch);
    free(f->at);
    f->at = NULL;
    f->n = f->cap = 0;
}
