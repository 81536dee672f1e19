/* The alarm for an identity that changed under us: a report in which many findings of a tool are missing
 * while as many with the same titles are new (a tool renamed its rules, a repository was moved as a whole).
 */
#ifndef DEDUP_CHURN_H
#define DEDUP_CHURN_H

#include "merge.h"

#define CHURN_LEAST 10 /* findings of one tool; fewer are no alarm */
#define CHURN_SHARE 2  /* nor is less than this part (1/n) of what closed */

struct churn { /* zeroed before first use */
    struct churn_mark *at;
    size_t n, cap;
};

void churn_look(struct run *run, struct churn *c, struct merge *m); /* one merged finding */
bool churn_asks(const struct run *run, const struct row *row);      /* would it? */
void churn_look_intact(struct run *run, struct churn *c, struct merge *m,
                       const struct group *g);     /* one that took the short way */
void churn_note(struct run *run, struct churn *c); /* tally notes */
void churn_free(struct churn *c);

#endif
