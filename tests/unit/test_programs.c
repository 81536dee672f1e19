/* lib/jq: outputs, errors at their place, refused terms, integers that keep their digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "jq/programs.h"

static struct programs *
compile(const char *text, struct buf *why)
{
    struct program_source src = {"test", slice_of(text)};
    return programs_compile(&src, 1, NULL, 0, why);
}

static void
test_refused_terms(void **state)
{
    static const char *const bad[] = {"env",   "$ENV.HOME", "now",         "input",  "[inputs]",   "\"\\(env)\"", "import \"a\" as $a; .",
                                      "debug", "halt",      ". as $x|now", "1] | [2", "(1",        "\"a",         "{a: now}",
                                      "{(env): 1}", "if . then 1", "nope", "[1,2", "include \"x\"; .", "implode"};
    static const char *const good[] = {".env", "{now: 1}", "{env}", "\"env now\"", "# env\n.", "", "# only a comment",
                                       ".now.input", "{\"a\": 1, now: 2}", ". as $now | $now", "1e5"};
    struct buf why = {0};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct programs *p = compile(bad[i], &why);
        if (p)
            fail_msg("compiled: %s", bad[i]);
        assert_memory_equal(why.p, "test: ", 6);
        why.n = 0;
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct programs *p = compile(good[i], &why);
        if (!p)
            fail_msg("refused: %s: %s", good[i], buf_string(&why));
        programs_free(p);
    }
    buf_free(&why);
}

static void
test_one_error_touches_nothing_else(void **state)
{
    struct program_source src[] = {{"a", SLICE(".a, .a")}, {"b", SLICE(".a, error(\"no\"), .a")}, {"c", SLICE("empty")}};
    struct buf why = {0};
    const char *reason;
    struct programs *p = programs_compile(src, 3, NULL, 0, &why);
    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_true(programs_run(p, SLICE("{\"a\":7}"), &reason));
        assert_int_equal(programs_count(p, 0), 2);
        assert_int_equal(programs_count(p, 1), 1);
        assert_string_equal(programs_error(p, 1), "no");
        assert_null(programs_error(p, 0));
        assert_int_equal(programs_count(p, 2), 0);
        assert_true(programs_true(p, 0));
        assert_false(programs_true(p, 1));
        assert_false(programs_true(p, 2));
        assert_false(programs_run(p, SLICE("{\"a\":"), &reason));
    }
    programs_free(p);
}

static void
test_large_integers_are_strings(void **state)
{
    struct buf why = {0};
    const char *reason;
    struct programs *p = compile(".", &why);
    (void)state;
    assert_true(programs_run(p, SLICE("[123456789012345,1234567890123456,-1234567890123456,1.5,1e3]"), &reason));
    assert_true(slice_is(programs_output(p, 0, 0), "[123456789012345,\"1234567890123456\",\"-1234567890123456\",1.5,1000]"));
    programs_free(p);
}

static void
test_variables(void **state)
{
    struct program_source src = {"v", SLICE("$as_of, $d.x")};
    struct program_variable vars[] = {{"as_of", SLICE("\"2026-10-31\"")}, {"d", SLICE("{\"x\":[1]}")}};
    struct buf why = {0};
    const char *reason;
    struct programs *p = programs_compile(&src, 1, vars, 2, &why);
    (void)state;
    assert_true(programs_run(p, SLICE("null"), &reason));
    assert_true(slice_is(programs_output(p, 0, 0), "\"2026-10-31\""));
    assert_true(slice_is(programs_output(p, 0, 1), "[1]"));
    programs_free(p);
}

/* libjq 1.6 aborts, or reads beyond a string: that record fails, the others and the run go on. */
static void
test_libjq_that_ends(void **state)
{
    static const char *const deadly[] = {"def f: f; .[nan:] | length", "def f: f; [match(\"x*\"; \"g\")] | length",
                                         "reduce range(300000) as $i (0; [.]) | tojson | length"};
    const char *reason;
    (void)state;
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) {
        struct program_source src[] = {{"bad", slice_of(deadly[i])}, {"good", SLICE("def f: f; if . == 1 then f else length end")}};
        struct buf why = {0};
        struct programs *p = programs_compile(src, 2, NULL, 0, &why);
        assert_string_equal(programs_engine(p, 1), "libjq");
        for (int turn = 0; turn < 2; turn++) {
            assert_true(programs_run(p, SLICE("\"\u00e9\u20ac\""), &reason));
            assert_non_null(strstr(programs_error(p, 0), "libjq ends on this value"));
            assert_null(programs_error(p, 1));
            assert_true(slice_is(programs_output(p, 1, 0), "2"));
        }
        programs_free(p);
        buf_free(&why);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refused_terms),
        cmocka_unit_test(test_one_error_touches_nothing_else),
        cmocka_unit_test(test_large_integers_are_strings),
        cmocka_unit_test(test_variables),
        cmocka_unit_test(test_libjq_that_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
