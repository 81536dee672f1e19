/* The `module` directive of a format, checked and taken over. */
#ifndef SM_INGEST_DIRECTIVE_H
#define SM_INGEST_DIRECTIVE_H

#include "format.h"
#include "json.h"

/* Fills f, whose file is set; what it holds is in the pool. base: its name where the directive gives none.
 * false: why receives "FILE: reason". */
bool directive_read(struct pool *pool, struct format *f, json_val *root, const char *base, struct buf *why);

#endif
