/* JSON files: one document, one a line, or several one after the other. */
#ifndef SM_INGEST_DOCUMENTS_H
#define SM_INGEST_DOCUMENTS_H

#include "recognise.h"

/* Writes what the documents of a source hold. named: the format was given, and holds for all of them. */
void documents_read(struct recogniser *r, struct source *s, struct emit *e, const char *file, const struct looked *l, bool named);

#endif
