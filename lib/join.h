/* References (assets, exceptions, tickets, intel) and what they say about a finding. One file, two callers:
 * sm-normalize for this run's findings, sm-dedup for all findings when everything has been read. */
#ifndef SM_JOIN_H
#define SM_JOIN_H

#include "dictionary.h"
#include "finding.h"
#include "tally.h"

struct references; /* owned by the caller; copies what it keeps */

struct references *references_new(const struct dictionary *d);
void references_free(struct references *refs);

/* Takes a normalized record of kind asset, exception, ticket or intel (others: false, ignored). The same name, id, key
 * or cve again: the last one wins, fields it lacks come from earlier ones; a conflict between assets is a note. */
bool references_take(struct references *refs, struct record *r, struct tally *notes);
/* The same of a record of kind intel whose values are canonical, as sm-normalize has made them: 300,000 of them come
 * in a file of EPSS. */
struct intel_said { /* JSON texts; absent where there is none */
    struct slice cve, kev_added, kev_due, published, epss, epss_date, aliases, provenance;
};
void references_take_intel(struct references *refs, const struct intel_said *said);
bool references_any(const struct references *refs); /* anything that references_fill goes by */
bool references_any_asset(const struct references *refs);
bool references_any_exception(const struct references *refs);

/* Fills what is empty, never overwrites: service (records.md, "How service is found"), product, owner, tier,
 * environment, kev*, epss*, ticket, published_at; an owner also from the ticket, behind the asset's. Fields filled by a
 * hand-kept reference make provenance `partial`. */
void references_fill(struct references *refs, struct finding *f, struct pool *pool, struct tally *notes);

struct exception_match {
    struct slice id;                 /* lives as long as refs */
    struct slice disposition;        /* accepted or false_positive */
    int64_t granted, expires;        /* seconds, DATE_NONE: not stated. In force through the whole day of `expires` */
    bool in_force;                   /* at as_of */
    bool scanner;                    /* scope: "scanner" */
};
/* The exception that covers a finding as identity.md says (all stated fields hold; too broad ones cover nothing; in
 * force before expired, then more fields, then later expiry, then id). false: none. as_of DATE_NONE: none has expired. */
bool references_exception(struct references *refs, const struct finding *f, int64_t as_of, struct exception_match *out);
/* Tally notes about the references themselves, at the end: exceptions too broad, exceptions and tickets that match
 * nothing. */
void references_report(struct references *refs, struct tally *notes);

#endif
