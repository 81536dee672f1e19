/* What goes into a row of the index (index.h). */
#ifndef DEDUP_ROW_H
#define DEDUP_ROW_H

#include "finding.h"
#include "index.h"

struct run; /* run.h */

struct row *row_new(struct index *x, const struct key *key); /* of the entry that is added next */
uint64_t row_native(struct slice id);
uint32_t row_base(struct slice file);
/* What tells findings apart that nothing else tells: ties end here. Few are asked: of most plain lines it is
 * worked out when somebody does, and 0 until then. */
uint64_t row_order(const struct finding *f);
int row_compare_order(struct run *run, const struct row *x, const struct row *y);
/* Which report a finding stood in: the hash that sm-normalize gave, or what that hash is made of. */
uint64_t row_report(struct index *x, struct slice report, struct slice tool, struct slice target,
                    struct slice category, const struct row *r);

#endif
