/* What happened when, by key: activities of a tool on a target, gates of a service, releases of a service. */
#ifndef DERIVE_INSTANTS_H
#define DERIVE_INSTANTS_H

#include "hash.h"

struct instant {
    int64_t at;
    unsigned what; /* the caller's; of two at one time the greater stands later */
};

struct instants { /* zeroed before first use */
    struct map keys;
    struct instant_list *lists;
    size_t n, cap;
};
#define INSTANTS_NONE SIZE_MAX

void instants_add(struct instants *t, struct slice key, int64_t at, unsigned what);
void instants_sort(struct instants *t); /* once, after the last instants_add and before the first question */
size_t instants_list(const struct instants *t,
                     struct slice key); /* number of the key's list, or INSTANTS_NONE */
/* The last one before, the first one at or after an instant; NULL: none. list may be INSTANTS_NONE. */
const struct instant *instants_before(const struct instants *t, size_t list, int64_t when);
const struct instant *instants_from(const struct instants *t, size_t list, int64_t when);
void instants_free(struct instants *t);

#endif
