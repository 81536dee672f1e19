#include "stencil.h"

#include "mem.h"

#define SPOTS_MAX 1024
#define NODES_MAX 2048
#define ALL_EDGES_MAX 4096
#define ROOTS_MAX 16
#define APART_MAX 128 /* values of one container that names tell apart: more are those of a map */

const unsigned char stencil_scalars[256] = {
    ['"'] = SCALAR_STRING, ['-'] = SCALAR_NUMBER, ['0'] = SCALAR_NUMBER, ['1'] = SCALAR_NUMBER,
    ['2'] = SCALAR_NUMBER, ['3'] = SCALAR_NUMBER, ['4'] = SCALAR_NUMBER, ['5'] = SCALAR_NUMBER,
    ['6'] = SCALAR_NUMBER, ['7'] = SCALAR_NUMBER, ['8'] = SCALAR_NUMBER, ['9'] = SCALAR_NUMBER,
    ['t'] = SCALAR_WORD,   ['f'] = SCALAR_WORD,   ['n'] = SCALAR_WORD};

static struct {
    struct root {
        struct spot around;
        struct node start;
        size_t depth_max;
    } roots[ROOTS_MAX];
    struct spot *spots;
    struct node *nodes;
    struct edge *edges;
    size_t n_roots, n_spots, n_nodes, n_edges;
    bool full;
} known;

/* Where other exports have filled it, all begins anew. */
static void
begin(void)
{
    if (!known.spots) {
        known.spots = xcalloc(SPOTS_MAX, sizeof *known.spots);
        known.nodes = xcalloc(NODES_MAX, sizeof *known.nodes);
        known.edges = xcalloc(ALL_EDGES_MAX, sizeof *known.edges);
    }
    known.n_roots = known.n_spots = known.n_nodes = known.n_edges = 0;
    known.full = false;
}

struct node *
stencil_root(const struct reads *keep, size_t depth_max)
{
    if (!known.spots || known.full)
        begin();
    for (size_t i = 0; i < known.n_roots; i++)
        if (known.roots[i].around.keep == keep && known.roots[i].depth_max == depth_max)
            return &known.roots[i].start;
    if (known.n_roots == ROOTS_MAX) {
        known.full = true;
        return NULL;
    }
    struct root *r = &known.roots[known.n_roots++];
    *r = (struct root){.around = {.keep = keep}, .depth_max = depth_max};
    r->start.spot = &r->around;
    return &r->start;
}

static uint64_t
hash_of(struct slice name)
{
    uint64_t h = name.n;
    for (size_t i = 0; i < name.n; i++)
        h = (h ^ (unsigned char)name.p[i]) * 0x100000001b3u;
    return h;
}

static struct spot *
find_spot(const struct spot *up, uint64_t name, char close, const struct reads *keep)
{
    struct spot *s = up->first;
    while (s && (s->name != name || s->close != close || s->keep != keep))
        s = s->other;
    return s;
}

struct spot *
stencil_inside(struct spot *up, struct slice name, char close, const struct reads *keep)
{
    uint64_t hash = hash_of(name);
    struct spot *s = up ? find_spot(up, hash, close, keep) : NULL;
    if (up && !s && up->n >= APART_MAX)
        s = find_spot(up, hash = 0, close, keep);
    if (s || !up)
        return s;
    if (known.n_spots == SPOTS_MAX) {
        known.full = true;
        return NULL;
    }
    s = &known.spots[known.n_spots++];
    *s = (struct spot){
        .up = up, .other = up->first, .name = hash, .keep = keep, .depth = up->depth + 1, .close = close};
    up->n++;
    return up->first = s;
}

static struct node *
find_node(const struct spot *s, uint64_t name, enum scalar is, size_t drop)
{
    struct node *n = s->nodes;
    while (n && (n->name != name || n->is != is || n->drop != drop))
        n = n->other;
    return n;
}

struct node *
stencil_node(struct spot *s, struct slice name, enum scalar is, size_t drop)
{
    uint64_t hash = hash_of(name);
    struct node *n = s ? find_node(s, hash, is, drop) : NULL;
    if (s && !n && s->n >= APART_MAX)
        n = find_node(s, hash = 0, is, drop);
    if (n || !s)
        return n;
    if (known.n_nodes == NODES_MAX) {
        known.full = true;
        return NULL;
    }
    n = &known.nodes[known.n_nodes++];
    *n = (struct node){.spot = s, .name = hash, .is = is, .drop = drop, .other = s->nodes};
    s->n++;
    return s->nodes = n;
}

struct edge *
stencil_learn(struct node *n)
{
    if (n->n == EDGES_MAX)
        return n->edges[EDGES_MAX - 1];
    if (known.n_edges == ALL_EDGES_MAX) {
        known.full = true;
        return NULL;
    }
    return n->edges[n->n++] = &known.edges[known.n_edges++];
}
