/* Names of members, remembered as they followed each other in the entries before: one that stands where it
 * stood then is known by a comparison of bytes, with all that was found out about it. Of a run; never freed.
 */
#ifndef SM_INGEST_NAMES_H
#define SM_INGEST_NAMES_H

#include "jq/reads.h"
#include "scan.h"

#define NAME_MAX_BYTES (2 * SCAN_STEP) /* with quotes; longer ones are not remembered */

struct name;

struct follow { /* what came next, the newest first; NULL: nothing yet */
    struct name *usual, *before;
};

struct row { /* the objects that stand at one place of the entries */
    const struct reads *keep;
    struct name *all;
    size_t n;
    struct follow first;
};

struct name {
    char text[NAME_MAX_BYTES]; /* with its quotes */
    size_t n;
    const struct reads *next; /* what to keep of its values; NULL: all */
    bool drop;                /* it is left out with its value */
    struct follow after;
    struct name *other; /* the next of the row's list */
    struct row inside;  /* of the objects that are its values */
};

/* The row of entries of which that is kept; NULL: too many kinds of entries. */
struct row *names_root(const struct reads *keep);
/* The name with this text (with quotes), remembered from now on, and as what followed there (f NULL: not
 * known where). NULL: it is not remembered. */
struct name *names_learn(struct row *r, struct follow *f, struct slice text, const struct reads *next,
                         bool drop);

static inline bool
names_is(const struct name *n, const char *p)
{
    if (n->n <= SCAN_STEP)
        return scan_same(p, n->text, n->n);
    return scan_same(p, n->text, SCAN_STEP) &&
           scan_same(p + SCAN_STEP, n->text + SCAN_STEP, n->n - SCAN_STEP);
}

/* The name at p, if it is one that came next before; at least NAME_MAX_BYTES follow. NULL: another. */
static inline struct name *
names_expect(const struct follow *f, const char *p)
{
    if (f->usual && names_is(f->usual, p))
        return f->usual;
    return f->before && names_is(f->before, p) ? f->before : NULL;
}

#endif
