/* Where in the target: a file and line, a URL with method and parameter, a resource. */
#ifndef NORMALIZE_LOCATION_H
#define NORMALIZE_LOCATION_H

#include "json.h"

/* Appends {"file","line","url","method","parameter","resource"} without what is not known; false (nothing
 * appended) where nothing is. v: such an object, or a text: a URL when it has a scheme, else a file. */
bool location_write(struct buf *out, json_val *v);

#endif
