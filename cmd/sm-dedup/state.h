/* The states of a finding, the most open first: the smaller of two is the more open one. */
#ifndef DEDUP_STATE_H
#define DEDUP_STATE_H

#include "buf.h"

enum state {
    STATE_OPEN,
    STATE_IN_PROGRESS,
    STATE_ACCEPTED,
    STATE_FALSE_POSITIVE,
    STATE_RESOLVED,
    STATE_NONE
};

enum state state_of(struct slice word); /* absent and unknown words: open */
const char *state_word(enum state s);
bool state_is_live(enum state s); /* there: anything but resolved */
bool state_is_open(enum state s); /* open or in progress */

#endif
