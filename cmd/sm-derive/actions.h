/* Actions: what was decided on the strength of a metric. They show what findings can't: that somebody looked,
 * told, shared, and did something. */
#ifndef DERIVE_ACTIONS_H
#define DERIVE_ACTIONS_H

#include "assets.h"

enum action_bit { /* what an action shows of the applications that it is about */
                  ACTION_QUICK_WIN = 1,
                  ACTION_STRATEGIC = 2,
                  ACTION_REPORT = 4,
                  ACTION_METRIC_REVIEW = 8,
                  ACTION_SHARING = 16,
                  ACTION_CITED = 32,    /* it names a metric, or is a report or a review */
                  ACTION_OWNED = 64,    /* it says what was decided, and who answers for it */
                  ACTION_RECORDED = 128 /* there is any, about whatever, before B */
};

struct actions { /* zeroed before first use */
    struct action *at;
    size_t n, cap;
    struct pool pool;
    struct json_doc doc;
    struct buf scratch;
};

void actions_take(struct actions *a, struct slice text);
/* Bits of all actions of the 12 months before B that are about the asset. */
unsigned actions_of(const struct actions *a, const struct asset *x, const struct period *p);
/* The field `actions` of an asset. */
void actions_write(struct buf *b, unsigned bits);
uint64_t actions_citing(const struct actions *a, struct slice metric, int64_t from, int64_t before);
void actions_free(struct actions *a);

#endif
