#include "plan.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* Index of a path of that role, made when it is new. */
static size_t
add_path(struct plan *p, struct path path, enum role role)
{
    for (size_t i = 0; i < p->n_paths && role != ROLE_ENTRY; i++)
        if (p->paths[i].role == role && path_same(&p->paths[i].path, &path))
            return i;
    p->paths = xgrow(p->paths, &p->cap_paths, p->n_paths + 1, sizeof *p->paths);
    p->paths[p->n_paths] = (struct plan_path){.path = path, .role = role};
    return p->n_paths++;
}

static size_t
add_slot(struct plan *p, struct scope scope, bool report, bool distinct)
{
    for (size_t i = 0; i < p->n_slots; i++) {
        struct slot *s = &p->slots[i];
        if (s->scope.path == scope.path && s->scope.length == scope.length && s->report == report &&
            s->distinct == distinct) {
            s->scope.optional &= scope.optional;
            return i;
        }
    }
    p->slots = xgrow(p->slots, &p->cap_slots, p->n_slots + 1, sizeof *p->slots);
    p->slots[p->n_slots] = (struct slot){.scope = scope, .report = report, .distinct = distinct};
    return p->n_slots++;
}

static size_t
add_store(struct plan *p, size_t path, size_t length)
{
    for (size_t i = 0; i < p->n_stores; i++)
        if (p->stores[i].scope.path == path && p->stores[i].scope.length == length)
            return i;
    p->stores = xgrow(p->stores, &p->cap_stores, p->n_stores + 1, sizeof *p->stores);
    p->stores[p->n_stores] = (struct store){.scope = {.path = path, .length = length}};
    return p->n_stores++;
}

static size_t
add_keyer(struct store *s, const struct lookup_rule *r)
{
    for (size_t i = 0; i < s->n_keyers; i++) {
        struct keyer *k = &s->keyers[i];
        bool same = k->keys == r->keys;
        for (size_t j = 0; same && j < k->keys; j++)
            same = slice_is(slice_of(k->key[j].text), r->key[j].text);
        if (same)
            return i;
    }
    s->keyers = xrealloc(s->keyers, (s->n_keyers + 1) * sizeof *s->keyers);
    s->keyers[s->n_keyers] = (struct keyer){.key = r->key, .keys = r->keys};
    return s->n_keyers++;
}

/* The path as it runs beside `own`; *shared receives how far. */
static size_t
aligned(struct plan *p, const struct path *path, const struct path *own, enum role role, size_t *shared)
{
    struct path copy;
    path_copy(&p->pool, &copy, path);
    *shared = path_align(&copy, own);
    return add_path(p, copy, role);
}

static void
add_contexts(struct plan *p)
{
    const struct format *f = p->format;
    p->entry_slots = xcalloc(f->n_entries * f->n_contexts, sizeof *p->entry_slots);
    p->report_slots = xcalloc(f->n_contexts, sizeof *p->report_slots);
    p->apart = xcalloc(f->n_entries, sizeof *p->apart);
    memset(p->apart, true, f->n_entries * sizeof *p->apart);
    for (size_t c = 0; c < f->n_contexts; c++) {
        const struct path *path = &f->contexts[c].path;
        struct scope scope = {.optional = f->contexts[c].optional};
        for (size_t e = 0; e < f->n_entries; e++) {
            scope.path = aligned(p, path, &f->entries[e], ROLE_CONTEXT, &scope.length);
            p->entry_slots[e * f->n_contexts + c] = add_slot(p, scope, false, false);
            p->apart[e] &= scope.length < f->entries[e].n;
        }
        scope.path = aligned(p, path, &f->reports, ROLE_CONTEXT, &scope.length);
        p->report_slots[c] = add_slot(p, scope, true, path_is_many(path, path_common(path, &f->reports)));
    }
}

static void
add_rule(struct plan *p, struct plan_rule *to, const struct lookup_rule *r)
{
    const struct format *f = p->format;
    size_t length;
    to->rule = r;
    to->at = xcalloc(f->n_entries * r->ins, sizeof *to->at);
    for (size_t e = 0; e < f->n_entries; e++) {
        for (size_t i = 0; i < r->ins; i++) {
            size_t at = aligned(p, &r->in[i], &f->entries[e], ROLE_LOOKUP, &length);
            size_t store = add_store(p, at, length);
            to->at[e * r->ins + i] = (struct place){store, add_keyer(&p->stores[store], r)};
        }
    }
}

static void
add_lookups(struct plan *p)
{
    const struct format *f = p->format;
    p->lookups = xcalloc(f->n_lookups, sizeof *p->lookups);
    for (size_t l = 0; l < f->n_lookups; l++) {
        struct plan_lookup *to = &p->lookups[l];
        to->lookup = &f->lookups[l];
        to->rules = xcalloc(f->lookups[l].n, sizeof *to->rules);
        for (size_t r = 0; r < f->lookups[l].n; r++)
            add_rule(p, &to->rules[r], &f->lookups[l].rules[r]);
    }
}

static bool
is_starred(const struct path *p)
{
    for (size_t i = 0; i + 1 < p->n; i++)
        if ((p->at[i].kind == STEP_ANY || p->at[i].kind == STEP_DEEP) && p->at[i + 1].kind == STEP_ELEMENT)
            return true;
    return false;
}

struct plan *
plan_new(const struct format *f, bool repeats)
{
    struct plan *p = xcalloc(1, sizeof *p);
    struct path copy;
    p->format = f;
    p->repeats = repeats;
    for (size_t e = 0; e < f->n_entries; e++) {
        path_copy(&p->pool, &copy, &f->entries[e]);
        size_t i = add_path(p, copy, ROLE_ENTRY);
        p->paths[i].entry = e;
        p->paths[i].starred = is_starred(&copy);
    }
    path_copy(&p->pool, &copy, &f->reports);
    add_path(p, copy, ROLE_REPORT);
    add_contexts(p);
    add_lookups(p);
    p->root = plan_start(p);
    return p;
}

static void
free_store(struct store *s)
{
    for (size_t i = 0; i < s->n_keyers; i++) {
        map_free(&s->keyers[i].map);
        free(s->keyers[i].next);
    }
    free(s->keyers);
    free(s->at);
    buf_free(&s->text);
}

void
plan_free(struct plan *p)
{
    if (!p)
        return;
    plan_free_states(p);
    for (size_t l = 0; l < p->format->n_lookups; l++) {
        for (size_t r = 0; r < p->lookups[l].lookup->n; r++)
            free(p->lookups[l].rules[r].at);
        free(p->lookups[l].rules);
    }
    free(p->lookups);
    for (size_t i = 0; i < p->n_slots; i++)
        buf_free(&p->slots[i].text);
    for (size_t i = 0; i < p->n_stores; i++)
        free_store(&p->stores[i]);
    pool_free(&p->pool);
    free(p->slots);
    free(p->stores);
    free(p->paths);
    free(p->entry_slots);
    free(p->report_slots);
    free(p->apart);
    free(p);
}
