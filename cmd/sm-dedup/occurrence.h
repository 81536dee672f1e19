/* Findings of which each location is one of its own (a rule in a file): which of last month's, or of the scan
 * before, is which of today's. The evidence, in this order: the tool's id where it occurs once; the same
 * line; the least total distance of lines in the file, live findings before closed ones; a renamed file. */
#ifndef DEDUP_OCCURRENCE_H
#define DEDUP_OCCURRENCE_H

#include "run.h"

void occurrence_pair(struct run *run); /* joins entries; keys, times and scopes are settled */

#endif
