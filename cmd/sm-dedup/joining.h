/* Entries with one id and rows with one key are one finding. */
#ifndef DEDUP_JOINING_H
#define DEDUP_JOINING_H

#include "run.h"

void joining_ids(struct index *x);  /* records of findings that have their id already: the same id */
void joining_keys(struct run *run); /* rows of one scope and key; all but what occurrence.h pairs */

#endif
