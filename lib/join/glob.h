/* Path patterns of exceptions: `*` any characters but `/`, `**` any characters, `?` one character but `/`. */
#ifndef SM_JOIN_GLOB_H
#define SM_JOIN_GLOB_H

#include "../buf.h"

/* Both without a leading `./` or `/` taken into account; `**` + `/` matches no folder too; a pattern that
 * ends in `/` covers the folder. Case counts. Time is bounded by the product of the lengths. */
bool glob_matches(struct slice pattern, struct slice path);
bool glob_is_plain(struct slice pattern); /* no wildcard: equal paths only */
bool glob_is_all(struct slice pattern);   /* nothing but stars: any path */

#endif
