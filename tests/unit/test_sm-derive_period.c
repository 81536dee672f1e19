/* Periods: what is one, where it begins and ends, and how --as-of ends it early. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "period.h"

static int64_t
at(const char *text)
{
    return date_parse(slice_of(text));
}

static void
check(const char *text, size_t i, const char *name, const char *start, const char *end, const char *next_last)
{
    struct periods p;
    assert_null(periods_parse(&p, text, DATE_NONE));
    assert_true(i < p.n);
    assert_string_equal(p.at[i].name, name);
    assert_int_equal(p.at[i].start, at(start));
    assert_int_equal(p.at[i].end, at(end));
    assert_int_equal(p.at[i].last_day, date_day(at(end)) - 1);
    assert_int_equal(p.at[i].next_last, date_day(at(next_last)));
    periods_free(&p);
}

static void
test_calendar(void **state)
{
    (void)state;
    check("2026-10", 0, "2026-10", "2026-10-01", "2026-11-01", "2026-11-30");
    check("2026-12", 0, "2026-12", "2026-12-01", "2027-01-01", "2027-01-31");
    check("2024-02", 0, "2024-02", "2024-02-01", "2024-03-01", "2024-03-31");
    check("2026-Q4", 0, "2026-Q4", "2026-10-01", "2027-01-01", "2027-03-31");
    check("2026-Q1", 0, "2026-Q1", "2026-01-01", "2026-04-01", "2026-06-30");
    check("2026", 0, "2026", "2026-01-01", "2027-01-01", "2027-12-31");
    check("2025-11..2026-02", 2, "2026-01", "2026-01-01", "2026-02-01", "2026-02-28");
    check("2025-Q4..2026-Q1", 1, "2026-Q1", "2026-01-01", "2026-04-01", "2026-06-30");
    check("0001", 0, "0001", "0001-01-01", "0002-01-01", "0002-12-31");
}

static void
test_as_of(void **state)
{
    struct periods p;
    (void)state;
    assert_null(periods_parse(&p, "2026-09..2026-12", at("2026-10-17T12:00:00Z")));
    assert_int_equal(p.n, 2);
    assert_int_equal(p.left_out, 2);
    assert_string_equal(p.at[0].as_of, "2026-09-30T23:59:59Z");
    assert_string_equal(p.at[1].as_of, "2026-10-17T23:59:59Z");
    assert_int_equal(p.at[1].end, at("2026-10-18"));
    periods_free(&p);
    assert_null(periods_parse(&p, "2026-10", at("2026-10-01")));
    assert_int_equal(p.at[0].last_day, p.at[0].first_day);
    periods_free(&p);
    assert_null(periods_parse(&p, "2026-10", at("2030-01-01")));
    assert_int_equal(p.at[0].end, at("2026-11-01"));
    periods_free(&p);
    assert_non_null(periods_parse(&p, "2026-10", at("2026-09-30T23:59:59Z")));
}

static void
test_refused(void **state)
{
    static const char *const bad[] = {
        "",        "2026-13",  "2026-00",          "2026-Q0",          "2026-Q5", "20",
        "2026-1",  "x026-10",  "2026-10-01",       "2026-10..",        "..",      "2026..2026-10",
        "0000-01", "2026-10 ", "2026-10..2026-09", "2000-01..2026-12", "2026-q4", "-026-10"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct periods p;
        assert_non_null(periods_parse(&p, bad[i], DATE_NONE));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar),
        cmocka_unit_test(test_as_of),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
