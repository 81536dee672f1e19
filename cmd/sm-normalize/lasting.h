/* Texts that are kept from entry to entry: what values became. All of them go at once, between two entries,
 * when they have become many; their epoch ends then. */
#ifndef NORMALIZE_LASTING_H
#define NORMALIZE_LASTING_H

#include "buf.h"

struct slice lasting_text(struct slice s); /* a copy; absent stays absent */
extern uint64_t lasting_epoch;             /* not 0; texts of another one are gone */
void lasting_between(void);                /* nobody holds a text but with its epoch */

#endif
