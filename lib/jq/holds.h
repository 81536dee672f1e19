/* Whether a predicate can hold at all, told from its text: for many predicates of which few fit a document. */
#ifndef SM_JQ_HOLDS_H
#define SM_JQ_HOLDS_H

#include "../buf.h"

/* Is such a name of a member, or such a string, known to stand in the input? One that stands there is known, and a text that
 * was not known once is not known when it is asked for again. */
enum holds_text { HOLDS_NAME, HOLDS_STRING };
typedef bool holds_known(void *with, enum holds_text is, struct slice text);

/* May the program give true for an input whose JSON begins with the byte `first`, and in which only such names and strings stand
 * as are known? false: it can't, nor for any other with that first byte in which nothing stands that was asked for and not
 * known; and it is a program that compiles. Nothing is compiled for that. */
bool holds_maybe(struct slice program, char first, holds_known *known, void *with);

#endif
