/* What was found of one check in one period. */
#ifndef DERIVE_CHECK_H
#define DERIVE_CHECK_H

#include "checks.h"

struct check {
    int64_t count, of;
    struct rows examples;
};

static inline struct check *
check_at(struct checks *c, enum check_id id, size_t period)
{
    return &c->at[period * CHECK_COUNT + id];
}

#endif
