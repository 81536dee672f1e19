/* Fields whose texts stand in a finding as they stand in the line: where these are plain, no value is made of
 * them, they are only put between what always stands around them. */
#ifndef NORMALIZE_VERBATIM_H
#define NORMALIZE_VERBATIM_H

#include "fields.h"
#include "jq/follow.h"

struct verbatim;

/* Of a field of findings that is a copy, in a line whose texts are found at `texts`, by place; those of the
 * head are there already, and stay. It lives in pool. NULL: the field's value is none of those that may stand
 * as they are. */
struct verbatim *verbatim_new(const struct field *f, const struct followed_member *m,
                              const struct place *places, const struct place_text *texts, struct pool *pool);
/* Text that stands before it, from now on. */
void verbatim_start(struct verbatim *v, struct slice before, struct pool *pool);
/* Are the texts plain? Then the field's own function would write the same, without a note. Gives how many
 * bytes that is; 0: they are not. Behind each text SLICE_SPARE bytes may be read. */
size_t verbatim_fits(struct verbatim *v);
/* Gives where it ends, behind which SLICE_SPARE bytes more may be written; NULL: it did not fit. */
char *verbatim_put(char *to, const struct verbatim *v);

#endif
