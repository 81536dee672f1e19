/* What findings' lines have in common, as a short key: the pieces of which a line is made (stencil.h), and
 * the texts of its bound fields and of its sources' tools and targets, as numbers, as far as they are no part
 * of the pieces. Lines with the same key differ only in what is not bound; not all of those that differ so
 * have one key. */
#ifndef DERIVE_LINE_KEY_H
#define DERIVE_LINE_KEY_H

#include "holes.h"
#include "texts.h"

#define KEYED_MOST (F_COUNT - HOLE_LEAST) /* kinds of holes */

struct line_keys {      /* zeroed before first use, but for holes.bound */
    struct holes holes; /* of the line learned last */
    struct stencils stencils;
    const struct stencil_found *found; /* in the line that is asked about next; or NULL */
    struct stencil_room room;
    struct stencil_line line;
    struct texts *texts[KEYED_MOST]; /* of each field, and of what a hole is otherwise; NULL: none yet */
    /* of the line asked about last */
    uint32_t key[2 * STENCIL_HOLES + 1];
    size_t n;
    uint64_t hash;
};

bool line_keys_find(struct line_keys *k, struct slice line); /* false: there has been no line like it */
/* The same of a valid line, which may be the first of its pieces; false: no key can be made of it. *anew: all
 * keys that were given before are void. */
bool line_keys_learn(struct line_keys *k, struct slice line, bool *anew);
/* From now on only bound fields are part of pieces: there are too many of them. All keys are void. */
void line_keys_narrow(struct line_keys *k);
size_t line_keys_memory(const struct line_keys *k);
void line_keys_forget(struct line_keys *k); /* all pieces and numbers */
void line_keys_free(struct line_keys *k);

#endif
