/* What can be said of a finding only when everything has been read: its key under the aliases, when its
 * report was made, its service, whether it moved. */
#ifndef DEDUP_SETTLE_H
#define DEDUP_SETTLE_H

#include "run.h"

/* Vulnerability ids become alias groups, rows get their final keys; they learn when their report was made,
 * live findings are seen then; names of targets are noted (renamed.h). */
void settle_rows(struct run *run);
/* The name of a scope: of a service (folded), where it is known, else of a target. */
uint32_t settle_scope(struct run *run, uint32_t service, uint32_t target);
void settle_scopes(
    struct run *run); /* services that the inventory knows; scopes; findings that moved to another scope */

#endif
