/* The number and date rules of report.md 5. In expectations `_` stands for the blank that does not break
 * (U+00A0), `,` for the narrow one between groups of digits (U+202F), `-` for the minus sign. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../cmd/sm-render/number.h"
#include "../../cmd/sm-render/period.h"

static void
is(struct buf *b, const char *want)
{
    struct buf plain = {0};
    for (size_t i = 0; i < b->n; i++) {
        struct slice rest = {b->p + i, b->n - i};
        if (slice_starts(rest, NBSP)) {
            buf_byte(&plain, '_');
            i++;
        } else if (slice_starts(rest, THIN) || slice_starts(rest, MINUS)) {
            buf_byte(&plain, slice_starts(rest, THIN) ? ',' : '-');
            i += 2;
        } else {
            buf_byte(&plain, b->p[i]);
        }
    }
    assert_string_equal(plain.n ? buf_string(&plain) : "", want);
    buf_free(&plain);
    b->n = 0;
}

static void
percent(struct buf *b, double a, double of, const char *want)
{
    number_write_percent(b, number_percent(a, of));
    is(b, want);
}

static void
test_percent(void **state)
{
    struct buf b = {0};
    (void)state;
    percent(&b, 28, 34, "82_%");
    percent(&b, 199, 200, ">_99_%");
    percent(&b, 1, 300, "<_1_%");
    percent(&b, 0, 10, "0_%");
    percent(&b, 10, 10, "100_%");
    percent(&b, 1, 200, "1_%"); /* half up */
    percent(&b, 1, 8, "13_%");
    percent(&b, 12, 10, "120_%");
    percent(&b, 2, 3, "67_%");
    percent(&b, 9999999999.0, 10000000000.0, ">_99_%");
    percent(&b, 0.82, 1, "82_%");
    percent(&b, 0.9999, 1, ">_99_%");
    percent(&b, 0.9, 1, "90_%");
    percent(&b, 0.07, 1, "7_%");
    buf_free(&b);
}

static void
count(struct buf *b, const char *text, const char *want)
{
    struct number n = {true, strtod(text, NULL), slice_of(text)};
    number_write_count(b, n);
    is(b, want);
}

static void
test_count(void **state)
{
    struct buf b = {0};
    (void)state;
    count(&b, "0", "0");
    count(&b, "999", "999");
    count(&b, "1000", "1,000");
    count(&b, "12345678", "12,345,678");
    count(&b, "-19", "-19");
    count(&b, "-1000", "-1,000");
    count(&b, "12345678901234567890123", "12,345,678,901,234,567,890,123"); /* digits are kept */
    count(&b, "1.7", "1.7");
    count(&b, "12.7", "13");
    count(&b, "1e3", "1,000");
    buf_free(&b);
}

static void
days(struct buf *b, double v, bool words, const char *want)
{
    number_write_days(b, v, words);
    is(b, want);
}

static void
test_days(void **state)
{
    struct buf b = {0};
    (void)state;
    days(&b, 26, false, "26_d");
    days(&b, 4.5, false, "4.5_d");
    days(&b, 4, false, "4_d");
    days(&b, 26.4, false, "26_d");
    days(&b, 26.5, false, "27_d");
    days(&b, 9.96, false, "10_d");
    days(&b, 11.67, false, "12_d");
    days(&b, 0, false, "0_d");
    days(&b, 26, true, "26_days");
    days(&b, 1, true, "1_day");
    days(&b, 0.5, true, "0.5_days");
    days(&b, 1234, true, "1,234_days");
    buf_free(&b);
}

static void
exact(struct buf *b, double v, const char *want)
{
    number_write_exact(b, v);
    is(b, want);
}

static void
test_exact(void **state)
{
    struct buf b = {0};
    (void)state;
    exact(&b, 99.5, "99.5");
    exact(&b, 100 * 0.07, "7"); /* 7.000000000000001 */
    exact(&b, 100 * 0.29, "29");
    exact(&b, 0, "0");
    exact(&b, 0.05, "0.05");
    exact(&b, 2.25, "2.25");
    exact(&b, -1234.5, "-1,234.5");
    exact(&b, 1e18, "1e+18");
    buf_free(&b);
}

static void
date(struct buf *b, const char *text, const char *want)
{
    number_write_date(b, slice_of(text));
    is(b, want);
}

static void
test_dates(void **state)
{
    struct buf b = {0};
    (void)state;
    date(&b, "2026-10-31", "2026-10-31");
    date(&b, "2026-10-31T00:00:00Z", "2026-10-31");
    date(&b, "2026-10-31T23:59:59Z", "2026-10-31"); /* the end of a day is the day */
    date(&b, "2026-10-31T14:05:00Z", "2026-10-31 14:05 UTC");
    date(&b, "soon", "soon");
    buf_free(&b);
}

static void
name(struct buf *b, const char *text, const char *full, const char *brief, const char *said)
{
    struct period p;
    assert_true(period_read(slice_of(text), &p));
    period_write(b, p);
    is(b, text);
    period_name(b, p);
    is(b, full);
    period_short(b, p);
    is(b, brief);
    period_said(b, p);
    is(b, said);
}

static void
test_periods(void **state)
{
    static const char *const bad[] = {"",        "26",      "2026-1",     "2026-13", "2026-00",
                                      "2026-Q5", "2026-Q0", "2026-10-01", "x026-10", "2026/10"};
    struct buf b = {0};
    struct period p;
    (void)state;
    name(&b, "2026-10", "October 2026", "Oct_2026", "October");
    name(&b, "2026-01", "January 2026", "Jan_2026", "January");
    name(&b, "2026-Q4", "Q4 2026", "Q4 2026", "Q4");
    name(&b, "2026", "2026", "2026", "2026");
    assert_true(period_read(slice_of("2026-02"), &p));
    assert_int_equal(period_last_day(p), 20512); /* 2026-02-28 */
    assert_true(period_read(slice_of("2028-02"), &p));
    assert_int_equal(period_last_day(p), 21243); /* 2028-02-29 */
    assert_true(period_read(slice_of("2026-Q4"), &p));
    assert_int_equal(period_last_day(p), 20818); /* 2026-12-31 */
    assert_true(period_read(slice_of("2026"), &p));
    assert_int_equal(period_last_day(p), 20818);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(period_read(slice_of(bad[i]), &p));
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_percent), cmocka_unit_test(test_count),
                                       cmocka_unit_test(test_days),    cmocka_unit_test(test_exact),
                                       cmocka_unit_test(test_dates),   cmocka_unit_test(test_periods)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
