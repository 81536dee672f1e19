/* The short way for most findings: a plain line (plain.h), and the only record of what it says. Such a line
 * is looked at once and written with its id and source put in. The short way gives the bytes of the long one:
 * whatever could make a difference (an escape, a blank, another order of fields, a state, an exception) takes
 * the long way. */
#ifndef DEDUP_INTACT_H
#define DEDUP_INTACT_H

#include "group.h"
#include "merge.h"
#include "plain.h"

/* Appends the text of `sources` that such a finding has. */
void intact_source(struct buf *b, const struct plain *p, struct slice last_seen);
/* Writes the finding of a group, if it is one plain record to which nothing has happened. false: the long
 * way. */
bool intact_write(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
                  struct buf *out);
void intact_fields(struct merge *m, const struct entry *e); /* of the one written last, into m->f */

#endif
