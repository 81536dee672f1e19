/* The name of a package as all tools would write it. */
#ifndef DEDUP_PACKAGE_H
#define DEDUP_PACKAGE_H

#include "json.h"

struct package_type {     /* zeroed before first use: the one that was met last */
    struct buf raw, text; /* as written; lower case */
    bool distribution, pypi;
};

/* Appends the canonical name of a component: namespace and name of its purl, folded, by the rules of its type
 * (PyPI: runs of - _ . are one -; Maven: group/name; deb, rpm, apk: without the distribution). Without a purl
 * the name, with : as /. *type receives the purl's type (lower case, in `type_text`, valid until the next
 * call), absent where there is none. false: no name. */
bool package_name(struct buf *out, struct slice purl, struct slice component_name,
                  struct package_type *type_text, struct slice *type);

void package_type_free(struct package_type *t);

/* Makes the name from `from` on such that spellings meet: runs of - _ . are one -. true: it was none of these
 * already. A name without a type is compared so with names of any type, as nobody knows whether it is one of
 * PyPI. */
bool package_loosen(struct buf *b, size_t from);
bool package_is_loose(struct slice name); /* it is such already */

#endif
