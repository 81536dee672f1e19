/* How every metric, check and list begins: what it is, and of which period. */
#ifndef DERIVE_HEADING_H
#define DERIVE_HEADING_H

#include "buf.h"
#include "period.h"

/* `{"kind":…,"id":…,"title":…,"period":…,"as_of":…`, without a comma behind it. */
void heading_write(struct buf *b, struct slice kind, struct slice id, struct slice title,
                   const struct period *p);

#endif
