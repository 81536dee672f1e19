#include "lean.h"

#include <stdlib.h>

#include "module.h"
#include "share.h"

struct known {
    const struct format *format;
    struct keeps keeps;
};

struct lean {
    struct known *at;
    size_t n, cap;
    struct pool pool;
};

struct lean *
lean_new(void)
{
    return xcalloc(1, sizeof(struct lean));
}

void
lean_free(struct lean *l)
{
    if (!l)
        return;
    pool_free(&l->pool);
    free(l->at);
    free(l);
}

static struct keeps
find(struct lean *l, const struct format *f)
{
    static const struct reads nothing = {.whole = false};
    struct buf text = {0}, directive = {0};
    const char *why;
    const struct reads *all = NULL;
    struct keeps keeps = {NULL, true};
    if (share_read(f->file, &text, &why) && module_read(text.p, text.n, &directive, &why))
        all = reads_of(&l->pool, buf_as_slice(&text), "as_of");
    if (all && !all->whole && !all->elements) {
        const struct reads *raw = reads_member(all, SLICE("raw"));
        keeps.raw = !raw ? &nothing : raw->whole ? NULL : raw;
        keeps.nulls = !keeps.raw || !reads_by_name(reads_member(all, SLICE("context")));
    }
    buf_free(&text);
    buf_free(&directive);
    return keeps;
}

struct keeps
lean_keeps(struct lean *l, const struct format *f)
{
    if (!l || !f->file)
        return (struct keeps){NULL, true};
    for (size_t i = 0; i < l->n; i++)
        if (l->at[i].format == f)
            return l->at[i].keeps;
    l->at = xgrow(l->at, &l->cap, l->n + 1, sizeof *l->at);
    l->at[l->n] = (struct known){f, find(l, f)};
    return l->at[l->n++].keeps;
}

static bool
has_path(const struct reads *r, const struct path *p)
{
    for (size_t i = 0; r && !r->whole && i < p->n; i++) {
        if (p->at[i].kind == STEP_NAME)
            r = reads_member(r, p->at[i].name);
        else if (p->at[i].kind == STEP_ELEMENT && r->elements)
            r = r->elements;
        else
            return false;
    }
    return r;
}

bool
lean_has_lookups(const struct reads *keep, const struct format *f)
{
    for (size_t l = 0; keep && l < f->n_lookups; l++)
        for (size_t r = 0; r < f->lookups[l].n; r++)
            for (size_t i = 0; i < f->lookups[l].rules[r].bys; i++)
                if (!has_path(keep, &f->lookups[l].rules[r].by[i]))
                    return false;
    return true;
}
