/* What writing needs of the findings of each part, put by in a file part after part: there the findings stand
 * as they were read, and each part would read them all again. */
#ifndef DEDUP_PARCELS_H
#define DEDUP_PARCELS_H

#include "spool.h"

struct parcels { /* zeroed before first use */
    struct spool file;
    struct parcel *at;
    size_t n, full; /* parcels; bytes of one that are written at a time */
    struct buf now; /* the one that is read */
};

void parcels_open(struct parcels *p, size_t n,
                  size_t memory); /* bytes of memory for what waits to be written */
/* Appends a head and what belongs to it to a parcel; both begin at a multiple of PARCEL_STEP there. */
#define PARCEL_STEP ((size_t)8)
void parcels_add(struct parcels *p, size_t parcel, struct slice head, struct slice rest);
struct buf *parcels_read(struct parcels *p, size_t parcel); /* all of it; valid until the next call */
void parcels_close(struct parcels *p);

#endif
