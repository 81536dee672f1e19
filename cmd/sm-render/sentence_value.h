/* What a value is, in words: "82 % of the findings that fell due were closed in time (110 of 134)". */
#ifndef RENDER_SENTENCE_VALUE_H
#define RENDER_SENTENCE_VALUE_H

#include "sentence.h"

/* The subject must have a value. so_far: "So far in October (to the 17th): 31 new findings". */
void sentence_value(struct prose *p, const struct model *m, struct subject s, bool so_far);
void sentence_period(struct prose *p, const struct model *m, size_t at); /* "October" */

#endif
