#include "state.h"

static const char *const words[] = {"open", "in_progress", "accepted", "false_positive", "resolved"};

enum state
state_of(struct slice word)
{
    for (int i = STATE_OPEN; i < STATE_NONE; i++)
        if (slice_is(word, words[i]))
            return (enum state)i;
    return STATE_OPEN;
}

const char *
state_word(enum state s)
{
    return words[s == STATE_NONE ? STATE_OPEN : s];
}

bool
state_is_live(enum state s)
{
    return s < STATE_RESOLVED;
}

bool
state_is_open(enum state s)
{
    return s <= STATE_IN_PROGRESS;
}
