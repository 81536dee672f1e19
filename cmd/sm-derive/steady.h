/* Members of which only few values have been met: these are part of the stencils, as the keys are, and no
 * holes. A member of which many are met is one from then on, for good. */
#ifndef DERIVE_STEADY_H
#define DERIVE_STEADY_H

#include "hash.h"
#include "mem.h"

#define STEADY_VALUES 8 /* of one member */

struct steady { /* zeroed before first use */
    struct map names;
    struct steady_member {
        bool hole;
        unsigned n;
        struct slice values[STEADY_VALUES]; /* in the pool */
    } * at;
    size_t n, cap;
    struct pool pool;
    bool changed; /* a member has become a hole; the caller's to take back */
};

/* Whether a value of the member is to be part of the text. The name tells all members apart. */
bool steady_is(struct steady *s, struct slice name, struct slice value);
void steady_free(struct steady *s);

#endif
