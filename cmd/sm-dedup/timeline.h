/* The timeline of a merged finding: what its records had, and what is new. Events are only ever added at the
 * end. */
#ifndef DEDUP_TIMELINE_H
#define DEDUP_TIMELINE_H

#include "source.h"

struct timeline { /* of the finding at hand; zeroed before first use */
    struct event *event;
    size_t n, cap;
    size_t old;        /* events that the records had already */
    struct slice kept; /* the old part as it stands in the one record that has it; absent: written anew */
    struct standing standing; /* the exception it stands under at the end of the old part */
    enum state state;         /* at the end; STATE_NONE: nothing says when anything was */
    bool closed, reopened;    /* by events added now */
};

/* ---- timeline_old.c ---- */
/* The part that the records of the finding have. Two findings that are one now: the most open of both at any
 * time. */
void timeline_start(struct timeline *t, struct members *m);
/* The exception of a known source: its own, else (own is absent) the finding's. */
struct standing timeline_standing(const struct timeline *t, struct slice own);

/* ---- timeline.c: what is new ---- */
void timeline_event(struct timeline *t, int64_t at, enum state state, struct slice why); /* at the end */
/* What the sources' steps and covers add. first_seen: of the finding. until: exceptions are looked at until
 * then. */
void timeline_add(struct timeline *t, struct sources *s, int64_t first_seen, int64_t until,
                  struct pool *pool);
void timeline_moved(struct timeline *t, struct slice from, int64_t at, struct pool *pool); /* scope's name */
void timeline_write(struct buf *b, const struct timeline *t);
void timeline_free(struct timeline *t);

#endif
