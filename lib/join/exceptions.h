/* Exceptions: which one covers a finding. Each is filed under the most selective thing that it states,
 * together with its service, so that a finding looks at few of them however many there are. */
#ifndef SM_JOIN_EXCEPTIONS_H
#define SM_JOIN_EXCEPTIONS_H

#include "../join.h"
#include "chains.h"

struct exception;

struct exceptions { /* zeroed before first use */
    struct exception *at;
    size_t n, cap;
    struct map by_id;
    struct chains keys;
    struct pool *kept;          /* strings for the run */
    struct pool pool;           /* of one call */
    struct buf key, text, purl; /* scratch */
};

void exceptions_take(struct exceptions *e, json_val *root);
bool exceptions_match(struct exceptions *e, const struct finding *f, int64_t as_of,
                      struct exception_match *out);
void exceptions_report(const struct exceptions *e, struct tally *notes);
void exceptions_free(struct exceptions *e);

#endif
