/* The definitions that open a jq program, so that the expressions of its directive may use them. */
#ifndef NORMALIZE_DEFINITIONS_H
#define NORMALIZE_DEFINITIONS_H

#include "buf.h"

/* The text up to the end of the last of the `def …;` that the program begins with; empty where it begins with
 * none. */
struct slice definitions_of(struct slice program);

#endif
