/* The holes of a finding's line: its values; the keys between them are the stencil. Of its component and its
 * sources the members are holes. */
#ifndef DERIVE_HOLES_H
#define DERIVE_HOLES_H

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
       HOLE_LEAST = HOLE_TARGET
};

struct holes {
    struct stencil_hole at[STENCIL_HOLES];
    struct stencil_mark marks[STENCIL_HOLES];
    size_t n, n_marks;
};

bool holes_find(struct holes *h, struct slice line); /* of a valid line. false: it is not that simple */
struct form {                                        /* of lines: a sequence of pieces */
    size_t n;                                        /* holes */
    uint32_t pieces[STENCIL_HOLES + 1];
    signed char what[STENCIL_HOLES];
    bool marked[STENCIL_HOLES];         /* there are marks in the piece before it */
    unsigned char bound[STENCIL_HOLES]; /* the caller's */
    size_t n_bound;
    uint32_t number;
};
void form_read(struct form *f, const struct stencils *s,
               const struct stencil_line *l); /* all but what is the caller's */

/* The finding of a line of that form, as if it had been walked. false: it is no valid text. */
bool holes_fill(const struct stencils *s, const struct form *form, const struct stencil_line *from,
                struct slice line, struct subject_reader *reader);

#endif
