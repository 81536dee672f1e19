#include "distance.h"

#include <stdbool.h>
#include <stdlib.h>

#include "limits.h"
#include "mem.h"

static uint64_t
apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* A least total distance needs no crossing pairs, so that line i of the shorter side takes line j of the
 * longer one or leaves it to the rest: cost(i, j) = min(|s[i] - l[j]| + cost(i + 1, j + 1), cost(i, j + 1)).
 * at[i] receives j. */
static void
choose(const uint32_t *s, size_t n, const uint32_t *l, size_t m, size_t *at)
{
    size_t width = m + 1;
    bool *take = xcalloc(n * width, 1);
    uint64_t *below = xcalloc(width, sizeof *below), *row = xcalloc(width, sizeof *row), *swap;
    for (size_t i = n; i-- > 0;) {
        row[m] = UINT64_MAX / 2;
        for (size_t j = m; j-- > 0;) {
            uint64_t taken = apart(s[i], l[j]) + below[j + 1];
            take[i * width + j] = taken <= row[j + 1];
            row[j] = taken <= row[j + 1] ? taken : row[j + 1];
        }
        swap = below;
        below = row;
        row = swap;
    }
    for (size_t i = 0, j = 0; i < n; i++, j++) {
        while (!take[i * width + j])
            j++;
        at[i] = j;
    }
    free(take);
    free(below);
    free(row);
}

void
distance_pair(const uint32_t *old, size_t n, const uint32_t *new, size_t m, size_t *to)
{
    size_t least = n < m ? n : m;
    for (size_t j = 0; j < m; j++)
        to[j] = NOT_PAIRED;
    if (!least)
        return;
    size_t *at = xmalloc(least * sizeof *at);
    if (n == m || (n > m ? n : m) > PAIRING_MAX / least)
        for (size_t i = 0; i < least; i++)
            at[i] = i;
    else if (n < m)
        choose(old, n, new, m, at);
    else
        choose(new, m, old, n, at);
    for (size_t i = 0; i < least; i++) {
        if (n < m)
            to[at[i]] = i;
        else
            to[i] = at[i];
    }
    free(at);
}
