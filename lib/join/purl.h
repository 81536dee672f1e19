/* Package URLs as far as comparing needs them. */
#ifndef SM_JOIN_PURL_H
#define SM_JOIN_PURL_H

#include "../buf.h"

/* Appends the comparable form of a purl: lower case, %40 as @, without qualifiers and subpath, and without
 * version unless `version`. Returns false (nothing appended) when s is no purl. */
bool purl_comparable(struct buf *out, struct slice s, bool version);
bool purl_has_version(struct slice s);

#endif
