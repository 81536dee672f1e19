/* The first of many are those that sorting all would put in front. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "select.h"

#define MOST 3000

static size_t compared;

static int
by_value(const void *with, size_t a, size_t b)
{
    const unsigned *values = with;
    compared++;
    return (values[a] > values[b]) - (values[a] < values[b]);
}

static int
by_number(const void *a, const void *b)
{
    const unsigned *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void
check(const unsigned *values, size_t n, size_t want)
{
    static size_t list[MOST];
    static unsigned sorted[MOST], first[MOST];
    static char seen[MOST];
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < n; i++)
        list[i] = i;
    compared = 0;
    select_first(list, n, want, by_value, values);
    assert_true(compared <= 32 * n + 32);
    for (size_t i = 0; i < n; i++) {
        assert_true(list[i] < n && !seen[list[i]]); /* each is still there once */
        seen[list[i]] = 1;
        first[i] = values[list[i]];
    }
    size_t kept = want < n ? want : n;
    memcpy(sorted, values, n * sizeof *values);
    qsort(sorted, n, sizeof *sorted, by_number);
    if (kept)
        assert_int_equal(values[select_last(list, kept, by_value, values)], sorted[kept - 1]);
    qsort(first, kept, sizeof *first, by_number);
    assert_memory_equal(first, sorted, kept * sizeof *first);
}

static void
test_random(void **state)
{
    static unsigned values[MOST];
    uint32_t r = 1;
    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        size_t n = round % 50 ? round % 40 : MOST;
        for (size_t i = 0; i < n; i++) {
            r = r * 1664525 + 1013904223;
            values[i] = r >> 16 & (round & 1 ? 7 : 0xffff); /* with many equal ones, and with few */
        }
        check(values, n, n ? (r >> 8) % (n + 2) : 0);
    }
}

static void
test_in_order(void **state)
{
    static unsigned up[MOST], down[MOST], hill[MOST];
    (void)state;
    for (unsigned i = 0; i < MOST; i++) {
        up[i] = i;
        down[i] = MOST - i;
        hill[i] = i < MOST / 2 ? i : MOST - i;
    }
    for (size_t want = 0; want <= MOST + 1; want += 500) {
        check(up, MOST, want);
        check(down, MOST, want);
        check(hill, MOST, want);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random), cmocka_unit_test(test_in_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
