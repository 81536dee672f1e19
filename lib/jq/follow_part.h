/* What the files of follow share: a value together with where it comes from. */
#ifndef SM_JQ_FOLLOW_PART_H
#define SM_JQ_FOLLOW_PART_H

#include "follow.h"
#include "eval.h"
#include "keep.h"
#include "shape.h"

enum from {
    FIXED,  /* the same on every such line */
    INPUT,  /* what stands at a node; of the line itself: node LINE */
    JOINED, /* a string of fixed ones and strings and numbers of nodes, one behind the other */
    BUILT,  /* an array or object that the program made; of its items and members */
    OTHER   /* follows from the places in uses */
};

#define NODE_LINE UINT32_MAX
#define FOLLOW_DEPTH_MAX (DEPTH_MAX / 2 - 8) /* levels of a root */

struct part {
    struct val v; /* on the line at hand */
    uint8_t from;
    uint32_t node;            /* of INPUT */
    const struct part *items; /* of JOINED its pieces, of BUILT its items or members' values: v.n of those */
    size_t pieces;
    struct place_set uses; /* places that v follows from */
};

struct node { /* a value in a root */
    const struct val *v;
    uint32_t at, n, up;
    uint32_t first, end; /* the places in it */
    bool open;           /* its members or items are nodes that may be looked at */
    bool pinned;
    bool copied; /* its text stands in what varies from line to line */
};

struct root { /* a member of the line whose values are nodes */
    struct slice name, text;
    const struct val *v;
    uint32_t node; /* of it as a whole */
};

#define ROOTS 2 /* raw; and the context, where it is followed too */

struct follow {
    struct run *r;
    struct memory *m; /* of the result */
    struct memory *tmp;
    struct val line;
    struct root roots[ROOTS];
    size_t n_roots;
    const char *text; /* of the root whose nodes are read */
    struct node *nodes;
    size_t n_nodes, n_places;
    bool (*varies)(struct slice name); /* of a member: its copies are not looked at */
    struct part *slots;
    size_t n_slots;
    struct place_set control; /* what was looked at to get to where we are */
    struct place_set must;    /* what could make the program fail */
    struct part *outputs;
    size_t n_outputs;
    int depth;
    builtin *equal, *other, *length, *type, *not, *join, *tostring;
};

struct taker { /* first member of what it needs to know */
    int (*take)(struct follow *f, struct taker *k, struct part part);
};

/* GO, or FAIL: it can't be followed. */
int follow_plan(struct follow *f, const struct plan *p, struct part in, struct taker *k);
int follow_call(struct follow *f, const struct plan *p, struct part in, struct taker *k); /* follow_call.c */
int follow_object(struct follow *f, const struct plan *p, struct part in,
                  struct taker *k); /* follow_object.c */
/* The one output, or v.kind NONE: none. What was looked at on the way is in its uses. */
int follow_one(struct follow *f, const struct plan *p, struct part in, struct part *out);
int follow_get(struct follow *f, struct part target, struct part key, struct part *out); /* target[key] */

struct part part_fixed_value(struct val v);
bool part_is_line(struct part p);
struct part part_other(struct val v, struct place_set uses);

static inline void
places_add(struct place_set *to, struct place_set more)
{
    for (size_t i = 0; i < FOLLOW_PLACES_MAX / 64; i++)
        to->bits[i] |= more.bits[i];
}

static inline bool
places_any(struct place_set s)
{
    uint64_t all = 0;
    for (size_t i = 0; i < FOLLOW_PLACES_MAX / 64; i++)
        all |= s.bits[i];
    return all != 0;
}

/* follow_nodes.c */
bool nodes_read(struct follow *f); /* of all roots; what is open and pinned stays */
struct part node_part(struct follow *f, uint32_t node);
struct part node_of(struct follow *f, const struct val *v); /* of a member or item of an open node */
void nodes_pin(struct follow *f, struct place_set places);
/* What holds nothing that is copied or pinned, and of which all or nothing is used. Nothing is pinned any
 * more. */
void nodes_close(struct follow *f, struct place_set used);
struct place *nodes_places(struct follow *f);

/* follow_value.c */
struct followed_copies *copies_of_part(struct follow *f, struct part p, json_val **value);
struct val copies_lasting(struct memory *m, struct val v);
void copies_free(struct followed_copies *c); /* NULL is nothing */

#endif
