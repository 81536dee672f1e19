/* Members of the same name become one array, in JSON text that was made from XML. */
#ifndef SM_INGEST_XML_FOLD_H
#define SM_INGEST_XML_FOLD_H

#include "buf.h"

struct fold_member;

struct xml_fold {        /* zeroed before first use; freed by xml_fold_free */
    char **lists;        /* names that are arrays also where they stand once; the caller's */
    size_t n_lists;
    struct buf scratch;
    struct fold_member *at;
    size_t n, cap;
};

/* Appends the compact value text with arrays for repeated members. Its nesting is bounded (COMPACT_DEEP). */
void xml_fold(struct xml_fold *f, struct slice text, struct buf *out);
void xml_fold_free(struct xml_fold *f);

#endif
