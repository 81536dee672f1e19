#include "coverage.h"

#include <stdlib.h>

#include "hash.h"

/* Each activity is filed under the questions that it answers. A finding with a target asks for activities of
 * that target, and for those of its service that name no target; one without asks for all of its service. Two
 * unknown services are the same only where neither side has a target: otherwise nothing says that they meet.
 */
enum question { BY_TARGET, BY_SERVICE_NO_TARGET, BY_SERVICE };

static uint64_t
hash_of(enum question q, struct place p, uint32_t what)
{
    uint32_t key[4] = {(uint32_t)q, p.tool, p.category, what};
    return hash_64(key, sizeof key);
}

static void
add(struct coverage *c, uint64_t place, int64_t at)
{
    c->times = xgrow(c->times, &c->cap, c->n + 1, sizeof *c->times);
    c->times[c->n++] = (struct coverage_time){place, at};
}

void
coverage_add(struct coverage *c, struct place p, int64_t at)
{
    if (p.target != NO_NAME)
        add(c, hash_of(BY_TARGET, p, p.target), at);
    else
        add(c, hash_of(BY_SERVICE_NO_TARGET, p, p.service), at);
    if (p.service != NO_NAME)
        add(c, hash_of(BY_SERVICE, p, p.service), at);
}

static int
by_place(const void *a, const void *b)
{
    const struct coverage_time *x = a, *y = b;
    if (x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

void
coverage_sort(struct coverage *c)
{
    if (c->n)
        qsort(c->times, c->n, sizeof *c->times, by_place);
}

static int64_t
first_after(const struct coverage *c, uint64_t place, int64_t t)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct coverage_time *at = &c->times[mid];
        if (at->place < place || (at->place == place && at->at <= t))
            low = mid + 1;
        else
            high = mid;
    }
    return low < c->n && c->times[low].place == place ? c->times[low].at : DATE_NONE;
}

static int64_t
earlier(int64_t a, int64_t b)
{
    return a == DATE_NONE || (b != DATE_NONE && b < a) ? b : a;
}

int64_t
coverage_after(const struct coverage *c, struct place p, int64_t t)
{
    if (!c->n)
        return DATE_NONE;
    if (p.target == NO_NAME) {
        enum question q = p.service == NO_NAME ? BY_SERVICE_NO_TARGET : BY_SERVICE;
        return first_after(c, hash_of(q, p, p.service), t);
    }
    int64_t at = first_after(c, hash_of(BY_TARGET, p, p.target), t);
    if (p.service == NO_NAME)
        return at;
    return earlier(at, first_after(c, hash_of(BY_SERVICE_NO_TARGET, p, p.service), t));
}

void
coverage_free(struct coverage *c)
{
    free(c->times);
    *c = (struct coverage){0};
}
