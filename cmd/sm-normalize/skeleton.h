/* A finding's text with gaps: what is the same in many findings is written as it is. */
#ifndef NORMALIZE_SKELETON_H
#define NORMALIZE_SKELETON_H

#include "finding.h"

struct skeleton; /* lives in the pool that it was made in */

/* Of f, with gaps for the fields that vary. */
struct skeleton *skeleton_new(const struct finding *f, const bool varies[F_COUNT], struct pool *pool);
/* What finding_write would write of f, which differs from the first one in what varies; and a newline. */
void skeleton_write(struct buf *out, const struct skeleton *s, const struct finding *f);

#endif
