/* A finding on its way into the index by the short way: its line is cut by a form, or read as a plain one. */
#ifndef DEDUP_TAKE_PLAIN_H
#define DEDUP_TAKE_PLAIN_H

#include "run.h"

bool take_plain(struct run *run,
                struct slice line); /* false: by the long one, which also says what is wrong with it */

#endif
