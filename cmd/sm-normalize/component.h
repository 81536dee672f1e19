/* Packages: ecosystems by all their names, and package URLs. */
#ifndef NORMALIZE_COMPONENT_H
#define NORMALIZE_COMPONENT_H

#include "json.h"

/* Appends {"name","version","fixed_version","purl","type"} without what is not known; false (nothing
 * appended) where nothing is. v: such an object, or a name or purl as text. The purl is taken as given, else
 * made where the ecosystem is known. */
bool component_write(struct buf *out, json_val *v);

#endif
