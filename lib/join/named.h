/* Notes that name some of the records that they are about. */
#ifndef SM_JOIN_NAMED_H
#define SM_JOIN_NAMED_H

#include "../tally.h"

/* "3 exceptions match no finding: EX-1, EX-2, EX-9"; sorts ids; none: no note. */
void named_note(struct tally *notes, const char *things, const char *what, struct slice *ids, size_t n);

#endif
