/* The holes of a finding's line: its values; the keys between them are the stencil, and so are the values of
 * members that have only a few (steady.h). Of its component and its sources the members are holes. */
#ifndef DERIVE_HOLES_H
#define DERIVE_HOLES_H

#include "steady.h"
#include "stencil.h"
#include "subject.h"

enum {                 /* what a hole is, where it is no field */
       HOLE_NAME = -1, /* members of the component, … */
       HOLE_PURL = -2,
       HOLE_FIXED = -3,
       HOLE_OTHER = -4, /* a member that is no field; also the mark of its name */
       HOLE_NONE = -5,  /* nobody looks at it */
       HOLE_TOOL = -6,  /* of a source, … */
       HOLE_TARGET = -7,
       HOLE_LEAST = HOLE_TARGET,
       HOLE_SOURCE = -8 /* no hole: the mark of where a source begins */
};

struct holes {         /* zeroed before first use, but for bound */
    const bool *bound; /* F_COUNT, not component and sources: what findings that are alike have in common */
    bool narrow;       /* only such members may be steady */
    struct steady steady;
    struct buf
        same; /* of the line of holes_same: texts of bound fields, and of its sources' tools and targets */
    /* of the line of holes_find */
    struct stencil_hole at[STENCIL_HOLES];
    struct stencil_mark marks[STENCIL_HOLES];
    size_t n, n_marks;
};

bool holes_find(struct holes *h, struct slice line); /* of a valid line. false: it is not that simple */
/* What a line that matched has in common with those that are alike. */
void holes_same(struct holes *h, const struct stencils *s, const struct stencil_line *from,
                struct slice line);
void holes_free(struct holes *h);

#endif
