/* The text of a source as it comes from the file, once, from front to back: below the window of source.h. */
#ifndef SM_INGEST_SOURCE_LIVE_H
#define SM_INGEST_SOURCE_LIVE_H

#include "source.h"

bool live_open(struct source *s);  /* reads the file's first bytes, without giving them. false: errno */
void live_begin(struct source *s); /* decompression, where they ask for it */
void live_mark(struct source *s);  /* takes a byte order mark away; what has been read for it is in s->converted */
size_t live_read(struct source *s, char *p, size_t n); /* the next bytes; 0: the end, or s->failed */
void live_xml(struct source *s);   /* from here on the JSON of the document that starts in the window */
void live_close(struct source *s);

bool source_fail(struct source *s, const char *what); /* with errno's text; returns false */

#endif
