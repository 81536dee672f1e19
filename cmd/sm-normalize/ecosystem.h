/* Ecosystems of packages, by all the names that tools have for them. */
#ifndef NORMALIZE_ECOSYSTEM_H
#define NORMALIZE_ECOSYSTEM_H

#include "buf.h"

/* The purl type of an ecosystem's name ("pip" → "pypi"), "" for a word that is no ecosystem, NULL for an
 * unknown one. *vendor: the namespace that the name implies ("ubuntu" → deb, ubuntu), or NULL. */
const char *ecosystem_type(struct slice s, const char **vendor);

#endif
