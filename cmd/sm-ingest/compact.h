/* One JSON value checked by the grammar and copied without white space in one pass. Broken text inside strings is
 * repaired (bytes that are not UTF-8, escapes of unpaired surrogates: U+FFFD); all else stays as written. Members that
 * nobody reads may be left out: they are checked as the others. */
#ifndef SM_INGEST_COMPACT_H
#define SM_INGEST_COMPACT_H

#include "jq/reads.h"

enum compact_result {
    COMPACT_DONE,
    COMPACT_MORE,   /* the value goes on behind the bytes given */
    COMPACT_BROKEN, /* no JSON */
    COMPACT_DEEP    /* nested deeper than allowed */
};

struct compact {
    const char *p, *end; /* the text; p moves behind the value, or to the byte that is wrong. With COMPACT_MORE it stays */
    bool last;           /* nothing follows `end` */
    size_t depth_max;
    const struct reads *reads; /* what to keep; NULL: all */
    uint64_t repaired;   /* added to */
    const char *why;     /* of COMPACT_BROKEN, static */
};

/* Appends the value at c->p; on anything but COMPACT_DONE out is as before. */
enum compact_result compact_value(struct compact *c, struct buf *out);

enum compact_result compact_value_narrow(struct compact *c, struct buf *out);
enum compact_result compact_value_wide(struct compact *c, struct buf *out); /* with AVX2: only where scan_is_wide */

#endif
