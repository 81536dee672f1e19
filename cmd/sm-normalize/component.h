/* Packages: ecosystems by all their names, and package URLs. */
#ifndef NORMALIZE_COMPONENT_H
#define NORMALIZE_COMPONENT_H

#include "json.h"

/* Appends {"name","version","fixed_version","purl","type"} without what is not known; false (nothing
 * appended) where nothing is. v: such an object, or a name or purl as text. The purl is taken as given, else
 * made where the ecosystem is known. */
bool component_write(struct buf *out, json_val *v);

/* The purl type of an ecosystem's name ("pip" → "pypi"), "" for a word that is no ecosystem, NULL for an
 * unknown one. *vendor: the namespace that the name implies ("ubuntu" → deb, ubuntu), or NULL. */
const char *component_type(struct slice s, const char **vendor);

#endif
