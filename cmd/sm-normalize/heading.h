/* The head of the line at hand, read once for all lines that have it. */
#ifndef NORMALIZE_HEADING_H
#define NORMALIZE_HEADING_H

#include "normalizer.h"

struct heading { /* zeroed before first use */
    uint64_t id;
    bool good; /* its lines may be learned from, and written from what is learned */
    const struct format *format;
    const struct report *report;
    struct slice context;    /* its text, in context_text; absent: there is none */
    struct buf context_text; /* with SLICE_SPARE bytes to spare */
    struct buf rest;         /* all of the head but source and context */
};

/* What the usual way does once with the first line that has the head of r. */
void heading_read(struct heading *h, struct normalizer *n, struct record *r);
void heading_free(struct heading *h);

#endif
