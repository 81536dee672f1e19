/* Sentences by rules and templates (report.md 6): value and change, target, exception, n and confidence. No
 * adjectives, causes or praise. */
#ifndef RENDER_SENTENCE_H
#define RENDER_SENTENCE_H

#include "change.h"
#include "prose.h"

struct subject { /* what a sentence is about */
    const struct series *series;
    struct slice title; /* the layout's, or the metric's */
};

/* so_far: of a period that is not over it begins with "So far in …". */
void sentence_write(struct prose *p, const struct model *m, struct subject s, bool so_far);
void sentence_check(struct prose *p, const struct check *c); /* "Read with care: …" */
/* Which of the subjects, in layout order, are worth a sentence: places of at most max into chosen; how many.
 */
size_t sentence_choose(const struct model *m, const struct subject *s, size_t n, size_t max, size_t *chosen);
void sentence_name(struct prose *p,
                   struct slice text); /* a metric file's words as a sentence: capital, full stop */

#endif
