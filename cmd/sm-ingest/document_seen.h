/* One JSON document by its sketch: is it an export at all, and what is said about it when it is none. */
#ifndef SM_INGEST_DOCUMENT_SEEN_H
#define SM_INGEST_DOCUMENT_SEEN_H

#include "sketch.h"

struct seen {           /* zeroed before first use */
    struct buf sketch;  /* freed by the caller */
    enum sketch got;
    bool broken;        /* reading stopped at something that is no JSON */
    const char *end;    /* where it stopped */
};

void seen_read(struct seen *d, const char *p, size_t n, bool last); /* last: nothing follows */
void seen_say(struct slice sketch, struct buf *said);                /* "a JSON object with the names …" */
/* What an API or a tool says instead of an export: nothing but a message and what goes with one. *certain: so even
 * where the format was named. */
bool seen_is_error(struct slice sketch, bool *certain, struct buf *said);
/* `null`, `[]`, `{}`; list: also an object whose only member is an empty list, which names no tool. */
bool seen_is_empty(struct slice sketch, bool list);

#endif
