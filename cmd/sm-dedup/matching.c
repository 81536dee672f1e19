/* An edge is in every largest matching when there is no matching as large without it. Largest matchings are
 * found by augmenting paths (Berge, "Two theorems in graph theory", 1957), on one connected part after the
 * other. */
#include "matching.h"

#include <stdlib.h>
#include <string.h>

#include "limits.h"

#define FREE SIZE_MAX

struct part { /* edges that hang together */
    const struct matching_edge *edge;
    size_t n;
    size_t without;                /* number of the edge that is left out, or FREE */
    size_t left[MATCHING_MAX];     /* edge number → the first edge of its left end */
    size_t right[MATCHING_MAX];    /* edge number → the first edge of its right end */
    size_t of_right[MATCHING_MAX]; /* right end (its first edge) → edge that takes it, or FREE */
    bool seen[MATCHING_MAX];       /* right end was looked at by the search under way */
};

static bool
augment(struct part *p, size_t left)
{
    for (size_t e = 0; e < p->n; e++) {
        size_t right = p->right[e];
        if (p->left[e] != left || e == p->without || p->seen[right])
            continue;
        p->seen[right] = true;
        if (p->of_right[right] == FREE || augment(p, p->left[p->of_right[right]])) {
            p->of_right[right] = e;
            return true;
        }
    }
    return false;
}

static size_t
largest(struct part *p, size_t without)
{
    size_t pairs = 0;
    p->without = without;
    for (size_t e = 0; e < p->n; e++)
        p->of_right[e] = FREE;
    for (size_t e = 0; e < p->n; e++) {
        if (p->left[e] != e)
            continue;
        memset(p->seen, 0, p->n * sizeof *p->seen);
        pairs += augment(p, e);
    }
    return pairs;
}

static void
find_in_part(struct matching_edge *edge, size_t n)
{
    static struct part p;
    bool in[MATCHING_MAX] = {false};
    p.edge = edge;
    p.n = n;
    for (size_t e = 0; e < n; e++) {
        p.left[e] = p.right[e] = e;
        for (size_t k = e; k-- > 0;) {
            p.left[e] = edge[k].left == edge[e].left ? k : p.left[e];
            p.right[e] = edge[k].right == edge[e].right ? k : p.right[e];
        }
    }
    size_t pairs = largest(&p, FREE);
    for (size_t e = 0; e < n; e++)
        if (p.of_right[e] != FREE)
            in[p.of_right[e]] = true;
    for (size_t e = 0; e < n; e++)
        edge[e].sure = in[e] && (n == 1 || largest(&p, e) < pairs);
}

static void
swap(struct matching_edge *a, struct matching_edge *b)
{
    struct matching_edge c = *a;
    *a = *b;
    *b = c;
}

static bool
touches(const struct matching_edge *a, const struct matching_edge *b)
{
    return a->left == b->left || a->right == b->right;
}

size_t
matching_find(struct matching_edge *edge, size_t n)
{
    size_t unsure = 0;
    for (size_t from = 0, to; from < n; from = to) {
        to = from + 1;
        for (size_t k = from; k < to; k++) /* edges of this part are moved to its end */
            for (size_t other = to; other < n; other++)
                if (touches(&edge[k], &edge[other]))
                    swap(&edge[to++], &edge[other]);
        if (to - from <= MATCHING_MAX)
            find_in_part(edge + from, to - from);
        else
            for (size_t k = from; k < to; k++)
                edge[k].sure = false;
        for (size_t k = from; k < to; k++)
            unsure += !edge[k].sure;
    }
    return unsure;
}
