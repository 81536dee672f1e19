/* What was scanned, in one spelling, so that a scan, an asset and a repository list can meet. */
#ifndef SM_TARGET_H
#define SM_TARGET_H

#include "buf.h"

/* Appends the canonical form of a repository in any spelling (https, ssh, scp-like, .git, credentials, case):
 * `host/org/repo`. false (nothing appended) when it is none. `org/name` without a host stays `org/name`. */
bool target_repo(struct buf *out, struct slice s);
/* A container image without tag and digest, lower case; `docker.io/library/x`, `index.docker.io/…` → `x`. */
bool target_image(struct buf *out, struct slice s);
/* A site's origin, `https://host[:port]`, default port dropped, from a URL. */
bool target_origin(struct buf *out, struct slice s);
/* Whatever it is: decides which of the three (or plain text: trimmed) and appends the canonical form. */
void target_canonical(struct buf *out, struct slice s);

#endif
