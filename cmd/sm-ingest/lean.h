/* --lean: what a format's program reads of an entry, so that the rest need not go down the pipe. */
#ifndef SM_INGEST_LEAN_H
#define SM_INGEST_LEAN_H

#include "format.h"
#include "jq/reads.h"

struct lean; /* owned by the caller; formats asked for outlive it */

struct lean *lean_new(void);
void lean_free(struct lean *l);
struct keeps {               /* what stays of the lines of an entry */
    const struct reads *raw; /* below .raw; NULL: all of it, the line is whole */
    bool nulls;              /* contexts without a value */
};

struct keeps lean_keeps(struct lean *l, const struct format *f); /* l may be NULL */
/* Does what is kept of an entry hold all that the format looks things up by? */
bool lean_has_lookups(const struct reads *keep, const struct format *f);

#endif
