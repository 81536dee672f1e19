#include "cover.h"

#define SUCCESSIVE_MAX 8 /* exceptions of one source, one after the other */

static enum state
disposition_of(struct slice word)
{
    return slice_is(word, "false_positive") ? STATE_FALSE_POSITIVE : STATE_ACCEPTED;
}

static int64_t
end_of(int64_t expires)
{
    return expires == DATE_NONE ? INT64_MAX : (date_day(expires) + 1) * DAY;
}

static struct cover
cover_of(const struct run *run, const struct exception_match *e, int64_t first_seen)
{
    struct cover c = {
        .from = e->granted, .to = end_of(e->expires), .state = disposition_of(e->disposition), .id = e->id};
    if (first_seen > c.from)
        c.from = first_seen;
    bool said_to_be_over =
        !e->in_force && run->as_of != DATE_NONE && c.from <= run->as_of && c.to > run->as_of;
    if (said_to_be_over)
        c.to = run->as_of;
    return c;
}

/* The exception of an earlier month, where this month's references don't say that it covers the finding: one
 * that is not in this run goes on, one that is revoked or states something else now ends. */
static struct cover
cover_of_standing(const struct run *run, const struct standing *s)
{
    int64_t expires;
    struct cover c = {.from = INT64_MIN, .to = INT64_MAX, .state = s->state, .id = s->id, .standing = true};
    if (!others_exception(&run->others, s->id, &expires))
        return c;
    c.to = end_of(expires);
    if (run->as_of != DATE_NONE && c.to > run->as_of) {
        c.to = run->as_of;
        c.revoked = true;
    }
    return c;
}

static struct cover *
with_id(struct cover *c, size_t n, struct slice id)
{
    for (size_t i = 0; i < n; i++)
        if (slice_same(c[i].id, id))
            return &c[i];
    return NULL;
}

struct cover *
cover_find(struct run *run, const struct finding *f, int64_t first_seen, const struct standing *standing,
           struct pool *pool, size_t *n)
{
    struct exception_match e;
    struct cover *c = NULL;
    int64_t t = run->as_of;
    *n = 0;
    if (!run->others.any_exception && !standing->id.p)
        return NULL;
    c = pool_alloc(pool, (SUCCESSIVE_MAX + 1) * sizeof *c);
    while (run->others.any_exception && *n < SUCCESSIVE_MAX && references_exception(run->refs, f, t, &e)) {
        if ((*n && !e.in_force) || with_id(c, *n, e.id))
            break; /* of earlier ones only what was in force then */
        c[(*n)++] = cover_of(run, &e, first_seen);
        if (e.granted == DATE_NONE || e.granted <= first_seen)
            break;
        t = e.granted - 1;
    }
    struct cover *now = standing->id.p ? with_id(c, *n, standing->id) : NULL;
    if (now && standing->took_over)
        now->from = INT64_MIN; /* the one before it covered the finding until then */
    else if (standing->id.p && !now)
        c[(*n)++] = cover_of_standing(run, standing);
    return c;
}

const struct cover *
cover_at(const struct cover *c, size_t n, int64_t t)
{
    for (size_t i = 0; i < n; i++)
        if (c[i].from <= t && t < c[i].to)
            return &c[i];
    return NULL;
}
