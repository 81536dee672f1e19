/* Whether the past has changed: open(A) as it is recomputed today against what was published for the period
 * before, as a whole and in every part; and the findings that most likely made the difference. */
#ifndef DERIVE_PAST_H
#define DERIVE_PAST_H

#include "checks.h"
#include "previous.h"

/* Of one value of a part, or of the whole (dimension: NULL): what was published; NAN: nothing was. A
 * difference is counted by the check. */
double past_compare_value(const struct previous *p, struct checks *c, size_t period, const struct period *of,
                          const char *dimension, struct slice value, const struct flow *f);
/* Compares everything that is kept; differences are counted by the check. true: there is one, so past_finding
 * is worth asking. */
bool past_compare(struct movement *m, const struct previous *p, struct checks *c, size_t period,
                  const struct period *of);
/* Of a finding, after past_compare for all periods: an example, where it lies in parts that differ. First
 * come those that say that they were told late (an event before A that was added behind one after it), then
 * merged ones, then those whose last event before A is closest to it. */
void past_finding(struct movement *m, const struct subject *s, struct checks *c, size_t period,
                  const struct period *of);

#endif
