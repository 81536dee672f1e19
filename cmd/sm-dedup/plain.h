/* A finding's line as sm-normalize writes it, read in one pass: open, seen first by its report, no blank, no
 * escape, fields in the order of records.md. Any other line takes the long way, which reads all JSON. */
#ifndef DEDUP_PLAIN_H
#define DEDUP_PLAIN_H

#include "finding.h"

struct plain { /* slices of the line */
    struct finding f;
    int64_t first, last;  /* first_seen, last_seen */
    struct slice version; /* of the component, JSON text */
    struct slice file;    /* of the location, without quotes */
    uint32_t line;
    bool several_ids;
};

bool plain_read(struct plain *p, struct slice line); /* false: the long way */
/* Bytes between the quotes; absent for anything but a string. */
static inline struct slice
plain_string(struct slice json)
{
    return json.n < 2 || *json.p != '"' ? (struct slice){0} : (struct slice){json.p + 1, json.n - 2};
}

#endif
