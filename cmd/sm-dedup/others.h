/* All lines that are no findings. They leave in the order in which they came; a record that describes an
 * event or a thing counts once however often it was exported.
 *
 * Which copy wins does not depend on the order of input: the one that states the latest time in any of its
 * fields (save due and expiry), then the greater bytes. Fields that it lacks come from the next ones. Lists
 * of an asset are united. A record without its key (an exception without id) passes as it is. */
#ifndef DEDUP_OTHERS_H
#define DEDUP_OTHERS_H

#include "alias.h"
#include "coverage.h"
#include "join.h"
#include "keys.h"
#include "spool.h"
#include "stage.h"

struct other { /* a line that is no finding */
    uint64_t offset;
    uint32_t length, kind; /* name of the kind */
    struct hash128 key;
    int64_t time; /* the latest that it states */
    bool keyed, dropped;
};

struct others { /* zeroed before first use */
    struct other *at;
    size_t n, cap;
    struct map exceptions; /* id → number, for findings that stand under one since an earlier month */
    int64_t *expires;      /* by number; DATE_NONE: never */
    size_t nexceptions, expires_cap;
    bool any_exception;
    struct map reports; /* what `report` of a finding says → number of its activity's time */
    int64_t *made;
    size_t nreports, made_cap;
    struct json_doc doc, doc2;
    struct buf key, text;
};

struct run; /* run.h */

void others_take(struct run *run, const struct record *r); /* one line */
/* When everything has been read: repeated records become one, references and coverage learn from what is
 * left. */
void others_settle(struct run *run);
void others_write(struct run *run);
bool others_exception(const struct others *o, struct slice id, int64_t *expires); /* false: not in this run */
int64_t others_report(const struct others *o,
                      uint64_t report); /* when it was made, by its activity; DATE_NONE: not known */
uint64_t others_hash_report(struct slice report); /* of the field's text: what others_report is asked by */
void others_free(struct others *o);

#endif
