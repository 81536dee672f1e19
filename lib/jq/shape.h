/* What the keys of an object are, in their order: records of one kind have few shapes. The reader expects the
 * key that followed last time, and a program finds a member where it stood in the last object of that shape.
 */
#ifndef SM_JQ_SHAPE_H
#define SM_JQ_SHAPE_H

#include "value.h"

struct shape {
    struct val key;       /* the last one; of a root: none */
    const char *text;     /* the key as it stands in a record: "key": */
    uint32_t text_n, n;   /* how many keys */
    struct shape *usual;  /* what came behind it last */
    struct shape *inside; /* the root of objects that are values of this key */
    struct shape *up, *behind, *next;
    uint32_t branches, id;
    uint32_t expected; /* of a root: members of the object that came last */
};

struct shapes { /* zeroed before first use */
    struct memory memory;
    uint32_t n;
};

/* The root for values of the key at *place. NULL: there are too many shapes, or the place is none. */
struct shape *shape_root(struct shapes *all, struct shape **place);
/* One key more. NULL: the object has no shape: the key is there twice, or shapes are too many or too large.
 */
struct shape *shape_with(struct shapes *all, struct shape *s, struct val key);
#define SHAPE_NONE UINT32_MAX
uint32_t shape_place(const struct shape *s, struct val key); /* which member it is, or SHAPE_NONE */

/* The shape of an object of form READ, which stands in front of its members; NULL: it has none. */
static inline const struct shape *
shape_of(struct val object)
{
    return *(const struct shape *const *)((const char *)object.members - READ_HEADER);
}

#endif
