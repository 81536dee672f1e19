/* --explain: why records became one finding, why it was closed and opened again: one JSON object a line, on
 * standard error.
 *
 *   {"kind":"explain","id":…,"event":"merge","rule":…,"records":[{…},{…}],"keys":[{…},{…}],"distance":2}
 *        two records of it; distance: of lines, by the rules that look at lines. A finding of n records has n
 * - 1 of them
 *   {"kind":"explain","id":…,"event":"close"|"reopen"|"move","at":…,"why":…,"sources":[{…}]}
 *        what this run added to its timeline, and the sources that changed: what each said, when it was seen
 * last */
#ifndef DEDUP_EXPLAIN_H
#define DEDUP_EXPLAIN_H

#include "merge.h"

struct explain {  /* zeroed: off */
    bool on, one; /* one: only the finding `id` */
    struct hash128 id;
    struct output out;
};

void explain_begin(struct explain *e, const char *id); /* id: 32 hex digits or NULL for all; else exit 2 */
void explain_sort(struct run *run);                    /* when all entries are joined */
void explain_finding(struct run *run, struct merge *m, const struct group *g);
void explain_end(struct explain *e);

#endif
