/* The finding of a line that matched a stencil, as if it had been walked. What lines with the same pieces
 * have in common is found once. */
#ifndef DERIVE_FILLING_H
#define DERIVE_FILLING_H

#include "holes.h"

struct filling {
    struct finding finding;     /* the members that are part of the text, and room for the others */
    struct filling_hole {       /* one whose value is a member of the finding or of its component */
        unsigned char hole, to; /* its number; which of the members */
    } * members, *component;
    size_t n_members, n_component;
    struct filling_other { /* one whose value is a member that is no field */
        size_t hole;
        struct slice name;
    } * others; /* in their order */
    size_t n_others;
    struct filling_span {
        signed char what;          /* a member that has holes within … */
        unsigned char first, last; /* … from behind so many holes to behind so many … */
        unsigned short begin, end; /* … and so many bytes */
    } spans[2];                    /* the component and the sources */
    size_t n_spans;
};

/* Of a line that matched; what it points to is in the pool. Gives the bytes that it took there. */
size_t filling_make(struct filling *f, const struct stencils *s, const struct stencil_line *from,
                    struct slice line, struct pool *pool);
/* Of another one with the same pieces; until the next one. false: it is no valid text. */
bool filling_fill(struct filling *f, const struct stencil_line *from, struct slice line,
                  struct subject_reader *reader);

#endif
