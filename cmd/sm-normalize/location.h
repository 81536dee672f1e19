/* Where in the target: a file and line, a URL with method and parameter, a resource. */
#ifndef NORMALIZE_LOCATION_H
#define NORMALIZE_LOCATION_H

#include "json.h"

/* Appends {"file","line","url","method","parameter","resource"} without what is not known; false (nothing
 * appended) where nothing is. v: such an object, or a text: a URL when it has a scheme, else a file. */
bool location_write(struct buf *out, json_val *v);

/* Appends a file's path: percent-decoded, without `file://` and `./`, with `/` for `\`. A path that climbs is
 * kept. */
void location_file(struct buf *out, struct slice s);

#endif
