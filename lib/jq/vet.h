/* What a jq program may not do, found in its tokens before any engine sees it. */
#ifndef SM_JQ_VET_H
#define SM_JQ_VET_H

#include "buf.h"

/* false: why receives "line 3: `env` is not allowed …". *empty: the program has no token (white space and comments). */
bool jq_vet(struct slice program, bool *empty, struct buf *why);

#endif
