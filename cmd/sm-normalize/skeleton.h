/* A finding's text with gaps: what is the same in many findings is written as it is. */
#ifndef NORMALIZE_SKELETON_H
#define NORMALIZE_SKELETON_H

#include "verbatim.h"

struct skeleton; /* lives in the pool that it was made in */

struct gap {     /* of a field */
    bool varies; /* false: it is the same in all findings */
    bool named;  /* the value has its name in front of it, if the field may be missing, and SLICE_SPARE bytes
                    behind it  that may be read */
    const struct slice *value; /* where that of each finding will be */
    struct verbatim *verbatim; /* NULL, or where it fits this stands in the field's place */
};

/* Of f, with gaps for the fields that vary. */
struct skeleton *skeleton_new(const struct finding *f, const struct gap gaps[F_COUNT], struct pool *pool);
/* What finding_write would write of one that differs from f in what varies; and a newline. verbatim: how many
 * bytes those that fit take. */
void skeleton_write(struct buf *out, const struct skeleton *s, size_t verbatim);

#endif
