/* From raw records to the common schema: one line in, its records out. */
#ifndef NORMALIZE_NORMALIZE_H
#define NORMALIZE_NORMALIZE_H

#include "stage.h"

struct options {
    const char *as_of, *dictionary, *filter;
    const char *const *overrides; /* texts of -m */
    size_t n_overrides;
    bool keep_raw;
};

struct normalizer;

struct normalizer *normalizer_new(struct stage *s, const struct options *o); /* wrong options are exit 2 */
void normalizer_line(struct normalizer *n, struct record *r);                /* a record of the stream */
/* One of a -r file: only references are used. */
void normalizer_reference(struct normalizer *n, struct record *r);
void normalizer_end(struct normalizer *n); /* last notes */
void normalizer_free(struct normalizer *n);

#endif
