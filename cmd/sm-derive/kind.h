/* The kinds of record that sm-derive counts. They end here; all others pass. */
#ifndef DERIVE_KIND_H
#define DERIVE_KIND_H

#include "buf.h"

enum kind {
    KIND_FINDING,
    KIND_ASSET,
    KIND_EXCEPTION,
    KIND_TICKET,
    KIND_ACTIVITY,
    KIND_GATE,
    KIND_RELEASE,
    KIND_INCIDENT,
    KIND_ACTION,
    KIND_COUNT
};

extern const char *const kind_names[KIND_COUNT];
int kind_of(struct slice name); /* the kind of that name, or -1 */

#endif
