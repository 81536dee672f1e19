/* The definitions that open a jq program, so that the expressions of its directive may use them. */
#ifndef NORMALIZE_DEFINITIONS_H
#define NORMALIZE_DEFINITIONS_H

#include "buf.h"

struct definitions { /* zeroed before first use; points into the program */
    struct definition *at;
    size_t n, cap;
    struct slice program;
};

void definitions_read(struct definitions *d, struct slice program); /* those that it begins with */
/* The program's text up to the end of the last of them whose name stands in the expression; empty where none
 * does. */
struct slice definitions_for(const struct definitions *d, struct slice expression);
void definitions_free(struct definitions *d);

#endif
