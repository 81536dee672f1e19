/* Inside of compact.c: a value's text being read, and what of it is kept being copied in ranges as long as
 * can be.
 *
 * A function that reads takes the place where it starts and returns the place behind what it has read, or
 * NULL: then k->result says why, and for COMPACT_BROKEN c->p and c->why. */
#ifndef SM_INGEST_COPY_H
#define SM_INGEST_COPY_H

#include "compact.h"
#include "limits.h"
#include "stencil.h"

#define COPY_STEP 32 /* short ranges are copied in one step of this many bytes */

struct level {                /* an object or array that has been entered */
    char close;               /* the bracket that ends it; 0: what stands around the value */
    const struct reads *keep; /* of an object: its members; of an array: each element; NULL: all */
    struct spot *spot;        /* NULL: not remembered */
};

struct copy {
    struct compact *c;
    struct buf *out;
    const char *end;
    const char *steps; /* from any byte before it SCAN_STRING bytes can be read */
    const char *known; /* … and from any before this one EDGE_MAX and one more */
    const char *from;  /* read but not copied yet */
    char *o;           /* where it goes; there is room for all that is left to read, and EDGE_MAX */
    enum compact_result result;
    const struct reads *next; /* what to keep of the value that comes; NULL: all */
    struct slice name;        /* of the member that comes, as it is written; none: an element */
    size_t step;              /* what was kept of the text when the scalar before ended */
    bool comma;               /* what is kept since then starts with a comma, or would but for a brace */
    struct level *drop;       /* the object whose member is being left out; NULL: none */
    struct level *top, *most; /* the innermost one; the deepest there may be */
    struct level levels[DEPTH_MAX + 1];
};

const char *copy_stop(struct copy *k, enum compact_result why); /* returns NULL */
const char *copy_broken(struct copy *k, const char *at, const char *why);
const char *
copy_short(struct copy *k); /* the bytes given end here: more are needed, or the text is cut off */

/* What has been read up to p is kept. */
static inline void
copy_until(struct copy *k, const char *p)
{
    size_t n = (size_t)(p - k->from);
    if (!k->drop) {
        if (n <= COPY_STEP && k->end - k->from >= COPY_STEP)
            memcpy(k->o, k->from, COPY_STEP); /* what is written beyond n is written over */
        else
            memcpy(k->o, k->from, n);
        k->o += n;
    }
    k->from = p;
}

const char *copy_blank(struct copy *k, const char *p); /* white space at p is left out */
const char *copy_string_end(struct copy *k,
                            const char *p); /* copy_scalar.c: the rest of a string, byte by byte */
const char *copy_special(struct copy *k, const char *p); /* in a string: what is not plain ASCII */
const char *copy_number(struct copy *k, const char *p);
const char *copy_literal(struct copy *k, const char *p);

/* p stands behind the opening quote. */
static inline const char *
copy_string(struct copy *k, const char *p)
{
    while (p < k->steps) {
        size_t n = scan_string(p);
        if (n == SCAN_STRING) {
            p += SCAN_STRING;
            continue;
        }
        p += n;
        if (*p == '"')
            return p + 1;
        if (!(p = copy_special(k, p)))
            return NULL;
    }
    return copy_string_end(k, p);
}

#endif
