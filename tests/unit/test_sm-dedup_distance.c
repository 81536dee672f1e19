#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "distance.h"

static void
pairs_in_order(void **state)
{
    static const uint32_t old[] = {10, 40}, new[] = {13, 44};
    size_t to[2];
    (void)state;
    distance_pair(old, 2, new, 2, to);
    assert_int_equal(to[0], 0);
    assert_int_equal(to[1], 1);
}

static void
leaves_out_the_farthest(void **state)
{
    static const uint32_t old[] = {10, 40}, new[] = {9, 11, 41};
    size_t to[3];
    (void)state;
    distance_pair(old, 2, new, 3, to);
    assert_int_equal(to[0], 0); /* 9 and 11 are equally near: the lower line */
    assert_int_equal(to[1], NOT_PAIRED);
    assert_int_equal(to[2], 1);
    distance_pair(new, 3, old, 2, to);
    assert_int_equal(to[0], 0);
    assert_int_equal(to[1], 2);
}

static void
takes_nothing(void **state)
{
    static const uint32_t one[] = {7};
    size_t to[1] = {0};
    (void)state;
    distance_pair(NULL, 0, one, 1, to);
    assert_int_equal(to[0], NOT_PAIRED);
    distance_pair(one, 1, NULL, 0, to);
}

static uint64_t
total(const uint32_t *s, const uint32_t *l, unsigned chosen)
{
    uint64_t sum = 0;
    for (unsigned j = 0; chosen >> j; j++)
        if (chosen >> j & 1) {
            sum += *s > l[j] ? *s - l[j] : l[j] - *s;
            s++;
        }
    return sum;
}

/* All ways of choosing as many lines of the longer side. */
static uint64_t
least(const uint32_t *s, size_t n, const uint32_t *l, size_t m)
{
    uint64_t best = UINT64_MAX;
    for (unsigned c = 0; c < 1u << m; c++)
        if ((size_t)__builtin_popcount(c) == n && total(s, l, c) < best)
            best = total(s, l, c);
    return best;
}

static int
ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void
finds_the_least(void **state)
{
    (void)state;
    srand(1);
    for (int round = 0; round < 20000; round++) {
        uint32_t old[8], new[8];
        size_t n = (size_t)rand() % 8, m = (size_t)rand() % 8, to[8], pairs = 0;
        uint64_t sum = 0;
        for (size_t i = 0; i < 8; i++) {
            old[i] = (uint32_t)rand() % 30;
            new[i] = (uint32_t)rand() % 30;
        }
        qsort(old, n, sizeof *old, ascending);
        qsort(new, m, sizeof *new, ascending);
        distance_pair(old, n, new, m, to);
        for (size_t j = 0; j < m; j++) {
            if (to[j] == NOT_PAIRED)
                continue;
            pairs++;
            sum += old[to[j]] > new[j] ? old[to[j]] - new[j] : new[j] - old[to[j]];
        }
        assert_int_equal(pairs, n < m ? n : m);
        assert_int_equal(sum, n < m ? least(old, n, new, m) : least(new, m, old, n));
    }
}

static void
bounds_its_work(void **state)
{
    enum { MANY = 60000 };
    uint32_t *old = malloc(MANY * sizeof *old), *new = malloc((MANY + 1) * sizeof *new);
    size_t *to = malloc((MANY + 1) * sizeof *to);
    (void)state;
    for (uint32_t i = 0; i <= MANY; i++) {
        if (i < MANY)
            old[i] = i;
        new[i] = i + 5;
    }
    distance_pair(old, MANY, new, MANY + 1, to);
    assert_int_equal(to[0], 0);
    assert_int_equal(to[MANY], NOT_PAIRED);
    free(old);
    free(new);
    free(to);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_in_order), cmocka_unit_test(leaves_out_the_farthest), cmocka_unit_test(takes_nothing),
        cmocka_unit_test(finds_the_least), cmocka_unit_test(bounds_its_work)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
