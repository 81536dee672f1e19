#include "plan.h"

#include <stdlib.h>

#include "mem.h"

/* Index of a path of that role, made when it is new. Takes p over. */
static size_t
add_path(struct plan *p, struct path path, enum role role)
{
    for (size_t i = 0; i < p->n_paths && role != ROLE_ENTRY; i++) {
        if (p->paths[i].role == role && path_same(&p->paths[i].path, &path)) {
            path_free(&path);
            return i;
        }
    }
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
    path_copy(&copy, path);
    *shared = path_align(&copy, own);
    return add_path(p, copy, role);
}

static void
add_contexts(struct plan *p)
{
    const struct format *f = p->format;
    p->entry_slots = xcalloc(f->n_entries * f->n_contexts, sizeof *p->entry_slots);
    p->report_slots = xcalloc(f->n_contexts, sizeof *p->report_slots);
    for (size_t c = 0; c < f->n_contexts; c++) {
        const struct path *path = &f->contexts[c].path;
        struct scope scope = {.optional = f->contexts[c].optional};
        for (size_t e = 0; e < f->n_entries; e++) {
            scope.path = aligned(p, path, &f->entries[e], ROLE_CONTEXT, &scope.length);
            p->entry_slots[e * f->n_contexts + c] = add_slot(p, scope, false, false);
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

/* Positions of a state being made: sorted, each once. */
struct making {
    struct position *at;
    size_t n, cap;
};

static void
add_position(const struct plan *p, struct making *m, size_t path, size_t step, bool stayed)
{
    size_t i = m->n;
    while (i && (m->at[i - 1].path > path || (m->at[i - 1].path == path && m->at[i - 1].step > step)))
        i--;
    if (i && m->at[i - 1].path == path && m->at[i - 1].step == step) {
        m->at[i - 1].stayed &= stayed;
        return;
    }
    m->at = xgrow(m->at, &m->cap, m->n + 1, sizeof *m->at);
    for (size_t k = m->n++; k > i; k--)
        m->at[k] = m->at[k - 1];
    m->at[i] = (struct position){path, step, stayed};
    const struct path *t = &p->paths[path].path;
    if (step < t->n && t->at[step].kind == STEP_DEEP)
        add_position(p, m, path, step + 1, false);
}

static void
put(struct list *l, size_t i)
{
    for (size_t k = 0; k < l->n; k++)
        if (l->at[k] == i)
            return;
    l->at = xgrow(l->at, &l->cap, l->n + 1, sizeof *l->at);
    l->at[l->n++] = i;
}

/* Scopes of one kind that start or end with a value at this position. */
static void
describe_scope(const struct plan *p, struct position at, const struct scope *s, size_t i, struct list *starts,
               struct list *ends)
{
    if (s->path != at.path)
        return;
    if (s->length == at.step && !at.stayed)
        put(starts, i);
    const struct step *next = plan_step(p, s);
    bool again = p->repeats && s->length + 1 < p->paths[s->path].path.n && next[1].kind == STEP_ELEMENT;
    if (s->length + 1 == at.step && next->kind == STEP_NAME && !again && !at.stayed)
        put(ends, i);
}

static void
describe_end(struct state *s, const struct plan *p, struct position at)
{
    const struct plan_path *path = &p->paths[at.path];
    if (path->role == ROLE_ENTRY && s->entry == NO_ENTRY)
        s->entry = path->entry;
    else if (path->role == ROLE_REPORT)
        s->report = true;
    else if (path->role == ROLE_CONTEXT)
        put(path->path.member_name ? &s->names : &s->values, at.path);
    else if (path->role == ROLE_LOOKUP)
        put(&s->elements, at.path);
}

static void
describe_more(struct state *s, const struct plan *p, struct position at)
{
    const struct plan_path *path = &p->paths[at.path];
    const struct step *next = &path->path.at[at.step];
    s->live = true;
    if (path->role == ROLE_CONTEXT || path->role == ROLE_LOOKUP)
        s->contexts_below = true;
    if (path->role != ROLE_ENTRY)
        return;
    s->entries_below = true;
    if (path->starred || next->kind == STEP_DEEP)
        return;
    if (next->kind == STEP_ELEMENT && s->array_of == NO_ENTRY)
        s->array_of = path->entry;
    bool element = at.step && path->path.at[at.step - 1].kind != STEP_NAME;
    if (next->kind != STEP_ELEMENT && element && s->object_of == NO_ENTRY)
        s->object_of = path->entry;
}

static void
describe(struct plan *p, struct state *s)
{
    s->entry = s->array_of = s->object_of = NO_ENTRY;
    for (size_t i = 0; i < s->n; i++) {
        struct position at = s->at[i];
        if (at.step == p->paths[at.path].path.n)
            describe_end(s, p, at);
        else
            describe_more(s, p, at);
        for (size_t k = 0; k < p->n_slots; k++)
            describe_scope(p, at, &p->slots[k].scope, k, &s->starts, &s->ends);
        for (size_t k = 0; k < p->n_stores; k++)
            describe_scope(p, at, &p->stores[k].scope, k, &s->store_starts, &s->store_ends);
    }
}

/* The state of these positions; takes them over. */
static struct state *
state_of(struct plan *p, struct making *m)
{
    for (struct state *s = p->states; s; s = s->next) {
        bool same = s->n == m->n;
        for (size_t i = 0; same && i < s->n; i++)
            same = s->at[i].path == m->at[i].path && s->at[i].step == m->at[i].step &&
                   s->at[i].stayed == m->at[i].stayed;
        if (same) {
            free(m->at);
            return s;
        }
    }
    struct state *s = xcalloc(1, sizeof *s);
    s->at = m->at;
    s->n = m->n;
    describe(p, s);
    s->next = p->states;
    return p->states = s;
}

/* Moves every position over one member (name absent: one that no path names) or one element. */
static struct state *
move(struct plan *p, const struct state *s, bool element, struct slice name)
{
    struct making m = {0};
    for (size_t i = 0; i < s->n; i++) {
        struct position at = s->at[i];
        const struct path *t = &p->paths[at.path].path;
        if (at.step == t->n)
            continue;
        const struct step *step = &t->at[at.step];
        if (step->kind == STEP_DEEP)
            add_position(p, &m, at.path, at.step, true);
        else if (element ? step->kind == STEP_ELEMENT
                         : step->kind == STEP_ANY ||
                               (step->kind == STEP_NAME && name.p && slice_same(step->name, name)))
            add_position(p, &m, at.path, at.step + 1, false);
    }
    return state_of(p, &m);
}

static struct step *
named(const struct plan *p, const struct state *s, struct slice name)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct path *t = &p->paths[s->at[i].path].path;
        if (s->at[i].step == t->n)
            continue;
        struct step *step = &t->at[s->at[i].step];
        if (step->kind == STEP_NAME && slice_same(step->name, name))
            return step;
    }
    return NULL;
}

struct state *
plan_member(struct plan *p, struct state *s, struct slice name)
{
    for (size_t i = 0; name.p && i < s->n_links; i++)
        if (s->links[i].name.n == name.n && slice_same(s->links[i].name, name))
            return s->links[i].to;
    struct step *step = name.p ? named(p, s, name) : NULL;
    if (!step) {
        if (!s->other)
            s->other = move(p, s, false, (struct slice){0});
        return s->other;
    }
    struct state *to = move(p, s, false, step->name);
    s->links = xgrow(s->links, &s->cap_links, s->n_links + 1, sizeof *s->links);
    s->links[s->n_links++] = (struct link){step->name, to};
    return to;
}

struct state *
plan_element(struct plan *p, struct state *s)
{
    if (!s->element)
        s->element = move(p, s, true, (struct slice){0});
    return s->element;
}

struct state *
plan_single(struct plan *p, struct state *s)
{
    if (s->single)
        return s->single;
    struct making m = {0};
    for (size_t i = 0; i < s->n; i++) {
        const struct path *t = &p->paths[s->at[i].path].path;
        size_t step = s->at[i].step;
        while (step < t->n && t->at[step].kind == STEP_ELEMENT)
            step++;
        add_position(p, &m, s->at[i].path, step, s->at[i].stayed);
    }
    return s->single = state_of(p, &m);
}

const struct step *
plan_step(const struct plan *p, const struct scope *s)
{
    const struct path *t = &p->paths[s->path].path;
    return s->length < t->n ? &t->at[s->length] : NULL;
}

struct plan *
plan_new(const struct format *f, bool repeats)
{
    struct plan *p = xcalloc(1, sizeof *p);
    struct making m = {0};
    struct path copy;
    p->format = f;
    p->repeats = repeats;
    for (size_t e = 0; e < f->n_entries; e++) {
        path_copy(&copy, &f->entries[e]);
        size_t i = add_path(p, copy, ROLE_ENTRY);
        p->paths[i].entry = e;
        p->paths[i].starred = is_starred(&copy);
    }
    path_copy(&copy, &f->reports);
    add_path(p, copy, ROLE_REPORT);
    add_contexts(p);
    add_lookups(p);
    for (size_t i = 0; i < p->n_paths; i++)
        add_position(p, &m, i, 0, false);
    p->root = state_of(p, &m);
    return p;
}

static void
free_state(struct state *s)
{
    struct list *const lists[] = {&s->values, &s->names,        &s->elements,  &s->starts,
                                  &s->ends,   &s->store_starts, &s->store_ends};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        free(lists[i]->at);
    free(s->at);
    free(s->links);
    free(s);
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
    for (struct state *s = p->states, *next; s; s = next) {
        next = s->next;
        free_state(s);
    }
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
    for (size_t i = 0; i < p->n_paths; i++)
        path_free(&p->paths[i].path);
    free(p->slots);
    free(p->stores);
    free(p->paths);
    free(p->entry_slots);
    free(p->report_slots);
    free(p);
}
