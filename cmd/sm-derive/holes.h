/* The holes of a finding's line: the values in it that are not part of its stencil, and what they are. */
#ifndef DERIVE_HOLES_H
#define DERIVE_HOLES_H

#include "stencil.h"
#include "subject.h"

struct extent {                    /* of an object or array that is no hole itself but has some */
    unsigned short from, to;       /* the first and the last one; n: none */
    unsigned short before, behind; /* bytes of it around them */
};

struct holes {
    size_t n;
    struct slice *values; /* in the line, of holes_find alone */
    signed char *slots;   /* what each is: a field, or one of holes.c's; in the pool */
    struct slice *names;  /* of members that are no fields; in the pool */
    struct extent component, sources;
    bool any_component, any_sources;
};

/* Of a line that the walk took: everything but the fields that are `bound`, and the tools and targets of its
 * sources. false: it is not that simple. */
bool holes_find(struct holes *h, struct slice line, const struct finding *f, const bool *bound,
                struct pool *pool);
bool holes_have(const struct holes *h, int field); /* it is a hole, or has some */
/* The finding of a line: `f` is what it has in common with that of holes_find. false: it is no valid text. */
bool holes_fill(const struct holes *h, const struct finding *f, struct slice line,
                const struct stencil_line *from, struct subject_reader *reader);

#endif
