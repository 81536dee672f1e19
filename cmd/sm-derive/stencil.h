/* Stencils: the text of lines with holes in it, where values stand. The lines of one stream are cut by few of
 * them: such a line is compared with what it is like, not parsed. Where it is the same the line is as valid
 * as those that the stencils were made of, whatever value stands in a hole.
 *
 * The text between two holes is a piece; pieces that may stand at one place are one tree, and what stood
 * before them does not matter: so lines that differ in many places need few pieces. Which pieces a line has
 * says all about it but what stands in its holes. */
#ifndef DERIVE_STENCIL_H
#define DERIVE_STENCIL_H

#include "buf.h"

#define STENCIL_HOLES 128 /* in one line */

struct stencil_hole {
    struct slice value;
    signed char what; /* the caller's; the same for all lines that have the same text around it … */
    bool keyed;       /* … as is this: stencil_line lists it */
};

enum mark_sort { MARK_TEXT, MARK_BEGIN, MARK_END };
struct stencil_mark { /* something in the text that the caller wants to find again */
    unsigned char sort;
    signed char what;     /* the caller's */
    unsigned short at, n; /* in the piece; n: of a text */
};

struct stencils { /* zeroed before first use */
    uint64_t age; /* another one: what a line had in common with others before says nothing any more */
    struct stencil_node *at;
    struct stencil_piece *pieces;
    struct stencil_mark *marks; /* of all pieces */
    struct stencil_tree *trees;
    size_t n, cap, n_pieces, cap_pieces, n_marks, cap_marks, n_trees, cap_trees;
    struct buf text; /* of all nodes */
};

struct stencil_room { /* for what is found in one line */
    struct slice values[STENCIL_HOLES];
    uint32_t pieces[STENCIL_HOLES + 1];
    unsigned char keyed[STENCIL_HOLES];
};

struct stencil_line { /* what a line has in its holes */
    const struct slice *values;
    const uint32_t *pieces;     /* the numbers of those before each hole, and of the last one */
    size_t n;                   /* of holes */
    const unsigned char *keyed; /* numbers of those that are */
    size_t n_keyed;
    bool escape; /* a value has an escape */
    bool high;   /* or a byte above ASCII: whether they are UTF-8 is the caller's to find out */
};

struct stencil_found { /* in a line, before it is asked for */
    uint64_t age;      /* of the stencils */
    struct stencil_line line;
};

/* false: the line is cut by no stencil. *out points into the room. */
bool stencils_match(const struct stencils *s, struct slice line, struct stencil_room *room,
                    struct stencil_line *out);
/* The same as it is on machines without vectors; for tests. */
bool stencils_match_plainly(const struct stencils *s, struct slice line, struct stencil_room *room,
                            struct stencil_line *out);
signed char stencils_what(const struct stencils *s, uint32_t piece); /* the hole behind it is */
const struct stencil_mark *stencils_marks(const struct stencils *s, uint32_t piece, size_t *n);
/* The line is valid, and its holes are values in it, in their order; marks in order, `at` from the start of
 * the line, none across a hole. false: no stencil can be made of it beside those that there are. */
bool stencils_learn(struct stencils *s, struct slice line, const struct stencil_hole *holes, size_t n,
                    const struct stencil_mark *marks, size_t n_marks);
size_t stencils_memory(const struct stencils *s);
/* As much of them, which have learned something, as stencils_match needs. What it says is what theirs would
 * say, or false, whatever they learn afterwards, until they are of another age. */
void stencils_copy(struct stencils *to, const struct stencils *from);
void stencils_free(struct stencils *s); /* of another age, and ready to learn */

#endif
