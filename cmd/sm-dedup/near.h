/* Findings of two tools that stand near each other: the same weakness in the same file, lines at most
 * NEAR_LINES apart. dedup.jq says by `near` which findings may pair at all: those with equal `in` that share
 * one of `any`.
 *
 * Nearest first, live ones before closed ones, two tools after the other by name. At one distance the pairing
 * that joins most, and of it what every such pairing has: where two ways are equally good, the findings stay
 * apart. A finding takes at most one of another tool, and none of a tool or of another target that it has
 * already. Goes on until nothing joins any more, so that its own output, read again, has nothing left to
 * join. */
#ifndef DEDUP_NEAR_H
#define DEDUP_NEAR_H

#include "run.h"

#define NEAR_LINES 3

void
near_pair(struct run *run); /* joins entries; keys, times and scopes are settled, occurrences are paired */

#endif
