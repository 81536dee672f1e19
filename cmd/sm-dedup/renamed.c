#include "renamed.h"

#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "run.h"

struct candidate { /* a target with an owner in its name */
    uint64_t rest; /* hash of the name without the owner */
    uint32_t target;
    int use;
};

struct pair { /* the old and the new name of one target, perhaps */
    uint32_t old, new;
    int64_t last, first; /* when the old one was seen last, the new one first */
};

struct clue { /* a finding of one of the two */
    size_t pair;
    uint64_t what; /* tool and key */
    bool new;
};

void
renamed_note(struct renamed *r, uint32_t target, int use)
{
    if (target == NO_NAME)
        return;
    size_t had = r->n;
    r->use = xgrow(r->use, &r->n, (size_t)target + 1, 1);
    if (r->n > had)
        memset(r->use + had, 0, r->n - had);
    r->use[target] |= (uint8_t)use;
}

uint32_t
renamed_target(const struct renamed *r, uint32_t target)
{
    return target < r->names && r->to[target] != NO_NAME ? r->to[target] : target;
}

/* host/owner/…/name: false for a target without an owner. */
static bool
without_owner(struct slice s, uint64_t *hash)
{
    const char *end = s.p + s.n, *first = s.n ? memchr(s.p, '/', s.n) : NULL, *last = end;
    if (!first)
        return false;
    while (last > first && last[-1] != '/')
        last--;
    if (last <= first + 1 || last == end)
        return false;
    *hash = hash_64(s.p, (size_t)(first - s.p)) * 31 + hash_64(last, (size_t)(end - last));
    return true;
}

static int
by_rest(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return (x->rest > y->rest) - (x->rest < y->rest);
}

static size_t
find_pairs(struct run *run, struct pair *pairs)
{
    struct renamed *r = &run->renamed;
    struct candidate *at = xmalloc((r->n + 1) * sizeof *at);
    size_t n = 0, found = 0;
    for (size_t i = 0; i < r->n; i++)
        if (r->use[i] && without_owner(names_text(&run->names, (uint32_t)i), &at[n].rest)) {
            at[n].target = (uint32_t)i;
            at[n++].use = r->use[i];
        }
    if (n)
        qsort(at, n, sizeof *at, by_rest);
    for (size_t i = 0, j; i < n; i = j) {
        struct pair p = {NO_NAME, NO_NAME, DATE_NONE, INT64_MAX};
        for (j = i; j < n && at[j].rest == at[i].rest; j++)
            *(at[j].use & TARGET_IS ? &p.new : &p.old) = at[j].target;
        bool two = j - i == 2 && (at[i].use | at[i + 1].use) == (TARGET_WAS | TARGET_IS) &&
                   at[i].use != at[i + 1].use;
        if (two && at[i].use != (TARGET_WAS | TARGET_IS) && at[i + 1].use != (TARGET_WAS | TARGET_IS))
            pairs[found++] = p;
    }
    free(at);
    return found;
}

static int
by_what(const void *a, const void *b)
{
    const struct clue *x = a, *y = b;
    if (x->pair != y->pair)
        return x->pair < y->pair ? -1 : 1;
    if (x->what != y->what)
        return x->what < y->what ? -1 : 1;
    return (int)x->new - (int)y->new;
}

/* Counts the findings of one pair, each once: of the old name, of the new one, and of both. */
static bool
is_likely(const struct clue *c, size_t n)
{
    size_t old = 0, new = 0, both = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && c[j].what == c[i].what; j++)
            continue;
        old += !c[i].new;
        new += c[j - 1].new;
        both += !c[i].new &&c[j - 1].new;
    }
    return both && both * 2 >= (old < new ? old : new);
}

static size_t
find_clues(struct run *run, struct pair *pairs, const uint32_t *pair_of, struct clue **clues)
{
    struct index *x = &run->index;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < x->rows; i++) {
        const struct row *r = &x->row[i];
        index_pass(x, i);
        if (r->target == NO_NAME || pair_of[r->target] == NO_NAME)
            continue;
        struct pair *p = &pairs[pair_of[r->target]];
        if (r->known && r->seen > p->last)
            p->last = r->seen;
        if (!r->known && r->made < p->first)
            p->first = r->made;
        if (r->known && !state_is_live((enum state)r->state))
            continue;
        uint64_t what[3] = {r->tool, r->key.high, r->key.low};
        *clues = xgrow(*clues, &cap, n + 1, sizeof **clues);
        (*clues)[n++] = (struct clue){pair_of[r->target], hash_64(what, sizeof what), !r->known};
    }
    if (n)
        qsort(*clues, n, sizeof **clues, by_what);
    return n;
}

static void
rename_rows(struct run *run)
{
    struct index *x = &run->index;
    for (size_t i = 0; i < x->rows; i++) {
        struct row *r = &x->row[i];
        index_pass(x, i);
        uint32_t to = renamed_target(&run->renamed, r->target);
        x->entry[r->entry].renamed |= to != r->target;
        r->target = to;
    }
}

void
renamed_find(struct run *run)
{
    struct renamed *r = &run->renamed;
    struct clue *clues = NULL;
    struct pair *pairs = xmalloc((r->n / 2 + 1) * sizeof *pairs);
    size_t found = run->rules.off[RULE_SCOPE] ? 0 : find_pairs(run, pairs);
    if (found) {
        r->names = run->names.n;
        r->to = xmalloc(r->names * sizeof *r->to);
        uint32_t *pair_of = xmalloc(r->names * sizeof *pair_of);
        memset(r->to, 0xff, r->names * sizeof *r->to);
        memset(pair_of, 0xff, r->names * sizeof *pair_of);
        for (size_t i = 0; i < found; i++)
            pair_of[pairs[i].old] = pair_of[pairs[i].new] = (uint32_t)i;
        size_t n = find_clues(run, pairs, pair_of, &clues);
        for (size_t i = 0, j; i < n; i = j) {
            const struct pair *p = &pairs[clues[i].pair];
            for (j = i; j < n && clues[j].pair == clues[i].pair; j++)
                continue;
            if (is_likely(clues + i, j - i) && p->first > p->last && p->first != INT64_MAX)
                r->to[p->old] = p->new;
        }
        free(pair_of);
        rename_rows(run);
    }
    free(clues);
    free(pairs);
}

void
renamed_free(struct renamed *r)
{
    free(r->use);
    free(r->to);
    *r = (struct renamed){0};
}
