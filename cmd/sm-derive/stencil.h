/* Stencils: the text of lines with holes in it, where values stand. The lines of one stream are cut by few of
 * them: such a line is compared with what it is like, not parsed. Where it is the same the line is as valid
 * as the one that the stencil was made of, whatever value stands in a hole. All of them are one tree, in
 * which stencils that begin alike share what they have in common. */
#ifndef DERIVE_STENCIL_H
#define DERIVE_STENCIL_H

#include "buf.h"

#define STENCIL_HOLES 128 /* in one line */
#define STENCIL_NONE UINT32_MAX

struct stencils { /* zeroed before first use */
    struct stencil_node *at;
    size_t n, cap;
    struct buf text; /* of all nodes */
};

struct stencil_line { /* what a line has in its holes */
    struct slice values[STENCIL_HOLES];
    size_t n;
    bool escape; /* a value has an escape */
    bool high;   /* or a byte above ASCII: whether they are UTF-8 is the caller's to find out */
};

/* The number of the stencil that the line is cut by; STENCIL_NONE: of none. */
uint32_t stencils_match(const struct stencils *s, struct slice line, struct stencil_line *out);
/* The line is valid, and its holes are values in it, in their order. false: no stencil can be made of it
 * beside those that there are. */
bool stencils_learn(struct stencils *s, struct slice line, const struct slice *holes, size_t n,
                    uint32_t number);
size_t stencils_memory(const struct stencils *s);
void stencils_free(struct stencils *s);

#endif
