/* Whether a dictionary has the shape that dictionary.md gives it: every key known, every value of its type.
 */
#ifndef SM_DICTIONARY_CHECK_H
#define SM_DICTIONARY_CHECK_H

#include "json.h"

/* Any difference is exit 2 with one message: `path`, the key, what is wrong, the nearest known name. */
void dictionary_check(json_val *root, const char *path);

#endif
