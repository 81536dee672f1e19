/* lib/date: the calendar against a day-by-day count, and the one notation that the stream has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "date.h"

static void
test_calendar(void **state)
{
    int64_t days = date_days(1890, 1, 1);
    (void)state;
    for (int64_t y = 1890; y < 2110; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= date_month_days(y, m); d++, days++) {
                int64_t year;
                int month, day;
                assert_int_equal(date_days(y, m, d), days);
                date_civil(days, &year, &month, &day);
                assert_true(year == y && month == m && day == d);
            }
    assert_int_equal(date_days(1970, 1, 1), 0);
    assert_int_equal(date_day(-1), -1);
    assert_int_equal(date_day(-86400), -1);
    assert_int_equal(date_day(86399), 0);
}

static void
test_parse(void **state)
{
    static const struct {
        const char *text;
        int64_t wanted;
    } cases[] = {
        {"2026-10-31", 1793404800},
        {"2026-10-31T14:05:00Z", 1793455500},
        {"2026-10-31T14:05:00.123456789Z", 1793455500},
        {"2026-10-31T16:05:00+02:00", 1793455500},
        {"2026-10-31t14:05:00z", 1793455500},
        {"2024-02-29", 1709164800},
        {"2023-02-29", DATE_NONE},
        {"2026-13-01", DATE_NONE},
        {"2026-10-31T24:00:00Z", DATE_NONE},
        {"2026-10-31T14:05:00", DATE_NONE},
        {"2026-10-31 14:05:00Z", DATE_NONE},
        {"2026-10-31T14:05:00+25:00", DATE_NONE},
        {"2026-1-1", DATE_NONE},
        {"", DATE_NONE},
        {"today", DATE_NONE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(date_parse(slice_of(cases[i].text)), cases[i].wanted);
    assert_int_equal(date_end_of(SLICE("2026-10-31")), 1793404800 + 86399);
    assert_int_equal(date_end_of(SLICE("2026-10")), 1793404800 + 86399);
    assert_int_equal(date_end_of(SLICE("2026-13")), DATE_NONE);
    assert_int_equal(date_parse(SLICE("2026-10")), DATE_NONE);
    assert_int_equal(date_end_of(SLICE("2026-10-31T14:05:00Z")), 1793455500);
}

static void
test_write(void **state)
{
    struct buf b = {0};
    (void)state;
    date_write(&b, 1793455500);
    assert_string_equal(buf_string(&b), "2026-10-31T14:05:00Z");
    b.n = 0;
    date_write_json(&b, DATE_NONE);
    assert_string_equal(buf_string(&b), "null");
    buf_free(&b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
