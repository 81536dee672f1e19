#include "kind.h"

const char *const kind_names[KIND_COUNT] = {
    "finding", "asset", "exception", "ticket", "activity", "gate", "release", "incident", "action",
};

int
kind_of(struct slice name)
{
    if (slice_is(name, "finding")) /* as most are: the rest need not be asked about */
        return KIND_FINDING;
    for (int i = 0; i < KIND_COUNT; i++)
        if (slice_is(name, kind_names[i]))
            return i;
    return -1;
}
