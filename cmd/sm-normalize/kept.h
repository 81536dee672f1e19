/* What was made of a field's values before: many fields' values are few, or the same from entry to entry. */
#ifndef NORMALIZE_KEPT_H
#define NORMALIZE_KEPT_H

#include "build.h"

struct kept_key { /* of a value; zeroed before its first field */
    enum json_type type;
    struct slice text; /* lives until the next value's */
};

/* build_set with a memory. true: the value says nothing beside the field (no note, and not that there is no
 * record). The text lives until lasting_between. */
bool kept_set(struct built *b, int field, json_val *value, struct kept_key *key, struct values *v,
              struct pool *pool);

#endif
