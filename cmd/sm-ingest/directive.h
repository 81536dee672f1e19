/* The `module` directive of a format, checked and taken over. */
#ifndef SM_INGEST_DIRECTIVE_H
#define SM_INGEST_DIRECTIVE_H

#include "format.h"
#include "json.h"

/* What f, whose file and directive are set, is recognised by: all that does not stand behind `complete`. What it holds is in
 * the pool. base: its name where the directive gives none. false: why receives "FILE: reason". */
bool directive_read(struct pool *pool, struct format *f, struct json_doc *scratch, const char *base, struct buf *why);
bool directive_complete(struct pool *pool, struct format *f, struct buf *why); /* … and the rest */

#endif
