/* A sketch of a document: what formats look at to recognise it. The start of it closed off, each array cut to its
 * first object (its first element where none is an object), strings to SKETCH_STRING_MAX bytes. */
#ifndef SM_INGEST_SKETCH_H
#define SM_INGEST_SKETCH_H

#include "cut.h"

enum sketch { SKETCH_NOTHING, SKETCH_PART, SKETCH_WHOLE }; /* no value; cut off or broken; a whole value */

/* Appends the sketch of the JSON value at p. last: nothing follows the n bytes. *end: where reading stopped;
 * *broken: at something that is no JSON. */
enum sketch sketch_json(struct buf *out, const char *p, size_t n, bool last, const char **end, bool *broken);

/* Adds the top-level names that the sketch of the object at c->p lacks, with sketches of their values; reads to the
 * end of the object, at most `most` bytes. */
void sketch_names(struct cut *c, struct buf *sketch, uint64_t most);

#endif
