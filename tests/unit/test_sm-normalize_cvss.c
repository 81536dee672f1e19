/* Scores of CVSS vectors: the examples that FIRST publishes with the specifications, and what is no vector.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "cvss.h"

struct example {
    const char *vector;
    double score;
};

/* v2 guide, 3.3: CVE-2002-0392, CVE-2003-0818, CVE-2003-0062. */
static const struct example of_v2[] = {
    {"AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8},
    {"AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0},
    {"AV:L/AC:H/Au:N/C:C/I:C/A:C", 6.2},
    {"(AV:N/AC:L/Au:N/C:P/I:P/A:P)", 7.5},
    {"CVSS2#AV:N/AC:M/Au:N/C:P/I:N/A:N", 4.3},
    {"AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C", 7.8}, /* the base score */
    {"AV:L/AC:L/Au:N/C:N/I:N/A:N", 0},
};

/* v3.1 examples: CVE-2013-0375, 2014-3566, 2012-1516, 2009-0783, 2012-0384, 2014-0160, 2008-1447, 2014-2005,
 * 2010-0467, 2013-6014, 2013-1937, 2011-1265, 2014-2019, 2014-0224, 2012-5376. */
static const struct example of_v3[] = {
    {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4},
    {"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1},
    {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9},
    {"CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 4.2},
    {"CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8},
    {"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5},
    {"CVSS:3.0/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 6.8},
    {"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6.8},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N", 5.8},
    {"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 9.3},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1},
    {"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 8.8},
    {"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", 4.6},
    {"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", 7.4},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H", 9.6},
    {"AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8},
    {"NVD=CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L", 5.3},
    {"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0},
};

/* v4.0 examples: CVE-2022-41741, 2020-3549, 2023-3089, 2021-44714, 2022-21830, 2022-22186, 2023-21989,
 * 2014-0160, 2021-44228, 2014-6271. */
static const struct example of_v4[] = {
    {"CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3},
    {"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7},
    {"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.3},
    {"CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:L/MAV:N/MAC:H/MVC:H/MVI:L/"
     "MVA:L",
     8.1},
    {"CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N", 4.6},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 5.1},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N", 6.9},
    {"CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N", 5.9},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A", 8.7},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3},
    {"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0},
};

static const char *const of_none[] = {
    "",
    "7.5",
    "CVSS:3.1",
    "CVSS:3.1/",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H",
    "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:UU/C:H/I:H/A:H",
    "CVSS:5.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:S/SI:H/SA:H",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:S/SA:H",
    "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:Z",
    "AV:N/AC:L/Au:N/C:C/I:C/A:Complete",
    "////////////////////////////////////",
    "a text that ends in the prefix CVSS:",
    "CVSS:3.1 is what the vendor writes without a vector",
};

static void
check(const struct example *e, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double score = -1;
        if (!cvss_score(slice_of(e[i].vector), &score) || fabs(score - e[i].score) > 1e-9)
            fail_msg("%s: %g, wanted %g", e[i].vector, score, e[i].score);
    }
}

static void
test_examples(void **state)
{
    (void)state;
    check(of_v2, sizeof of_v2 / sizeof *of_v2);
    check(of_v3, sizeof of_v3 / sizeof *of_v3);
    check(of_v4, sizeof of_v4 / sizeof *of_v4);
}

static void
test_none(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof of_none / sizeof *of_none; i++) {
        double score = -1;
        if (cvss_score(slice_of(of_none[i]), &score))
            fail_msg("%s: a score of %g", of_none[i], score);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_examples), cmocka_unit_test(test_none)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
