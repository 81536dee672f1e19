/* The dictionary's own words: severity_words, state_words, tiers. They go before the built-in ones. */
#ifndef NORMALIZE_HOUSE_H
#define NORMALIZE_HOUSE_H

#include "json.h"
#include "words.h"

/* What the object `words` (lower-case word → canonical) says about s; NULL: nothing. Blanks, `-` and `_` are
 * alike. With `canonical` the answer must be one of that table's, else NULL. */
const char *house_word(json_val *words, struct slice s, const struct words *canonical);
/* The same for free answers; valid until the next call. */
const char *house_text(json_val *words, struct slice s);

#endif
