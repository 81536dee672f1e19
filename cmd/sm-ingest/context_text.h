/* The context of a line as it is written: an object of the names that the format declares, in a text of its
 * own. */
#ifndef SM_INGEST_CONTEXT_TEXT_H
#define SM_INGEST_CONTEXT_TEXT_H

#include "format.h"

/* A name, behind which its value goes. Returns where it begins. */
size_t context_name(struct buf *out, const struct context *c);
/* … which has none. nulls: it is null; else the name goes, too. */
void context_none(struct buf *out, size_t name, bool nulls);
void context_end(struct buf *out);

#endif
