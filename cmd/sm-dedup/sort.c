#include "sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define FEW 64 /* items that are sorted by insertion */

static uint64_t
number_of(const struct sort_item *i, bool more)
{
    return more ? i->more : i->key;
}

static void
insert(struct sort_item *at, size_t n, bool more)
{
    for (size_t i = 1; i < n; i++) {
        struct sort_item x = at[i];
        size_t k = i;
        for (; k && number_of(&at[k - 1], more) > number_of(&x, more); k--)
            at[k] = at[k - 1];
        at[k] = x;
    }
}

/* By the digits from `low` up. A digit that all items share moves nothing. */
static void
sort_digits(struct sort_item *at, struct sort_item *scratch, size_t n, bool more, int low)
{
    static size_t count[8][256];
    struct sort_item *from = at, *to = scratch;
    int digits = more ? 4 : 8;
    memset(count, 0, sizeof count);
    for (size_t i = 0; i < n; i++) {
        uint64_t v = number_of(&at[i], more) >> (8 * low);
        for (int d = low; d < digits; d++, v >>= 8)
            count[d][v & 255]++;
    }
    for (int d = low; d < digits; d++) {
        size_t sum = 0;
        if (count[d][number_of(from, more) >> (8 * d) & 255] == n)
            continue;
        for (int v = 0; v < 256; v++) {
            size_t here = count[d][v];
            count[d][v] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            to[count[d][number_of(&from[i], more) >> (8 * d) & 255]++] = from[i];
        struct sort_item *swap = from;
        from = to;
        to = swap;
    }
    if (from != at)
        memcpy(at, from, n * sizeof *at);
}

/* Most keys are hashes: few are equal in their first digits, and those stand near each other already. false:
 * too many; then the items are a permutation of what they were. */
static bool
finish(struct sort_item *at, size_t n)
{
    size_t moves = 0;
    for (size_t i = 1; i < n; i++) {
        struct sort_item x = at[i];
        size_t k = i;
        for (; k && at[k - 1].key > x.key && moves < n; k--, moves++)
            at[k] = at[k - 1];
        at[k] = x;
    }
    return moves < n;
}

static void
sort(struct sort_item *at, struct sort_item *scratch, size_t n, bool more)
{
    int low = 5;
    if (n <= FEW) {
        insert(at, n, more);
        return;
    }
    while (low > 0 && n >> (8 * (8 - low) - 1)) /* then hardly two are equal in the digits from low up */
        low--;
    if (!more && low > 0) {
        sort_digits(at, scratch, n, false, low);
        if (finish(at, n))
            return;
    }
    sort_digits(at, scratch, n, more, 0);
}

void
sort_items(struct sort_item *at, struct sort_item *scratch, size_t n)
{
    sort(at, scratch, n, false);
}

void
sort_items_by_more(struct sort_item *at, struct sort_item *scratch, size_t n)
{
    sort(at, scratch, n, true);
}

void
sort_add(struct sort_list *l, struct sort_item item)
{
    l->at = xgrow(l->at, &l->cap, l->n + 1, sizeof *l->at);
    l->at[l->n++] = item;
}

struct sort_item *
sort_list(struct sort_list *l)
{
    l->scratch = xgrow(l->scratch, &l->scratch_cap, l->n + 1, sizeof *l->scratch);
    sort_items(l->at, l->scratch, l->n);
    return l->at;
}

void
sort_free(struct sort_list *l)
{
    free(l->at);
    free(l->scratch);
    *l = (struct sort_list){0};
}
