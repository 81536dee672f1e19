#include "holes.h"

#include <stdlib.h>

#include "mem.h"

#define EXTENT_MAX 4096 /* bytes of an object around its holes */
#define SLOT_NAME (-1)  /* members of the component, … */
#define SLOT_PURL (-2)
#define SLOT_FIXED (-3)
#define SLOT_OTHER (-4) /* a member that is no field */
#define SLOT_NONE (-5)  /* nobody looks at it */

struct finding_holes { /* while they are looked for */
    struct slice values[STENCIL_HOLES];
    signed char slots[STENCIL_HOLES];
    struct slice names[STENCIL_HOLES];
    size_t n;
};

static bool
add(struct finding_holes *h, struct slice value, int slot, struct slice name)
{
    if (h->n == STENCIL_HOLES)
        return false;
    h->values[h->n] = value;
    h->names[h->n] = name;
    h->slots[h->n++] = (signed char)slot;
    return true;
}

static bool
has_escape(struct slice key)
{
    return memchr(key.p, '\\', key.n) != NULL;
}

/* Members of an object. slots: what those that are named are (0: part of the stencil); the others are
 * nobody's. */
static bool
find_in_object(struct finding_holes *h, struct slice object, const char *const *names,
               const signed char *slots)
{
    struct json_walk w;
    struct slice key, value;
    unsigned seen = 0;
    if (!json_walk(&w, object))
        return false;
    while (json_walk_next(&w, &key, &value) > 0) {
        int slot = SLOT_NONE;
        if (has_escape(key))
            return false;
        for (unsigned i = 0; names[i]; i++) {
            if (!slice_is(key, names[i]))
                continue;
            if (seen & 1u << i)
                return false; /* the last one counts */
            seen |= 1u << i;
            slot = slots[i];
        }
        if (slot && !add(h, value, slot, (struct slice){0}))
            return false;
    }
    return !w.why;
}

/* Where the holes lie that were found since `from`. */
static bool
measure(const struct finding_holes *h, size_t from, struct slice whole, struct extent *e)
{
    if (from == h->n)
        return false;
    struct slice first = h->values[from], last = h->values[h->n - 1];
    size_t before = (size_t)(first.p - whole.p), behind = (size_t)(whole.p + whole.n - (last.p + last.n));
    *e = (struct extent){(unsigned short)from, (unsigned short)(h->n - 1), (unsigned short)before,
                         (unsigned short)behind};
    return before <= EXTENT_MAX && behind <= EXTENT_MAX;
}

/* *part: it stays part of the stencil. */
static bool
find_component(struct finding_holes *h, struct slice value, struct extent *e, bool *part)
{
    static const char *const names[] = {"name", "purl", "fixed_version", NULL};
    static const signed char slots[] = {SLOT_NAME, SLOT_PURL, SLOT_FIXED};
    size_t from = h->n;
    *part = json_is_null(value) || slice_is(value, "{}");
    return *part || (find_in_object(h, value, names, slots) && measure(h, from, value, e));
}

static bool
find_sources(struct finding_holes *h, struct slice value, struct extent *e, bool *part)
{
    static const char *const names[] = {"source_tool", "target",   "first_seen", "last_seen",
                                        "state",       "severity", NULL};
    static const signed char slots[] = {0, 0, 0, 0, 0, 0};
    const char *p = value.p, *end = value.p + value.n, *why;
    size_t from = h->n;
    *part = json_is_null(value) || slice_is(value, "[]");
    if (*part)
        return true;
    if (*p != '[')
        return false;
    do {
        const char *element = p + 1;
        p = json_skip(element, end, &why);
        if (!p || *element != '{' ||
            !find_in_object(h, (struct slice){element, (size_t)(p - element)}, names, slots))
            return false;
    } while (p < end && *p == ',');
    if (p == end || *p != ']')
        return false;
    *part = from == h->n;
    return *part || measure(h, from, value, e);
}

static bool
find_member(struct holes *h, struct finding_holes *all, int field, struct slice key, struct slice value,
            const bool *bound)
{
    bool part = true;
    if (field < 0)
        return slice_is(key, "kind") || add(all, value, SLOT_OTHER, key);
    if (bound[field])
        return field != F_COMPONENT && field != F_SOURCES;
    if (field == F_COMPONENT) {
        bool found = find_component(all, value, &h->component, &part);
        h->any_component = !part;
        return found;
    }
    if (field == F_SOURCES) {
        bool found = find_sources(all, value, &h->sources, &part);
        h->any_sources = !part;
        return found;
    }
    return add(all, value, field, (struct slice){0});
}

static void
keep(struct holes *h, const struct finding_holes *all, struct pool *pool)
{
    h->n = all->n;
    h->slots = pool_alloc(pool, h->n);
    memcpy(h->slots, all->slots, h->n);
    h->names = NULL;
    for (size_t i = 0; i < h->n; i++) {
        if (!all->names[i].p)
            continue;
        if (!h->names)
            h->names = pool_alloc(pool, h->n * sizeof *h->names);
        h->names[i] = (struct slice){pool_copy(pool, all->names[i].p, all->names[i].n), all->names[i].n};
    }
}

bool
holes_find(struct holes *h, struct slice line, const struct finding *f, const bool *bound, struct pool *pool)
{
    static struct finding_holes all;
    struct json_walk w;
    struct slice key, value;
    bool seen[F_COUNT] = {false}, kind = false;
    *h = (struct holes){.values = all.values};
    all.n = 0;
    (void)f;
    if (!json_walk(&w, line))
        return false;
    while (json_walk_next(&w, &key, &value) > 0) {
        int field = has_escape(key) ? -2 : finding_field(key);
        bool *again = field >= 0 ? &seen[field] : &kind;
        if (field == -2 || ((field >= 0 || slice_is(key, "kind")) && *again))
            return false; /* the last one counts */
        if (field >= 0 || slice_is(key, "kind"))
            *again = true;
        if (!find_member(h, &all, field, key, value, bound))
            return false;
    }
    if (w.why)
        return false;
    keep(h, &all, pool);
    return true;
}

bool
holes_have(const struct holes *h, int field)
{
    if (field == F_COMPONENT)
        return h->any_component;
    if (field == F_SOURCES)
        return h->any_sources;
    for (size_t i = 0; i < h->n; i++)
        if (h->slots[i] == field)
            return true;
    return false;
}

static struct slice
whole_of(const struct extent *e, const struct stencil_line *from)
{
    const struct slice *first = &from->values[e->from], *last = &from->values[e->to];
    const char *p = first->p - e->before;
    return (struct slice){p, (size_t)(last->p + last->n + e->behind - p)};
}

bool
holes_fill(const struct holes *h, const struct finding *f, struct slice line, const struct stencil_line *from,
           struct subject_reader *reader)
{
    struct finding *to = &reader->finding;
    if (from->high && !walk_is_utf8(line))
        return false;
    pool_reset(&reader->pool);
    *to = *f;
    walk_begin(&reader->walk, !from->escape, h->any_component);
    for (size_t i = 0; i < h->n; i++) {
        int slot = h->slots[i];
        if (slot >= 0)
            to->f[slot] = from->values[i];
        else if (slot >= SLOT_FIXED)
            reader->walk.component[SLOT_NAME - slot] = from->values[i];
        else if (slot == SLOT_OTHER)
            finding_take_other(to, h->names[i], from->values[i], &reader->pool);
    }
    if (h->any_component)
        to->f[F_COMPONENT] = whole_of(&h->component, from);
    if (h->any_sources)
        to->f[F_SOURCES] = whole_of(&h->sources, from);
    return true;
}
