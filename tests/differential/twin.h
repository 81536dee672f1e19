/* Inputs that look alike to the native engine and are not: for the plans that it makes for one and runs on
 * the other. */
#ifndef SM_DIFFERENTIAL_TWIN_H
#define SM_DIFFERENTIAL_TWIN_H

#include "jq/programs.h"

/* programs_run with plans made for a twin of the input: another object with the same names and, of each
 * value, its kind (an empty string stays one). A raw line is run as one with a head, its twin another raw.
 * Anything but an object has none, and is run as usual. */
bool twin_run(struct programs *set, struct slice input, const char **why);

#endif
