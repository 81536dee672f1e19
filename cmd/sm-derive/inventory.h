/* All records but findings, held until the end of the input: bounded by what is exported about assets,
 * exceptions, scans, releases. What describes one event or thing counts once, however often it was exported.
 */
#ifndef DERIVE_INVENTORY_H
#define DERIVE_INVENTORY_H

#include "hash.h"
#include "kind.h"
#include "record.h"
#include "tally.h"

struct items {
    struct slice *at; /* texts, owned */
    size_t n, cap;
};

struct inventory { /* zeroed before first use */
    struct items kinds[KIND_COUNT];
    struct map places; /* identity → number among its kind */
    struct buf key, folded, text;
    struct record old; /* scratch */
};

/* Takes a record of a kind other than finding. NULL, or why it can't be used (static text). *repeated: it was
 * there already; the fields of both are united. */
const char *inventory_take(struct inventory *v, enum kind kind, struct record *r, bool *repeated,
                           struct tally *notes);
void inventory_record(const struct inventory *v, enum kind kind, size_t i,
                      struct record *r); /* the i-th of a kind */
void inventory_free(struct inventory *v);

#endif
