/* Does a finding stand in the way of a release? The dictionary's predicate, asked once for findings that look
 * alike to it. */
#ifndef DEDUP_BLOCKING_H
#define DEDUP_BLOCKING_H

#include "dictionary.h"
#include "finding.h"
#include "stage.h"

struct blocking;

struct blocking *blocking_open(const struct dictionary *d); /* a predicate that does not compile is exit 2 */
bool blocking_ask(struct blocking *b, const struct finding *f, struct stage *notes);
/* Does the answer rest on nothing but what a finding says before it is merged (no id, sources, timeline)? */
bool blocking_is_early(const struct blocking *b);
void blocking_close(struct blocking *b);

#endif
