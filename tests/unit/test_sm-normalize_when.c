/* Every notation of a time, from a table; and what no text may do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "table.h"
#include "when.h"

static struct slice
answer(struct slice s, struct buf *b)
{
    int64_t t;
    b->n = 0;
    switch (when_read(s, &t)) {
    case WHEN_TIME:
        date_write(b, t);
        return buf_as_slice(b);
    case WHEN_NONE:
        return SLICE("none");
    case WHEN_AMBIGUOUS:
        return SLICE("ambiguous");
    default:
        return SLICE("unknown");
    }
}

static void
test_table(void **state)
{
    struct table t;
    struct buf b = {0};
    size_t wrong = 0;
    (void)state;
    table_open(&t, "when.tsv");
    while (table_next(&t))
        wrong += !table_same(&t, answer(t.field[0], &b), t.field[1]);
    buf_free(&b);
    assert_int_equal(wrong, 0);
    assert_true(t.cases >= 100);
}

static void
test_epoch(void **state)
{
    int64_t t;
    (void)state;
    assert_int_equal(when_epoch(1609459200, &t), WHEN_TIME);
    assert_int_equal(t, 1609459200);
    assert_int_equal(when_epoch(1609459200999.0, &t), WHEN_TIME);
    assert_int_equal(t, 1609459200);
    assert_int_equal(when_epoch(2461405.5, &t), WHEN_TIME); /* julianday('2026-12-31') */
    assert_true(t == 1798675200);
    assert_int_equal(when_epoch(2461336.93125, &t), WHEN_TIME); /* julianday('2026-10-23 10:21') */
    assert_true(t == 1792750860);
    assert_int_equal(when_epoch(2440587.5, &t), WHEN_NONE);
    assert_true(t == DATE_NONE);
    assert_int_equal(when_epoch(2440587.4, &t), WHEN_UNKNOWN);
    assert_int_equal(when_epoch(2488069.5, &t), WHEN_UNKNOWN);
    assert_int_equal(when_epoch(46387, &t), WHEN_TIME); /* a spreadsheet's 2026-12-31 */
    assert_true(t == 1798675200);
    assert_int_equal(when_epoch(46387.75, &t), WHEN_TIME);
    assert_true(t == 1798675200 + 64800);
    assert_int_equal(when_epoch(36525, &t), WHEN_UNKNOWN);
    assert_int_equal(when_epoch(55154, &t), WHEN_UNKNOWN);
    assert_int_equal(when_epoch(0, &t), WHEN_NONE);
    assert_int_equal(when_epoch(-5, &t), WHEN_UNKNOWN);
    assert_int_equal(when_epoch(1e300, &t), WHEN_UNKNOWN);
    assert_int_equal(when_epoch((double)INFINITY, &t), WHEN_UNKNOWN);
    assert_int_equal(when_epoch((double)NAN, &t), WHEN_UNKNOWN);
}

/* Whatever is asked gets one of the four answers, and a time only within the years that we write. */
static void
test_hostile(void **state)
{
    static const char bytes[] = "0123456789 -+:./,TZ'()amps\xc3\xa4\xff\0Jan";
    uint32_t seed = 1;
    char text[64];
    int64_t t;
    (void)state;
    for (int i = 0; i < 300000; i++) {
        size_t n = (seed = seed * 1664525 + 1013904223) >> 26;
        for (size_t k = 0; k < n; k++)
            text[k] = bytes[((seed = seed * 1664525 + 1013904223) >> 16) % (sizeof bytes - 1)];
        if (when_read((struct slice){text, n}, &t) == WHEN_TIME)
            assert_true(t >= 0 && t < INT64_C(253402300800));
        else
            assert_true(t == DATE_NONE);
    }
    char *longest = calloc(1, 1 << 20);
    memset(longest, '1', 1 << 20);
    assert_int_equal(when_read((struct slice){longest, 1 << 20}, &t), WHEN_UNKNOWN);
    free(longest);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table), cmocka_unit_test(test_epoch),
                                       cmocka_unit_test(test_hostile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
