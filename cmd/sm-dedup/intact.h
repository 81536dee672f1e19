/* The short way for most findings: a plain line (plain.h), and the only record of what it says. Such a line
 * is looked at once and written with its id and source put in. The short way gives the bytes of the long one:
 * whatever could make a difference (an escape, a blank, another order of fields, a state, an exception) takes
 * the long way. */
#ifndef DEDUP_INTACT_H
#define DEDUP_INTACT_H

#include "group.h"
#include "merge.h"
#include "plain.h"

/* The text of `sources` that such a finding has, in parts: fields of the line, and what stands between them.
 */
typedef void intact_part(void *with, struct slice part);
void intact_source_parts(const struct plain *p, struct slice last_seen, intact_part *part, void *with);
/* May an entry's finding, which has no other entry, be written as its text was kept (texts.h)? Where both
 * what is known of the entry and of its row says so. */
bool intact_entry_as_kept(const struct entry *e);
bool intact_row_as_kept(struct run *run, const struct row *r);
bool intact_as_kept(struct run *run, const struct entry *e, const struct row *r);
void intact_write_kept(struct run *run, const struct found *f, struct buf *out); /* with its newline */
/* Writes the finding of a group, if it is one plain record to which nothing has happened. false: the long
 * way. */
bool intact_write(struct run *run, struct merge *m, const struct group *g, struct blocking *blocking,
                  struct buf *out);
void intact_fields(struct run *run, struct merge *m,
                   const struct entry *e); /* of such a finding, into m->f */

#endif
