/* How long a finding may stay open: the dictionary's table. */
#ifndef DERIVE_SLA_H
#define DERIVE_SLA_H

#include "dictionary.h"

struct sla { /* owned by the caller; slices point into the dictionary */
    struct sla_row *rows;
    size_t n;
    bool kev; /* the due date is capped by the KEV due date */
};
#define SLA_NONE INT64_MIN /* no SLA, no due day; the same value as NO_DAYS of facts.h */

void sla_load(struct sla *s, const struct dictionary *d); /* a bad row is exit 2 */
/* Days of the first row that fits; SLA_NONE: none does. clock: instant at which the clock started. */
int64_t sla_days(const struct sla *s, struct slice severity, struct slice tier, struct slice category,
                 int64_t clock);
/* The day on which a finding is due; SLA_NONE without a clock or an SLA. kev_due: instant or DATE_NONE. */
int64_t sla_due(const struct sla *s, int64_t days, int64_t clock, int64_t kev_due);
void sla_free(struct sla *s);

#endif
