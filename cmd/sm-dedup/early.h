/* Findings whose ids are known as soon as they are read. In most inputs findings become one only where their
 * ids as new findings are the same: nothing stands in several places of a file, no id has an alias, there is
 * no month before this one … Then nothing has to be gone through when everything is read: each part of the
 * findings is looked at when its turn to be written comes (group_order.c). Whether it is so, shows at the end
 * of the input at the latest; if not, everything goes the long way (settle.h, group.h). */
#ifndef DEDUP_EARLY_H
#define DEDUP_EARLY_H

#include "index.h"

struct run;

#define EARLY_NEAR 256 /* scenes that are found without looking them up */

struct scene {      /* where, when and by whom findings were seen, and in which report */
    uint32_t first; /* row */
    uint32_t entries;
    int64_t made;  /* from early_settle on: when its report was */
    uint32_t rank; /* of its service (group_order.c) */
    bool as_kept;  /* as made: a finding may be written as it was kept (intact.h) */
};

struct early { /* zeroed before first use */
    bool off;  /* the input is not such */
    bool all;  /* from early_settle on: it is */
    struct scene *scene;
    size_t scenes, cap;
    struct map numbers; /* what makes a scene → its number */
    uint32_t near[EARLY_NEAR];
};

/* Takes an entry of one row, the last one, before it is added to the index: fills in its id, scene, service
 * and scope. */
void early_take(struct run *run, struct entry *e, struct row *r, const struct key *key);
/* When everything has been read and references and coverage are known: is it so? */
bool early_settle(struct run *run);
void early_free(struct early *y);

#endif
