/* "Did you mean": the known name that is most like a wrong one. */
#ifndef SM_NEAREST_H
#define SM_NEAREST_H

#include "buf.h"

/* Takes `candidate` as *best when it is closer to name than *least (Levenshtein distance of the first 63
 * bytes). */
void nearest(struct slice name, const char *candidate, const char **best, size_t *least);

#endif
