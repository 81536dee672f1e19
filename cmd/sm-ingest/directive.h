/* The `module` directive of a format, checked and taken over. */
#ifndef SM_INGEST_DIRECTIVE_H
#define SM_INGEST_DIRECTIVE_H

#include "format.h"
#include "json.h"

struct directive_scratch { /* one for many; zeroed before first use */
    struct buf json;
    struct json_doc value;
};

/* Reads from a format's text what f, whose file is set, is recognised by: all that does not stand behind `complete`. What it
 * holds is in the pool. base: its name where the directive gives none. false: why receives "FILE: reason". */
bool directive_read(struct pool *pool, struct format *f, struct slice text, struct directive_scratch *s, const char *base,
                    struct buf *why);
void directive_scratch_free(struct directive_scratch *s);
bool directive_complete(struct pool *pool, struct format *f, struct buf *why); /* … and the rest */

#endif
