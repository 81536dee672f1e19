/* programs_copies: which programs only copy the strings of their input, and that what it says holds for inputs of the
 * same shape. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "jq/programs.h"

static const char input[] = "{\"category\":\"sca\",\"a\":\"one\",\"b\":[\"two\",\"three\"],\"c\":{\"d\":\"four\",\"n\":7},\"z\":null}";
static const char other[] = "{\"category\":\"sca\",\"a\":\"null\",\"b\":[\"\",\"CVE-1\"],\"c\":{\"d\":\"sca\",\"n\":7},\"z\":null}";

static bool
is_category(struct slice member)
{
    return slice_is(member, "category");
}

static struct programs *
compile(const char *program)
{
    struct buf why = {0};
    struct program_source src = {"test", slice_of(program)};
    struct programs *set = programs_compile(&src, 1, NULL, 0, &why);
    assert_non_null(set);
    buf_free(&why);
    return set;
}

static bool
copies(const char *program)
{
    struct programs *set = compile(program);
    bool is = programs_copies(set, 0, slice_of(input), is_category);
    programs_free(set);
    return is;
}

static void
test_what_only_copies(void **unused)
{
    static const char *const programs[] = {
        ".a", ".b[1]", ".b[9]", ".c.d", ".x // .a", ".z // .c.d", "[.a, .b[0]]", "{k: .a, l: .c}",
        "if .a and .c.n then .a else .b end", "if .category == \"sca\" then [.a] else .b end",
        "(.b | length) as $n | if $n == 2 then .b[0] else .a | ascii_downcase end", ".a as $x | {y: $x}",
        "if .z == null then .a else .b end", ".a == null", "{k: .a} + {l: .b[0]}", "def f($x): [$x, .c.d]; f(.a)",
        ".c.d? // .a", "if (.z | not) then .a else empty end",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (!copies(programs[i]))
            fail_msg("%s only copies", programs[i]);
}

static void
test_what_looks_into_text(void **unused)
{
    static const char *const programs[] = {
        ".a == \"one\"", ".a == .c.d", ".c.n == 7", ".a | length", ".a | ascii_downcase", ".a + \"x\"", ".a | test(\"o\")",
        ".b | sort", ".b[]", ".b | map(. == \"two\")", ".a | startswith(\"o\")", "\"x\\(.a)\"", ".c | keys", ".c.n + 1",
        "if .a == \"one\" then .b else .c end", ".b | index(\"two\")", "{(.a): 1}", ".a | tojson", "if .a < .c.d then 1 else 2 end",
        ".b | length as $n | [.[] | select(. != \"two\")]", "[.a, .b] | length", "empty", "error", ".a.b", ".c[0]",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (copies(programs[i]))
            fail_msg("%s does more than copy", programs[i]);
}

/* With each string of the input put in the place of the other's, the outputs are equal. */
static void
test_another_input_of_the_shape(void **unused)
{
    static const char program[] = "def key($x): {p: [$x, {path: .c.d}], n: (.b | length)};\n"
                                  "if .category == \"sca\" and .a then key(.b[0] // .a) + (if .z then {t: 1} else {} end) else .b end";
    struct programs *set = compile(program);
    const char *why;
    (void)unused;
    assert_true(programs_copies(set, 0, slice_of(input), is_category));
    assert_true(programs_run(set, slice_of(input), &why));
    assert_true(slice_is(programs_output(set, 0, 0), "{\"p\":[\"two\",{\"path\":\"four\"}],\"n\":2}"));
    assert_true(programs_run(set, slice_of(other), &why));
    assert_true(slice_is(programs_output(set, 0, 0), "{\"p\":[\"\",{\"path\":\"sca\"}],\"n\":2}"));
    programs_free(set);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_only_copies),
        cmocka_unit_test(test_what_looks_into_text),
        cmocka_unit_test(test_another_input_of_the_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
