/* The distortion review: ways in which the numbers could mislead, looked for in every period. What a check is
 * called and advises: the table in checks.c. */
#ifndef DERIVE_CHECKS_H
#define DERIVE_CHECKS_H

#include "movement.h"
#include "noise.h"
#include "tickets.h"

enum check_id { /* in order of name */
                CHECK_CHURN,
                CHECK_DASHBOARD_COUNTS_SCANS,
                CHECK_DASHBOARD_SIZE,
                CHECK_DASHBOARD_TOTALS,
                CHECK_DASHBOARD_WITHOUT_EXCEPTIONS,
                CHECK_DASHBOARD_WITHOUT_OWNER,
                CHECK_DUPLICATES,
                CHECK_EXCEPTIONS_EXPIRED_STILL_OPEN,
                CHECK_EXCEPTIONS_MATCHING_NOTHING,
                CHECK_EXCEPTIONS_TOO_BROAD,
                CHECK_EXCEPTIONS_WITHOUT_EXPIRY,
                CHECK_GAP,
                CHECK_INFRASTRUCTURE_WITHOUT_OWNER,
                CHECK_MANUAL_NOT_REVIEWED,
                CHECK_MISSING_OWNER,
                CHECK_NEVER_SCANNED,
                CHECK_NOISY_RULES,
                CHECK_PUBLISHED_OPENING,
                CHECK_RECONCILIATION,
                CHECK_REJECTS,
                CHECK_SCANNER_EVENTS,
                CHECK_STALE_SOURCES,
                CHECK_TICKETS_CLOSED_FINDING_OPEN,
                CHECK_UNMAPPED,
                CHECK_UNVERIFIED,
                CHECK_COUNT
};

struct checks {
    struct check *at; /* CHECK_COUNT for each period */
    size_t periods;
    struct buf key, text;
    bool keyed; /* key is that of the finding being looked at */
};

void checks_init(struct checks *c, size_t periods);
void checks_next_finding(struct checks *c); /* another finding is looked at from now on */
/* One more example of a check, and what it is one of; for those that are found elsewhere. */
void checks_add(struct checks *c, enum check_id id, size_t period, struct slice key, struct slice text);
void checks_count(struct checks *c, enum check_id id, size_t period); /* one more, without an example */
int64_t checks_found(const struct checks *c, enum check_id id, size_t period);
void checks_example(struct checks *c, enum check_id id, size_t period, struct slice key,
                    struct slice text); /* not counted */
void checks_of(struct checks *c, enum check_id id, size_t period, int64_t of);
void checks_of_more(struct checks *c, enum check_id id, size_t period, int64_t of);
void checks_finding(struct checks *c, size_t period, const struct subject *s, const struct facts *f,
                    const struct ticket *ticket, const struct period *p);
/* Which checks look at a finding, and find it wrong; and so many more such findings, none of which is an
 * example. */
unsigned checks_mask(const struct subject *s, const struct facts *f);
void checks_alike(struct checks *c, size_t period, unsigned mask, int64_t times);
/* As lists_places: the places among the examples that s could take. */
#define CHECKED_MAX 6
size_t checks_places(struct checks *c, size_t period, const struct subject *s, const struct facts *f,
                     struct place_in_rows *out, struct pool *pool);
void checks_exception(struct checks *c, size_t period, const struct exception *x,
                      const struct exception_facts *f);
/* applies: a control does. */
void checks_asset(struct checks *c, size_t period, const struct asset *a, bool applies, bool never_scanned);
void checks_noisy(struct checks *c, size_t period, const struct noisy *x);
void checks_noisy_of(struct checks *c, size_t period, size_t rules);
void checks_reconciliation(struct checks *c, size_t period, int64_t residual, int64_t open);
/* tallies: those of the stages before, one on each line. */
void checks_rejects(struct checks *c, struct slice tallies, uint64_t own, uint64_t own_lines);
void checks_write(struct checks *c, enum check_id id, size_t period, const struct period *p, struct buf *b);
void checks_free(struct checks *c);

#endif
