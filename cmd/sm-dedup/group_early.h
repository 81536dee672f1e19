/* The order of writing where ids were known early (early.h): each entry is a finding until its part comes. */
#ifndef DEDUP_GROUP_EARLY_H
#define DEDUP_GROUP_EARLY_H

#include "group.h"

void group_early_count(struct run *run, struct groups *g,
                       size_t *bytes);                    /* that findings take, by rank of their service */
void group_early_pack(struct run *run, struct groups *g); /* each entry into the heap or parcel of its part */
void group_early_find(struct run *run, struct groups *g); /* what writing needs of those in g->list */
size_t group_early_behind(const struct found *f);         /* bytes that stand behind it in its parcel */
void group_early_join(struct run *run, struct groups *g); /* in order: what has one id becomes one finding */

#endif
