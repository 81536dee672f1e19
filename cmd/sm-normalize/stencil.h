/* The text of raw with holes in it: lines of one look differ only in what stands there. */
#ifndef NORMALIZE_STENCIL_H
#define NORMALIZE_STENCIL_H

#include "jq/follow.h"

struct stencil;

/* From a line's raw or context that is JSON, and its places, or the head's of them. A pinned place is no
 * hole: its text is part of the stencil. */
struct stencil *stencil_new(struct slice raw, const struct place *places, size_t n, bool head);
void stencil_free(struct stencil *s); /* NULL is nothing */

/* Is raw like that? Then it is JSON if what stands at places of PLACE_BLOCK is, and texts has what stands at
 * each hole, strings decoded: in raw itself, behind which SLICE_SPARE bytes may be read, or in pool. */
bool stencil_fits(struct stencil *s, struct slice raw, struct place_text *texts, struct pool *pool);

#endif
