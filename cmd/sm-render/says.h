/* The words of a metric file for one: "critical findings are past their due date" → "critical finding is past
 * its due date". By rule, so that a metric states its words once; what the rule can't be sure of is refused.
 * Memory: the pool given. */
#ifndef RENDER_SAYS_H
#define RENDER_SAYS_H

#include "buf.h"
#include "mem.h"

/* The first plural becomes singular, and the verbs after it. Absent: no plural, or no verb that is known. */
struct slice says_one(struct pool *pool, struct slice says);
/* One of several: the main verb only, the noun stays: "[1 of 18] findings that are open was closed". Without
 * a verb that is known: as it is. */
struct slice says_one_of(struct pool *pool, struct slice says);
/* A label without a verb: "releases without a result" → "release without a result"; no plural: as it is. */
struct slice says_one_label(struct pool *pool, struct slice label);
bool says_no(struct slice says); /* it holds the word "no": "No exceptions have no end" is no sentence */

#endif
