/* Everything that one run of sm-dedup holds. */
#ifndef DEDUP_RUN_H
#define DEDUP_RUN_H

#include "alias.h"
#include "coverage.h"
#include "dictionary.h"
#include "early.h"
#include "index.h"
#include "join.h"
#include "keys.h"
#include "names.h"
#include "others.h"
#include "renamed.h"
#include "rule.h"
#include "spool.h"
#include "stage.h"
#include "texts.h"

struct counts { /* of findings, for the tally's notes */
    uint64_t first_seen, closed, reopened, unverified, moved, across, ambiguous;
};

struct run_options {        /* as the command line has them; zeroed: none */
    const char *dictionary; /* file instead of dictionary.jq */
    const char *keys;       /* file instead of dedup.jq */
    size_t memory;          /* bytes */
    const char **aliases;   /* files */
    size_t naliases;
    struct explain *explain; /* begun */
    struct rules rules;
};

struct blocking; /* blocking.h */
struct explain;  /* explain.h */

struct run {
    struct stage *stage;
    struct dictionary dictionary;
    struct references *refs;
    struct blocking *blocking;
    struct rules rules;
    struct names names;
    struct spool spool; /* of lines that are kept whole */
    struct texts texts; /* of findings */
    struct keys *keys;
    struct index index;
    struct early early;
    struct others others;
    struct aliases aliases;
    struct coverage coverage;
    struct coverage attempts; /* also those that did not succeed */
    struct coverage digested; /* activities that last month's output names */
    struct renamed renamed;
    struct counts counts;
    struct explain *explain;
    int64_t as_of;         /* DATE_NONE: nothing says a time */
    int64_t latest;        /* time in the input */
    const char *previous;  /* last month's output; NULL: none */
    int64_t carried_as_of; /* of last month's output */
};

void run_begin(struct run *run, struct stage *stage, const struct run_options *o);
void run_take(struct run *run, struct record *r); /* one line of the input */
void run_finish(struct run *run,
                int64_t as_of); /* merge and write; as_of DATE_NONE: the latest time in the input */
void run_free(struct run *run);
void run_time(struct run *run, int64_t t); /* a time in the input */

#endif
