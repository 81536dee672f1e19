#include "cut.h"

#include <string.h>

static void
start_slot(struct cut *c, struct slot *s)
{
    if (s->report && c->spanning)
        return;
    c->plan->changes++;
    cut_found(c, &s->scope);
    s->scope.depth = c->depth;
    s->scope.final = s->scope.wanted = s->met = false;
    s->n = 0;
    s->text.n = 0;
}

void
collect_start(struct cut *c, const struct state *st)
{
    for (size_t i = 0; i < st->starts.n; i++)
        start_slot(c, &c->plan->slots[st->starts.at[i]]);
    for (size_t i = 0; i < st->store_starts.n; i++) {
        struct store *s = &c->plan->stores[st->store_starts.at[i]];
        lookup_clear(s);
        s->scope.depth = c->depth;
        s->scope.final = s->scope.wanted = false;
    }
}

/* Nothing more can come. */
static void
finish(struct cut *c, struct scope *s)
{
    s->final = true;
    c->plan->changes++;
    cut_found(c, s);
}

/* Looking ahead, what is not wanted belongs to an element that is not being read. */
static bool
concerned(const struct cut *c, const struct scope *s)
{
    return !s->final && (!c->ahead || s->wanted);
}

void
collect_cannot(struct cut *c, const struct state *st, bool object)
{
    for (size_t i = 0; i < st->starts.n + st->store_starts.n; i++) {
        struct scope *s = i < st->starts.n ? &c->plan->slots[st->starts.at[i]].scope
                                           : &c->plan->stores[st->store_starts.at[i - st->starts.n]].scope;
        const struct step *next = plan_step(c->plan, s);
        if (!next || (object ? next->kind == STEP_ELEMENT && !c->depth
                             : next->kind != STEP_ELEMENT && next->kind != STEP_DEEP))
            finish(c, s);
    }
}

void
collect_ended(struct cut *c, const struct state *st)
{
    for (size_t i = 0; i < st->ends.n; i++) {
        struct scope *s = &c->plan->slots[st->ends.at[i]].scope;
        if (concerned(c, s))
            finish(c, s);
    }
    for (size_t i = 0; i < st->store_ends.n; i++) {
        struct scope *s = &c->plan->stores[st->store_ends.at[i]].scope;
        if (concerned(c, s))
            finish(c, s);
    }
}

void
collect_whole(struct cut *c, const struct state *st)
{
    for (size_t i = 0; i < st->starts.n; i++)
        if (!c->spanning || !c->plan->slots[st->starts.at[i]].report)
            finish(c, &c->plan->slots[st->starts.at[i]].scope);
    for (size_t i = 0; i < st->store_starts.n; i++)
        finish(c, &c->plan->stores[st->store_starts.at[i]].scope);
}

void
collect_closed(struct cut *c)
{
    for (size_t i = 0; i < c->plan->n_slots; i++)
        if (c->plan->slots[i].scope.wanted && c->plan->slots[i].scope.depth >= c->depth)
            finish(c, &c->plan->slots[i].scope);
    for (size_t i = 0; i < c->plan->n_stores; i++)
        if (c->plan->stores[i].scope.wanted && c->plan->stores[i].scope.depth >= c->depth)
            finish(c, &c->plan->stores[i].scope);
}

void
collect_reset(struct cut *c)
{
    for (size_t i = 0; i < c->plan->n_slots; i++)
        c->plan->slots[i].scope.wanted = false;
    for (size_t i = 0; i < c->plan->n_stores; i++)
        c->plan->stores[i].scope.wanted = false;
    c->wanted = c->required = 0;
}

static bool
slot_open(const struct cut *c, const struct slot *s)
{
    return concerned(c, &s->scope) && (s->distinct ? s->n < CONTEXT_DISTINCT_MAX : !s->met);
}

static bool
path_wanted(const struct cut *c, size_t path)
{
    for (size_t i = 0; i < c->plan->n_slots; i++)
        if (c->plan->slots[i].scope.path == path && slot_open(c, &c->plan->slots[i]))
            return true;
    return false;
}

static bool
store_wanted(const struct cut *c, size_t path)
{
    for (size_t i = 0; i < c->plan->n_stores; i++)
        if (c->plan->stores[i].scope.path == path && concerned(c, &c->plan->stores[i].scope))
            return true;
    return false;
}

bool
collect_wants(struct cut *c, const struct state *st)
{
    for (size_t i = 0; i < st->values.n; i++)
        if (path_wanted(c, st->values.at[i]))
            return true;
    for (size_t i = 0; i < st->elements.n; i++)
        if (store_wanted(c, st->elements.at[i]))
            return true;
    return false;
}

bool
collect_wants_below(struct cut *c, struct state *st)
{
    if (st->asked == c->looked)
        return st->wanted;
    st->asked = c->looked;
    st->wanted = false;
    for (size_t i = 0; i < st->n && !st->wanted; i++) {
        const struct plan_path *p = &c->plan->paths[st->at[i].path];
        if (st->at[i].step < p->path.n)
            st->wanted = p->role == ROLE_CONTEXT  ? path_wanted(c, st->at[i].path)
                         : p->role == ROLE_LOOKUP ? store_wanted(c, st->at[i].path)
                                                  : false;
    }
    return st->wanted;
}

static bool
already(const struct slot *s, struct slice text)
{
    const char *p = s->text.p, *end = p + s->text.n, *why;
    while (p < end) {
        const char *q = json_skip(p, end, &why);
        if (!q)
            break;
        if ((size_t)(q - p) == text.n && memcmp(p, text.p, text.n) == 0)
            return true;
        p = q + 1;
    }
    return false;
}

static void
fill_slot(struct cut *c, struct slot *s, struct slice text)
{
    if (!slot_open(c, s))
        return;
    if (!s->distinct) {
        buf_slice(&s->text, text.p ? text : SLICE("null"));
        s->met = true;
        c->plan->changes++;
        if (s->scope.wanted)
            finish(c, &s->scope);
        return;
    }
    if (!text.p || already(s, text))
        return;
    if (s->text.n + text.n + 1 > CONTEXT_VALUE_MAX) {
        s->n = CONTEXT_DISTINCT_MAX;
        stage_note(c->emit->stage, "%s: a context of the report is cut at 64 KiB", c->emit->place);
        return;
    }
    if (s->n++)
        buf_byte(&s->text, ',');
    buf_slice(&s->text, text);
}

static void
fill_path(struct cut *c, size_t path, struct slice text)
{
    for (size_t i = 0; i < c->plan->n_slots; i++)
        if (c->plan->slots[i].scope.path == path)
            fill_slot(c, &c->plan->slots[i], text);
}

void
collect_value(struct cut *c, const struct state *st, struct slice text, bool indexed)
{
    bool element = false;
    for (size_t i = 0; i < st->values.n; i++) {
        bool too_long = !text.p || text.n > CONTEXT_VALUE_MAX;
        if (!path_takes(&c->plan->paths[st->values.at[i]].path, text))
            continue;
        if (too_long && !c->ahead && !c->hold.held.n && path_wanted(c, st->values.at[i]))
            stage_note(c->emit->stage, "%s: context `%s` is longer than 64 KiB: left out", c->emit->place,
                       c->plan->paths[st->values.at[i]].path.text);
        fill_path(c, st->values.at[i], too_long ? (struct slice){0} : text);
    }
    for (size_t i = 0; i < st->elements.n; i++) {
        for (size_t k = 0; k < c->plan->n_stores; k++) {
            struct store *s = &c->plan->stores[k];
            if (s->scope.path != st->elements.at[i] || !concerned(c, &s->scope))
                continue;
            element = true;
            if (text.p && *text.p == '{')
                lookup_add(c, s, text, indexed);
        }
    }
    if (element && !text.p)
        stage_note(c->emit->stage, "%s: an element longer than 1 MiB can't be looked up", c->emit->place);
}

void
collect_name(struct cut *c, const struct state *st)
{
    for (size_t i = 0; i < st->names.n; i++)
        fill_path(c, st->names.at[i], buf_as_slice(&c->key));
}

/* Members of a compact object, or elements of a compact array. */
static void
inside_object(struct cut *c, struct state *st, struct slice text)
{
    struct json_walk w;
    struct slice name, v;
    json_walk(&w, text);
    while (json_walk_next(&w, &name, &v) > 0) {
        struct state *to;
        if (memchr(name.p, '\\', name.n))
            name = json_unquote(&c->pool, (struct slice){name.p - 1, name.n + 2});
        to = plan_member(c->plan, st, name);
        if (to->names.n) {
            c->key.n = 0;
            buf_json_slice(&c->key, name);
        }
        if (to->n)
            collect_inside(c, to, v);
    }
}

static void
inside_array(struct cut *c, struct state *st, struct slice text)
{
    const char *p = text.p + 1, *end = text.p + text.n, *why;
    struct state *to = plan_element(c->plan, st);
    while (to->n && p < end && *p != ']') {
        const char *q = json_skip(p, end, &why);
        if (!q)
            return;
        collect_inside(c, to, (struct slice){p, (size_t)(q - p)});
        p = *q == ',' ? q + 1 : q;
    }
}

void
collect_inside(struct cut *c, struct state *st, struct slice text)
{
    if (*text.p == '{')
        st = plan_single(c->plan, st);
    if (st->names.n)
        collect_name(c, st);
    if (st->values.n || st->elements.n)
        collect_value(c, st, text, false);
    if (!st->contexts_below)
        return;
    if (*text.p == '{')
        inside_object(c, st, text);
    else if (*text.p == '[')
        inside_array(c, st, text);
}
