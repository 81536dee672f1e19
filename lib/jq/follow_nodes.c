/* The values in raw and in the context, in the order of their texts, and where their texts stand. */
#include "follow_part.h"

#define VALUES_MAX 512

static const char *
past_white(const char *p)
{
    while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')
        p++;
    return p;
}

/* The text is JSON: the program has read it. Gives what stands behind the string at p. */
static const char *
past_string(const char *p)
{
    for (p++; *p != '"'; p++)
        p += *p == '\\';
    return p + 1;
}

static const char *read_node(struct follow *f, const struct val *v, const char *p, uint32_t up, bool again,
                             size_t *at);

static const char *
read_inside(struct follow *f, const struct val *v, const char *p, uint32_t up, bool again, size_t *at)
{
    for (uint32_t i = 0; p && i < v->n; i++) {
        p = past_white(p + 1);
        if (v->kind == K_OBJECT)
            p = past_white(past_white(past_string(p)) + 1);
        p = read_node(f, v->kind == K_OBJECT ? &v->members[i].val : &v->items[i], p, up, again, at);
        p = p ? past_white(p) : NULL;
    }
    return p ? past_white(p) + 1 : NULL;
}

/* Does the text at p look like this value? A number of many digits has become a string. */
static bool
looks_so(const struct val *v, const char *p)
{
    return (v->kind == K_STRING) == (*p == '"') && (v->kind == K_ARRAY) == (*p == '[') &&
           (v->kind == K_OBJECT) == (*p == '{') && (v->kind != K_OBJECT || shape_of(*v));
}

static const char *
read_node(struct follow *f, const struct val *v, const char *p, uint32_t up, bool again, size_t *at)
{
    size_t own = (*at)++, depth = 0;
    for (uint32_t n = up; n != NODE_LINE; n = f->nodes[n].up)
        depth++;
    if (own == VALUES_MAX || depth > FOLLOW_DEPTH_MAX || !looks_so(v, p))
        return NULL;
    struct node *n = &f->nodes[own];
    if (!again)
        *n = (struct node){.open = true};
    n->v = v;
    n->up = up;
    n->at = (uint32_t)(p - f->text);
    n->first = (uint32_t)f->n_places;
    if (v->kind >= K_ARRAY && v->n)
        p = read_inside(f, v, p, (uint32_t)own, again, at);
    else if (v->kind == K_STRING)
        p = past_string(p);
    else if (v->kind >= K_ARRAY)
        p = past_white(p + 1) + 1;
    else
        p += v->kind == K_NUMBER ? v->n : v->kind == K_FALSE ? 5 : 4;
    if (!p)
        return NULL;
    n->n = (uint32_t)(p - f->text) - n->at;
    bool inside = up != NODE_LINE && !f->nodes[up].open;
    if (inside)
        n->open = false;
    if (v->kind >= K_ARRAY && v->n && n->open) {
        n->end = (uint32_t)f->n_places;
        return p;
    }
    f->n_places = n->first; /* what is in a closed one has no places of its own */
    f->n_places += !inside && v->kind >= K_NUMBER && v->n;
    n->end = (uint32_t)f->n_places;
    return f->n_places < FOLLOW_PLACES_MAX ? p : NULL;
}

bool
nodes_read(struct follow *f)
{
    bool again = f->nodes != NULL;
    if (!again)
        f->nodes = memory_take(f->tmp, (VALUES_MAX + 1) * sizeof *f->nodes);
    f->n_nodes = f->n_places = 0;
    for (struct root *r = f->roots; r < f->roots + f->n_roots; r++) {
        f->text = r->text.p;
        r->node = (uint32_t)f->n_nodes;
        if (!read_node(f, r->v, r->text.p, NODE_LINE, again, &f->n_nodes))
            return false;
    }
    return true;
}

static struct place_set
places_from(uint32_t first, uint32_t end)
{
    struct place_set s = {{0}};
    for (; first < end; first++)
        s.bits[first / 64] |= (uint64_t)1 << first % 64;
    return s;
}

struct part
node_part(struct follow *f, uint32_t node)
{
    const struct node *n = &f->nodes[node];
    if (n->first == n->end || n->pinned)
        return part_fixed_value(*n->v);
    return (struct part){.v = *n->v, .from = INPUT, .node = node, .uses = places_from(n->first, n->end)};
}

struct part
node_of(struct follow *f, const struct val *v)
{
    uint32_t at = 0;
    while (f->nodes[at].v != v)
        at++;
    return node_part(f, at);
}

void
nodes_pin(struct follow *f, struct place_set places)
{
    for (size_t i = 0; i < f->n_nodes; i++) {
        struct node *n = &f->nodes[i];
        if (n->end == n->first + 1 && place_set_has(&places, n->first) && (n->v->kind < K_ARRAY || !n->open))
            n->pinned = true;
    }
}

static size_t
count(const struct place_set *s, uint32_t first, uint32_t end)
{
    size_t n = 0;
    for (; first < end; first++)
        n += place_set_has(s, first);
    return n;
}

void
nodes_close(struct follow *f, struct place_set used)
{
    for (size_t i = 0; i < f->n_nodes; i++) {
        struct node *n = &f->nodes[i];
        size_t some = count(&used, n->first, n->end);
        n->open = !i || (some && some < n->end - n->first);
    }
    for (size_t i = 0; i < f->n_nodes; i++) {
        bool apart = f->nodes[i].copied || f->nodes[i].pinned;
        for (uint32_t at = f->nodes[i].up; apart && at != NODE_LINE; at = f->nodes[at].up)
            f->nodes[at].open = true;
        f->nodes[i].pinned = false;
    }
}

struct place *
nodes_places(struct follow *f)
{
    struct place *places = memory_take(f->m, (f->n_places + 1) * sizeof *places);
    for (size_t i = 0; i < f->n_nodes; i++) {
        const struct node *n = &f->nodes[i];
        bool leaf = n->v->kind < K_ARRAY, string = n->v->kind == K_STRING;
        if (n->end != n->first + 1 || (!leaf && n->open) || (n->up != NODE_LINE && !f->nodes[n->up].open))
            continue;
        places[n->first] = (struct place){.head = f->n_roots == ROOTS && i >= f->roots[1].node,
                                          .at = n->at + string,
                                          .n = n->n - 2 * string,
                                          .kind = !leaf    ? PLACE_BLOCK
                                                  : string ? PLACE_STRING
                                                           : PLACE_NUMBER,
                                          .pinned = n->pinned};
    }
    return places;
}
