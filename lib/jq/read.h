/* JSON text as values. Integers of more digits than a double holds are strings: they are ids. */
#ifndef SM_JQ_READ_H
#define SM_JQ_READ_H

#include "shape.h"

struct reader {           /* zeroed before first use; its memory is used again */
    struct memory memory; /* containers, and text of strings with escapes */
    struct shapes shapes;
    struct shape *root, *loose; /* of whole texts; of what is inside objects without a shape */
    struct val *stack;          /* of containers that are not closed yet */
    size_t top, cap;
    const char *p, *end;
    size_t depth, deepest;
};

/* text is written over, values point into it; READ_SPARE zeros stand behind it. *place: where the shape of
 * objects at the top is kept. false: it is no JSON, or nested deeper than `deepest`, or anything else that
 * read_tree has to look at. Takes memory until read_reset. */
bool read_text(struct reader *r, struct buf *text, struct shape **place, struct val *out);
/* The same from a tree, which lives as long as the values. */
struct val read_tree(struct reader *r, yyjson_val *tree, struct shape **place);
void read_reset(struct reader *r);
void read_free(struct reader *r);

#endif
