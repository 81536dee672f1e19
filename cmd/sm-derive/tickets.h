/* Tickets: which one tracks a finding, which are closed while theirs is still open, which were accepted for
 * good, and which are about nothing that was found. */
#ifndef DERIVE_TICKETS_H
#define DERIVE_TICKETS_H

#include "join/chains.h"
#include "mem.h"
#include "period.h"
#include "subject.h"

struct ticket {
    struct slice text; /* the record; the inventory's */
    struct slice key;
    int64_t created;
    int64_t resolved; /* DATE_NONE: not, or nobody says when */
    int64_t reopened; /* the last time */
    bool closed;      /* its state says so */
    bool forever;     /* accepted, without a due date: then with its title */
    struct slice title;
    bool names;   /* a finding, or a CVE */
    bool matched; /* a finding names it, or is what it names */
};

struct tickets { /* zeroed before first use */
    struct ticket *at;
    size_t n, cap;
    size_t matched;      /* of them */
    struct map by_key;   /* also by address */
    struct chains named; /* finding ids; service and CVE */
    struct buf key, folded;
    struct pool pool;
    struct json_doc doc;
};

struct checks;
struct exceptions;

void tickets_take(struct tickets *t, struct slice text);
/* The ticket that the finding calls its own by key or address, else the last one that names it; or NULL. */
const struct ticket *tickets_of(struct tickets *t, const struct subject *s, struct slice key);
/* Marks every ticket that matches a finding: its own, and those that name its id, an id that it had, its
 * native id, or a CVE of it and its service. own: what tickets_of gave. */
void tickets_see(struct tickets *t, const struct subject *s, const struct ticket *own, struct pool *pool);
bool ticket_closed(const struct ticket *t, const struct period *p); /* before B, and not reopened since */
/* Accepted tickets that are no exceptions and have no due date: they stand beside the exceptions without
 * expiry. */
void tickets_check(const struct tickets *t, struct exceptions *e, struct checks *c,
                   const struct periods *periods);
void tickets_free(struct tickets *t);

#endif
