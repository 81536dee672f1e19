/* When a source stands under an exception. */
#ifndef DEDUP_COVER_H
#define DEDUP_COVER_H

#include "finding.h"
#include "run.h"

struct cover {
    int64_t from, to; /* [from, to) */
    enum state state; /* accepted or false_positive */
    struct slice id;
    bool revoked;  /* it ended before it expired */
    bool standing; /* known from an earlier month only */
};

struct standing { /* the exception that the finding stands under since an earlier month; id absent: none */
    struct slice id;
    enum state state;
    bool took_over; /* from the one that the timeline names, without an open day between */
};

/* The covers of a finding as one source sees it, in the pool. first_seen: of the finding. */
struct cover *cover_find(struct run *run, const struct finding *f, int64_t first_seen,
                         const struct standing *standing, struct pool *pool, size_t *n);
const struct cover *cover_at(const struct cover *c, size_t n, int64_t t); /* NULL: none at that time */

#endif
