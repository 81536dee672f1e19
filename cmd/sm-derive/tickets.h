/* Tickets: which of them are exceptions or incidents by the dictionary, and which are closed while the
 * finding that they track is still open. */
#ifndef DERIVE_TICKETS_H
#define DERIVE_TICKETS_H

#include "hash.h"
#include "mem.h"
#include "period.h"
#include "subject.h"

struct tickets { /* zeroed before first use */
    struct ticket *at;
    size_t n, cap;
    struct map by_key, by_finding;
    struct pool pool;
    struct json_doc doc;
};

void tickets_take(struct tickets *t, struct slice text);
const struct ticket *tickets_of(const struct tickets *t, const struct subject *s,
                                struct slice key);                  /* or NULL */
bool ticket_closed(const struct ticket *t, const struct period *p); /* before B, and not reopened since */
void tickets_free(struct tickets *t);

#endif
