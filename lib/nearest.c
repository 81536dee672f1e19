#include "nearest.h"

#include <string.h>

#define LENGTH_MAX 63

void
nearest(struct slice name, const char *candidate, const char **best, size_t *least)
{
    size_t row[LENGTH_MAX + 1], n = strlen(candidate);
    if (n > LENGTH_MAX)
        return;
    if (name.n > LENGTH_MAX)
        name.n = LENGTH_MAX;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; i <= name.n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t cost = diagonal + (name.p[i - 1] != candidate[j - 1]);
            diagonal = row[j];
            if (row[j - 1] + 1 < cost)
                cost = row[j - 1] + 1;
            if (diagonal + 1 < cost)
                cost = diagonal + 1;
            row[j] = cost;
        }
    }
    if (row[n] < *least) {
        *least = row[n];
        *best = candidate;
    }
}
