/* -r FILE: references that stand in a file of their own, normalized or as an export. */
#ifndef NORMALIZE_EXPORTS_H
#define NORMALIZE_EXPORTS_H

#include "normalize.h"

/* Reads the file's records into the join and writes its references. An export goes through the sm-ingest that
 * belongs to this program. A file that can't be read is an error (exit 2), the run goes on. */
void exports_read(struct normalizer *n, struct stage *s, const char *path);

#endif
