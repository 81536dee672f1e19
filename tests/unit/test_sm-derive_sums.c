/* Histograms, instants and bounded rows: against the plain way of doing the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "histogram.h"
#include "instants.h"
#include "rows.h"
#include "survival.h"

static uint64_t seed = 1;

static uint64_t
roll(uint64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (seed >> 33) % below;
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void
check_histogram(size_t n, uint64_t spread, double scale)
{
    struct histogram h = {0};
    double *v = malloc((n + 1) * sizeof *v), sum = 0;
    for (size_t i = 0; i < n; i++) {
        v[i] = (double)roll(spread) * scale;
        histogram_add(&h, v[i], 1);
    }
    histogram_sort(&h);
    qsort(v, n, sizeof *v, by_value);
    for (size_t i = 0; i < n; i++)
        sum += v[i];
    assert_int_equal(histogram_count(&h), n);
    if (n) {
        assert_true(histogram_median(&h) == (v[(n - 1) / 2] + v[n / 2]) / 2);
        assert_true(histogram_p90(&h) == v[(n * 9 + 9) / 10 - 1]);
        assert_true(histogram_max(&h) == v[n - 1]);
        assert_true(histogram_sum(&h) - sum < 1e-6 * (sum + 1) && sum - histogram_sum(&h) < 1e-6 * (sum + 1));
    }
    histogram_free(&h);
    free(v);
}

static void
fill(struct histogram *h, const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        histogram_add(h, v[i], 1);
    histogram_sort(h);
}

/* The check vector of the definitions, and what lies just beside it. */
static void
test_survival(void **state)
{
    static const double closed[] = {5, 10, 20}, open[] = {30, 60}, more[] = {60, 60, 60};
    struct histogram ended = {0}, censored = {0}, longer = {0}, none = {0};
    double days = 0;
    (void)state;
    fill(&ended, closed, 3);
    fill(&censored, open, 2);
    fill(&longer, more, 3);
    assert_true(survival_median(&ended, &censored, &days) && days == 20);
    assert_true(survival_restricted_mean(&ended, &censored) - 31 < 1e-9 &&
                31 - survival_restricted_mean(&ended, &censored) < 1e-9);
    assert_true(survival_median(&ended, &longer, &days) && days == 20); /* three of six: exactly half */
    assert_true(survival_median(&ended, &none, &days) && days == 10);
    assert_false(survival_median(&none, &longer, &days));
    assert_true(survival_restricted_mean(&none, &longer) == 60);
    histogram_free(&ended);
    histogram_free(&censored);
    histogram_free(&longer);
}

static void
test_histogram(void **state)
{
    (void)state;
    for (size_t n = 0; n < 40; n++)
        check_histogram(n, 6, 1);
    check_histogram(5000, 400, 1);
    check_histogram(5000, 1000000, 0.001);
}

static void
test_instants(void **state)
{
    struct instants t = {0};
    const struct instant *i;
    (void)state;
    for (int64_t n = 0; n < 1000; n++)
        instants_add(&t, SLICE("a"), (n * 7919) % 1000 * 10, 0);
    instants_add(&t, SLICE("b"), 5, 1);
    instants_add(&t, SLICE("b"), 5, 4);
    instants_add(&t, SLICE("b"), 5, 2);
    instants_sort(&t);
    size_t a = instants_list(&t, SLICE("a")), b = instants_list(&t, SLICE("b"));
    assert_int_equal(instants_list(&t, SLICE("c")), INSTANTS_NONE);
    assert_null(instants_before(&t, INSTANTS_NONE, 7));
    assert_null(instants_before(&t, a, 0));
    assert_int_equal(instants_before(&t, a, 1)->at, 0);
    assert_int_equal(instants_before(&t, a, 500)->at, 490);
    assert_int_equal(instants_before(&t, a, 501)->at, 500);
    assert_int_equal(instants_from(&t, a, 500)->at, 500);
    assert_int_equal(instants_from(&t, a, 501)->at, 510);
    assert_null(instants_from(&t, a, 9991));
    i = instants_before(&t, b, 6);
    assert_int_equal(i->what, 4); /* of several at one time the greatest */
    instants_free(&t);
}

static void
test_rows(void **state)
{
    struct rows few = {.max = 10}, all = {.max = 100000};
    struct buf key = {0}, text = {0};
    (void)state;
    for (int n = 0; n < 5000; n++) {
        key.n = text.n = 0;
        key_descending(&key, (int64_t)roll(300) - 150);
        key_text(&key, roll(5) ? SLICE("x") : (struct slice){0});
        buf_int(&text, (int64_t)roll(50));
        rows_add(&few, buf_as_slice(&key), buf_as_slice(&text));
        rows_add(&all, buf_as_slice(&key), buf_as_slice(&text));
    }
    rows_sort(&few);
    rows_sort(&all);
    assert_int_equal(few.n, 10);
    assert_int_equal(few.total, 5000);
    assert_true(few.cap < 100);
    for (size_t i = 0; i < few.n; i++)
        assert_true(slice_same(rows_text(&few, i), rows_text(&all, i)));
    rows_free(&few);
    rows_free(&all);
    buf_free(&key);
    buf_free(&text);
}

static void
test_keys(void **state)
{
    static const int64_t numbers[] = {INT64_MIN, -7, -1, 0, 1, 255, 256, INT64_MAX};
    struct buf a = {0}, b = {0};
    (void)state;
    for (size_t i = 1; i < sizeof numbers / sizeof *numbers; i++) {
        a.n = b.n = 0;
        key_ascending(&a, numbers[i - 1]);
        key_ascending(&b, numbers[i]);
        assert_true(slice_compare(buf_as_slice(&a), buf_as_slice(&b)) < 0);
        a.n = b.n = 0;
        key_descending(&a, numbers[i - 1]);
        key_descending(&b, numbers[i]);
        assert_true(slice_compare(buf_as_slice(&a), buf_as_slice(&b)) > 0);
    }
    a.n = b.n = 0;
    key_text(&a, SLICE("ab"));
    key_text(&b, SLICE("abc"));
    assert_true(slice_compare(buf_as_slice(&a), buf_as_slice(&b)) < 0);
    b.n = 0;
    key_text(&b, (struct slice){0});
    assert_true(slice_compare(buf_as_slice(&a), buf_as_slice(&b)) < 0);
    buf_free(&a);
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_survival), cmocka_unit_test(test_histogram),
        cmocka_unit_test(test_instants),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
