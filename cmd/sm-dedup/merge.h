/* The records of one finding become one record. */
#ifndef DEDUP_MERGE_H
#define DEDUP_MERGE_H

#include "blocking.h"
#include "group.h"
#include "timeline.h"

struct merge { /* memory of one run, used again by every finding; zeroed before first use */
    struct members members;
    struct sources sources;
    struct timeline timeline;
    struct finding f;
    struct buf text;
};

/* Appends the merged record's text to out, without newline, and counts what happened in run->counts. */
void merge_write(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
                 struct buf *out);
void merge_take_fields(struct merge *m, const struct group *g); /* one step of it: merge_fields.c */
void merge_free(struct merge *m);

#endif
