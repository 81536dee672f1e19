#include "plan.h"

#include <stdlib.h>

#include "mem.h"

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
        for (size_t k = p->paths[at.path].slots; k; k = p->slots[k - 1].next)
            describe_scope(p, at, &p->slots[k - 1].scope, k - 1, &s->starts, &s->ends);
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

struct state *
plan_start(struct plan *p)
{
    struct making m = {0};
    for (size_t k = p->n_slots; k; k--) {
        struct plan_path *path = &p->paths[p->slots[k - 1].scope.path];
        p->slots[k - 1].next = path->slots;
        path->slots = k;
    }
    for (size_t i = 0; i < p->n_paths; i++)
        add_position(p, &m, i, 0, false);
    return state_of(p, &m);
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

void
plan_free_states(struct plan *p)
{
    for (struct state *s = p->states, *next; s; s = next) {
        next = s->next;
        free_state(s);
    }
}
