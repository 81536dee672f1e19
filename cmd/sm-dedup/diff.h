/* --diff: what became of the findings of one output of sm-dedup in a later one.
 *
 *   {"kind":"change","change":"new"|"closed"|"reopened"|"changed"|"missing","id":…, what the finding is,
 * "fields":{name: [before, after]}}
 *
 * A finding is found again by its id, or by an id in its `also`. What every month changes (when it was seen,
 * its timeline and sources, EPSS) is no change. Missing: in the old file and not in the new one. */
#ifndef DEDUP_DIFF_H
#define DEDUP_DIFF_H

#include "stage.h"

/* Reads old, then the records of the stage (begun with the new file), and writes the changes. Exit 2 where
 * old can't be read. */
void diff_run(struct stage *stage, const char *old);

#endif
