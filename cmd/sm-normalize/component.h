/* Packages: ecosystems by all their names, and package URLs. */
#ifndef NORMALIZE_COMPONENT_H
#define NORMALIZE_COMPONENT_H

#include "json.h"

/* Appends {"name","version","fixed_version","purl","type"} without what is not known; false (nothing
 * appended) where nothing is. v: such an object, or a name or purl as text. The purl is taken as given, else
 * made where the ecosystem is known. */
bool component_write(struct buf *out, json_val *v);

/* How many bytes of a purl stand in front of its name, and its type as component_write writes it, appended.
 * 0: it is no purl. s: as json_line has it. */
size_t component_purl_start(struct slice s, struct buf *type);

#define PURL_LEAST 8 /* bytes */

#endif
