/* Where the definitions that open a program end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "definitions.h"
#include "table.h"

/* Where the definitions end that `a (b + f(c))` may call: at `|||`. */
static const char expression[] = "a (b + f(c))";
static const char *const programs[] = {
    "|||.raw",
    "|||",
    "def a: 1;||| .raw",
    "# note ; def\ndef a: 1; def b: a;||| {x: a}",
    "def a: def inner: 2; inner + 1;||| a",
    "def f($x; g): [$x, g] | map(.; .);||| f(1; 2)",
    "def a: \"; \\(\"; )\" | f(\";\")) ;\";||| a",
    "def a: if . == \";\" then .def else {def: 1} end;||| a",
    "def a: # ; not here\n 1;||| a",
    "|||.def as $x | 1",
    "def a: 1;|||\n\n. as $line | def late: 2; late",
    "|||defined | 1",
    "def b: 1; def a: b;||| def ab: 2; . as $late | ab",
    "|||def d: def a: 1; a; def expression: 2; d",
    "def a: 1; def d: 2; def a: 3;||| def e: a; a",
};

static size_t
length(struct slice program)
{
    struct definitions d = {0};
    definitions_read(&d, program);
    struct slice text = definitions_for(&d, slice_of(expression));
    assert_ptr_equal(text.p, program.p);
    definitions_free(&d);
    return text.n;
}

static void
test_programs(void **state)
{
    struct buf text = {0};
    (void)state;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        const char *mark = strstr(programs[i], "|||");
        size_t wanted = (size_t)(mark - programs[i]);
        text.n = 0;
        buf_add(&text, programs[i], wanted);
        buf_text(&text, mark + 3);
        size_t got = length(buf_as_slice(&text));
        if (got != wanted)
            fprintf(stderr, "%s: got %zu, wanted %zu\n", programs[i], got, wanted);
        assert_int_equal(got, wanted);
    }
    buf_free(&text);
}

static void
test_broken(void **state)
{
    static const char *const broken[] = {"def a: 1", "def a: \"",   "def a: \"\\(", "def a: (((",
                                         "def",      "def a: 1 \\", ")))]"};
    char deep[4000];
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_int_equal(length(slice_of(broken[i])), 0);
    memset(deep, '(', sizeof deep);
    memcpy(deep, "def a:", 6);
    assert_int_equal(length((struct slice){deep, sizeof deep}), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_programs), cmocka_unit_test(test_broken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
