/* Whether a predicate can hold at all, told from its text: for many predicates of which few fit a document. */
#ifndef SM_JQ_HOLDS_H
#define SM_JQ_HOLDS_H

#include "../buf.h"

/* May the program give true for an input in whose objects only such names stand as `named` knows? false: it can't, and it
 * is a program that compiles. Nothing is compiled for that. */
bool holds_maybe(struct slice program, bool (*named)(void *with, struct slice name), void *with);

#endif
