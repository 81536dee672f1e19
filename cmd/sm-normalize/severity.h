/* What a severity means: words, CVSS scores, lists of candidates. */
#ifndef NORMALIZE_SEVERITY_H
#define NORMALIZE_SEVERITY_H

#include "json.h"

/* The band of a CVSS score: >= 9 critical, >= 7 high, >= 4 medium, > 0 low, else info. NULL outside 0 to 10.
 */
const char *severity_of_score(double score);
/* A word, or a number as text; `house` is the dictionary's severity_words (or NULL). NULL: not understood. */
const char *severity_of_text(struct slice s, json_val *house);
/* A word, a number or an array of candidates of which the first that is understood counts. NULL: none is. */
const char *severity_of(json_val *v, json_val *house);
json_val *severity_own_word(json_val *v); /* the first candidate that is not null; NULL: none */

#endif
