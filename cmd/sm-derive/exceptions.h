/* Exceptions: when each is in force, and how many findings it covers in each period. */
#ifndef DERIVE_EXCEPTIONS_H
#define DERIVE_EXCEPTIONS_H

#include "facts.h"
#include "hash.h"
#include "record.h"

struct exception {
    struct slice text;                                       /* the record; the inventory's */
    struct slice id, reason, approver, service, disposition; /* in the run's pool */
    int64_t granted, expires;                                /* instants, or DATE_NONE */
    bool was_granted;                                        /* not requested, rejected or revoked */
    bool closed;                                             /* called expired, and has no date for it */
    bool scanner;                                            /* scope "scanner" */
    bool broad; /* it names no rule, CVE, component, finding or path: it covers what a service or product has
                 */
    bool matched;                     /* a finding names it */
    uint32_t *open, *covered, *known; /* one for each period, of the findings that name it: open at B;
                                         accepted or false positive then; all that were there before B */
};

struct exceptions { /* zeroed before first use */
    struct exception *at;
    size_t n, cap, periods;
    struct map by_id;
    struct pool pool;
};

struct exception_facts {
    bool active, is_new, expired, no_expiry;
    bool too_broad, idle; /* in force, but covers nothing: it names too little; no finding is what it names */
    int64_t age_days;     /* D - granted, or NO_DAYS */
    int64_t days_expired; /* D - expiry day, or NO_DAYS */
};

void exceptions_take(struct exceptions *e, struct record *r, size_t periods);
struct exception *exceptions_find(struct exceptions *e, struct slice id); /* or NULL */
/* Counts findings for the exception that they name. */
void exception_count(struct exception *x, size_t period, const struct facts *f, uint32_t times);
void exception_find(struct exception_facts *f, const struct exception *x, size_t period,
                    const struct period *p);
void exception_write(struct buf *b, const struct exception_facts *f, const struct exception *x,
                     size_t period);
void exceptions_free(struct exceptions *e);

#endif
