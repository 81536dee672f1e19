/* What the objects of one place in a program become: their kind, which field each member is, and the fields
 * whose values are the same in all of them. Learned from the first such object, used for those behind it. */
#ifndef NORMALIZE_MOULD_H
#define NORMALIZE_MOULD_H

#include "build.h"

struct mould;

/* The one for such objects, or NULL. usual: the kind of those that do not say theirs. */
const struct mould *mould_find(const struct json_likeness *like, const struct kind *usual);

/* A record from an object that fits. Texts lie in pool, or live until lasting_between. */
void mould_fill(const struct mould *m, struct built *b, json_val *given, struct values *v, struct pool *pool);

/* b was taken from `given`; `quiet` has a bit for each member whose value said nothing beside its field. */
void mould_learn(json_val *given, const struct json_likeness *like, const struct kind *usual,
                 const struct built *b, uint64_t quiet);

#endif
