/* The figures that were published before: the open findings at the end of earlier periods, from saved
 * metrics. */
#ifndef DERIVE_PREVIOUS_H
#define DERIVE_PREVIOUS_H

#include "hash.h"
#include "mem.h"
#include "period.h"

struct previous {      /* zeroed: nothing was published */
    struct map values; /* period, dimension, value → number in `at` */
    struct published *at;
    size_t n, cap;
    struct pool pool;
};

struct published {
    struct slice period, as_of, dimension, value; /* dimension absent: the whole; value absent: null */
    double open;
};

void previous_load(struct previous *p,
                   const char *path); /* metrics as sm-derive wrote them; what is wrong is exit 2 */
/* The whole that was published for the period before; NULL: none was, or before that period had ended
 * (*early). */
const struct published *previous_whole(const struct previous *p, const struct period *period, bool *early);
/* A part of it: 0 where others of its dimension were published. false: that dimension was not. */
bool previous_part(const struct previous *p, const struct period *period, const char *dimension,
                   struct slice value, double *open);
/* A value of it was, under its name. */
bool previous_says(const struct previous *p, const struct period *period, const char *dimension,
                   struct slice value);
bool previous_skips(const struct previous *p,
                    const struct period *period); /* an earlier one was published, that one not */
void previous_free(struct previous *p);

#endif
