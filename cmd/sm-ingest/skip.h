/* Passing over a JSON value that nobody needs, however long: only brackets and strings are looked at. */
#ifndef SM_INGEST_SKIP_H
#define SM_INGEST_SKIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "limits.h"

struct skip {           /* keeps its place between windows */
    size_t depth, depth_max;
    bool string, escape;   /* inside a string; its next byte is escaped */
    bool done;             /* the value has ended */
    const char *why;       /* brackets that do not match or too deep: static text */
    char close[DOCUMENT_DEPTH_MAX]; /* what ends what has been entered */
};

static inline void /* at the first byte of a value */
skip_begin(struct skip *s, size_t depth_max)
{
    s->depth = 0;
    s->depth_max = depth_max;
    s->string = s->escape = s->done = false;
    s->why = NULL;
}

/* Goes on at p, the first byte of an object, array or string or a byte inside. Returns where it stopped: behind the
 * value (done), at the byte that is wrong (why), or end. */
const char *skip_run(struct skip *s, const char *p, const char *end);

/* The closing quote of a string whose inside starts at p, or NULL. */
const char *skip_string_end(const char *p, const char *end);
const char *skip_blank(const char *p, const char *end);

#endif
