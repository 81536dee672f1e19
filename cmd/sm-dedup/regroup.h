/* The entries of an index that outgrew memory in another order: what is one finding stands together. */
#ifndef DEDUP_REGROUP_H
#define DEDUP_REGROUP_H

#include "index.h"

/* When everything is joined, where the index is in files: gives entries and rows new numbers, so that nobody
 * need look for the entries of a finding all over the files afterwards. Findings keep their order (of their
 * roots), as do the entries of each. The places of near.h are gone. */
void regroup(struct index *x);

#endif
