/* The findings' lines, put by until everything else is known. Those of a regular file are left where they are
 * and read again; those of a pipe, and those that do not begin as ours do, go to a spool, without what they
 * have in common with others (thin.h). */
#ifndef DERIVE_FINDINGS_H
#define DERIVE_FINDINGS_H

#include "cuts.h"
#include "spool.h"
#include "stage.h"

#define FINDING_BEGINS "{\"kind\":\"finding\"" /* as every stage writes it */

struct findings { /* zeroed before first use */
    struct spool spool;
    struct thin thin;
    struct stretch *at; /* where the lines stand */
    size_t n, cap;
    size_t now;         /* the stretch being read */
    uint64_t left;      /* lines of it */
    struct lines lines; /* of a file read again */
    bool reading, open;
    int64_t standard_input; /* where it began, if it is a file */
};

void findings_begin(struct findings *f);
/* A finding's line. as_read: it is one that the stage has just read, not a part of it. cut: what it is like,
 * and what stands in its holes; or NULL. */
void findings_add(struct findings *f, const struct stage *s, struct slice line, bool as_read, struct cut *cut,
                  const struct stencil_line *holes);
void findings_end(const struct findings *f); /* no more are added; one that could not be put by is exit 2 */
/* Every line once, with the file and the number in it; after findings_end. A file that is not what
 * it was is exit 2. */
bool findings_next(struct findings *f, struct slice *line, const char **name, uint64_t *number);
void findings_again(struct findings *f); /* the next findings_next gives the first line */
void findings_free(struct findings *f);

#endif
