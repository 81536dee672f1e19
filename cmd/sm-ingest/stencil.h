/* What stands between the scalars of JSON values, remembered as it stood in the values before. Entries of one
 * export look alike: from the end of one scalar to the start of the next come the same bytes (a comma, a
 * name, a colon, brackets, white space). Where they come again, they are known by one comparison, with what
 * is kept of them.
 *
 * A node is a scalar by all that decides what may follow it and what is kept of that: the containers around
 * it. So whatever has once followed it is right whenever it follows it again. That names tell nodes apart,
 * too, is only for speed: not much follows the same name. Of a run; never freed. */
#ifndef SM_INGEST_STENCIL_H
#define SM_INGEST_STENCIL_H

#include "jq/reads.h"
#include "scan_same.h"

#define EDGE_MAX (6 * SCAN_STEP) /* bytes between two scalars; more are not remembered */
#define EDGES_MAX 6              /* ways to go on from one node */

enum scalar {
    SCALAR_NONE,
    SCALAR_STRING,
    SCALAR_NUMBER,
    SCALAR_WORD,
    SCALAR_END /* of the value: no scalar follows */
};

struct spot {                        /* a container that is open, by those around it */
    struct spot *up, *first, *other; /* around it; the newest inside; the next that is in the same one */
    struct node *nodes;
    uint64_t name;            /* of the member that it is: a hash; 0: of none, or of one of many */
    size_t n;                 /* spots and nodes inside */
    const struct reads *keep; /* of an object: its members; of an array: each element; NULL: all */
    size_t depth;             /* 0: what stands around the value */
    char close;               /* the bracket that ends it; 0: none */
};

struct edge {
    char in[EDGE_MAX];  /* up to the scalar; the opening quote of a string belongs to it */
    char out[EDGE_MAX]; /* what is kept of it */
    size_t n, out_n;
    bool plain; /* all of it, between scalars that are kept; nothing of it, between others */
    bool comma; /* before `out`: unless what was kept last is an opening brace */
    struct node *to;
};

struct node {
    struct spot *spot;
    uint64_t name; /* as of a spot */
    enum scalar is;
    size_t drop; /* depth of the object whose member is left out, with this scalar in it; 0: it is kept */
    struct edge *edges[EDGES_MAX];
    size_t n;
    struct node *other; /* the next of the spot's list */
};

extern const unsigned char stencil_scalars[256]; /* which enum scalar starts with that byte */

/* The node before values of which that is kept, at most so deep; NULL: too many kinds of values. */
struct node *stencil_root(const struct reads *keep, size_t depth_max);
/* A container in another; NULL: not remembered. up may be NULL. name: of the member that it is; none: an
 * element. */
struct spot *stencil_inside(struct spot *up, struct slice name, char close, const struct reads *keep);
struct node *stencil_node(struct spot *s, struct slice name, enum scalar is, size_t drop); /* likewise */
/* An edge from n to be filled in, the text of which is none before; NULL: it can't be remembered. */
struct edge *stencil_learn(struct node *n);

static inline bool
stencil_same(const struct edge *e, const char *p)
{
    if (e->n <= SCAN_SAME)
        return scan_same_most(p, e->in, e->n);
    for (size_t i = 0; i < e->n - SCAN_SAME; i += SCAN_SAME)
        if (!scan_same_most(p + i, e->in + i, SCAN_SAME))
            return false;
    return scan_same_most(p + e->n - SCAN_SAME, e->in + e->n - SCAN_SAME, SCAN_SAME);
}

/* The edge that p takes from n; more than EDGE_MAX bytes follow. NULL: none that is known. */
static inline const struct edge *
stencil_match(const struct node *n, const char *p)
{
    for (size_t i = 0; i < n->n; i++) {
        const struct edge *e = n->edges[i];
        if (stencil_same(e, p) && (e->to->is == SCALAR_STRING || e->to->is == SCALAR_END ||
                                   e->to->is == stencil_scalars[(unsigned char)p[e->n]]))
            return e;
    }
    return NULL;
}

#endif
