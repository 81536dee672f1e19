#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coverage.h"

enum { TOOL, OTHER_TOOL, CATEGORY, IMAGE, OTHER_IMAGE, SERVICE, OTHER_SERVICE };

static void
covers(void **state)
{
    struct coverage c = {0};
    (void)state;
    coverage_add(&c, (struct place){TOOL, CATEGORY, IMAGE, SERVICE}, 200);
    coverage_add(&c, (struct place){TOOL, CATEGORY, IMAGE, SERVICE}, 100);
    coverage_add(&c, (struct place){TOOL, CATEGORY, NO_NAME, OTHER_SERVICE}, 150);
    coverage_add(&c, (struct place){TOOL, CATEGORY, NO_NAME, NO_NAME}, 300);
    coverage_sort(&c);
    struct place p = {TOOL, CATEGORY, IMAGE, SERVICE};
    assert_int_equal(coverage_after(&c, p, 0), 100);
    assert_int_equal(coverage_after(&c, p, 100), 200); /* later than, not at */
    assert_int_equal(coverage_after(&c, p, 200), DATE_NONE);
    p.tool = OTHER_TOOL;
    assert_int_equal(coverage_after(&c, p, 0), DATE_NONE);
    p = (struct place){TOOL, CATEGORY, OTHER_IMAGE, SERVICE}; /* the second image of a service */
    assert_int_equal(coverage_after(&c, p, 0), DATE_NONE);
    p = (struct place){TOOL, CATEGORY, OTHER_IMAGE, OTHER_SERVICE}; /* the activity names no target */
    assert_int_equal(coverage_after(&c, p, 0), 150);
    p = (struct place){TOOL, CATEGORY, NO_NAME, SERVICE}; /* the finding names none */
    assert_int_equal(coverage_after(&c, p, 100), 200);
    p = (struct place){TOOL, CATEGORY, NO_NAME, NO_NAME}; /* nobody names anything */
    assert_int_equal(coverage_after(&c, p, 0), 300);
    p = (struct place){TOOL, CATEGORY, OTHER_IMAGE, NO_NAME}; /* two unknown services say nothing of a target */
    assert_int_equal(coverage_after(&c, p, 0), DATE_NONE);
    coverage_free(&c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(covers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
