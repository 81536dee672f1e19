/* A report that leaves the company ("names": false in its layout): no names of services, people, findings,
 * files or vulnerabilities. What may stand in it is a short list of words; everything else is left out by
 * rule, not by care.
 */
#ifndef RENDER_NAMES_H
#define RENDER_NAMES_H

#include "layout.h"
#include "model.h"

bool names_vocabulary(struct slice key); /* a dimension or column whose values are words of ours */
bool names_may_show(const struct list_column *column); /* vocabulary, numbers and dates */
void names_check(const struct layout *l); /* exit 2 for a section that can't be shown without names */

#endif
