/* lib/jq/holds: a predicate that is left out does not hold, whatever the input; and one that can hold is not
 * left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "jq/holds.h"
#include "jq/programs.h"

/* Inputs with names of one letter, so that a name is there when `"x":` is in the text. */
static const char *const inputs[] = {"null",
                                     "true",
                                     "7",
                                     "\"a\"",
                                     "[]",
                                     "{}",
                                     "[1]",
                                     "[[]]",
                                     "[{}]",
                                     "{\"a\":null}",
                                     "{\"a\":true}",
                                     "{\"a\":1}",
                                     "{\"a\":\"b\"}",
                                     "{\"a\":[]}",
                                     "{\"a\":{}}",
                                     "{\"a\":{\"b\":1}}",
                                     "{\"a\":[{\"b\":\"c\"}]}",
                                     "[{\"a\":1,\"b\":null}]",
                                     "{\"b\":1}",
                                     "{\"b\":[{\"c\":{}}],\"c\":false}",
                                     "{\"a\":[],\"b\":{},\"c\":\"a\"}",
                                     "{\"h\":[\"a\",\"b\"]}",
                                     "{\"n\":12345678901234567}",
                                     "{\"n\":-12345678901234567,\"h\":[]}",
                                     "{\"n\":1234}"};

static const char *const predicates[] = {"has(\"a\")",
                                         "has(\"a\") | not",
                                         "has(\"a\") and has(\"b\")",
                                         "has(\"a\") or .b == 1",
                                         ".a",
                                         ".a == null",
                                         ".a != null",
                                         ".a == \"b\"",
                                         ".a == 1",
                                         ".a == []",
                                         "(.a | type) == \"array\"",
                                         "(.a | type) == \"null\"",
                                         "(.a | type) != \"null\"",
                                         "type == \"array\"",
                                         "type == \"object\" and has(\"b\")",
                                         "type == \"array\" and (.[0] | has(\"a\"))",
                                         ".[0]?.a == 1",
                                         "(.a | type == \"object\" or type == \"null\")",
                                         "if has(\"a\") then .a == 1 else .b == 1 end",
                                         "(.a // .b) == 1",
                                         "(.a // {b: 1}) | has(\"b\")",
                                         "{a: 1} | has(\"a\")",
                                         "{c: .} | .c | type == \"object\"",
                                         "[.a][0] == 1",
                                         "any(.[]; . == 1)",
                                         "any(.[]; type == \"object\" and has(\"b\"))",
                                         "[.h[] | ascii_upcase] | any(. == \"A\")",
                                         "all(.[]; .)",
                                         "any(..; type == \"object\" and (.b | type) == \"number\")",
                                         "to_entries | .[0] | .key == \"a\"",
                                         "to_entries[0].value == 1",
                                         "keys == [\"a\"]",
                                         "length == 0",
                                         ".a as $x | $x == 1",
                                         ".a as [$x] | $x == null",
                                         "try .a.b.c catch true",
                                         "(.a | startswith(\"b\")) and (.c | not)",
                                         "[paths] | length == 1",
                                         "def f: has(\"a\"); f",
                                         "def f: .a; def g: f == 1 or f == \"b\"; def f: .b; g",
                                         "def f: .a; def g: f // .b; g == 1",
                                         "def f: if type == \"array\" then .[0] | f else has(\"a\") end; f",
                                         "def f($x): .a == $x; f(1)",
                                         "def f(x): x == 1; f(.a)",
                                         "def type: \"array\"; type == \"array\"",
                                         "def keys: [\"q\"]; keys[0] == \"q\"",
                                         "1 as $f | def f: .a; f == $f",
                                         "any(.h[]; . == \"a\")",
                                         "any(.h[]; . == \"c\")",
                                         "[.a, .c] | any(. == \"a\")",
                                         "[.a, \"z\"] | any(. == \"z\")",
                                         "(.a // \"z\") == \"z\"",
                                         "(.a | type) as $t | $t == \"array\"",
                                         "[.a | type][0] == \"array\"",
                                         ".a != \"c\"",
                                         "\"b\" == .a",
                                         ".n == \"12345678901234567\"",
                                         ".n == \"-12345678901234567\"",
                                         ".n == \"1234\"",
                                         "(if type == \"array\" then .[0] else null end) | has(\"a\")",
                                         "(if type == \"array\" then .[0] else false end) == false",
                                         "[.][0] | has(\"a\")",
                                         "reduce .[] as $x (true; .)",
                                         ".[\"a\"] == 1",
                                         ".[\"a\", \"b\"] == 1",
                                         ".a[0].b == \"c\"",
                                         ".a.b? == 1",
                                         "(.a, .b) == 1",
                                         "true",
                                         "false",
                                         "\"true\"",
                                         ".",
                                         "..",
                                         "first",
                                         "isempty(.a)",
                                         "tojson | fromjson | has(\"a\")",
                                         "with_entries(.value = 1) | .a == 1",
                                         "-1 < 0",
                                         "@json == \"{}\"",
                                         "(.h | map({key: ., value: 1}) | from_entries) | has(\"a\")",
                                         "(.b | has(\"c\")) or (.c | . == \"a\" or . == false)"};

static bool
known(void *with, enum holds_text is, struct slice text)
{
    char quoted[16] = "\"";
    assert_true(text.n < sizeof quoted - 4);
    memcpy(quoted + 1, text.p, text.n);
    memcpy(quoted + 1 + text.n, is == HOLDS_NAME ? "\":" : "\"", is == HOLDS_NAME ? 3 : 2);
    return strstr(with, quoted) != NULL;
}

static void
test_left_out(void **state)
{
    size_t left_out = 0, held = 0;
    (void)state;
    for (size_t i = 0; i < sizeof predicates / sizeof *predicates; i++) {
        struct buf why = {0};
        struct program_source src = {"test", slice_of(predicates[i])};
        struct programs *set = programs_compile(&src, 1, NULL, 0, &why);
        assert_non_null(set);
        for (size_t k = 0; k < sizeof inputs / sizeof *inputs; k++) {
            const char *wrong;
            assert_true(programs_run(set, slice_of(inputs[k]), &wrong));
            bool holds = programs_count(set, 0) && slice_is(programs_output(set, 0, 0), "true");
            bool maybe = holds_maybe(src.text, *inputs[k], known, (void *)(uintptr_t)inputs[k]);
            if (holds && !maybe)
                fail_msg("%s holds for %s", predicates[i], inputs[k]);
            left_out += !maybe;
            held += holds;
        }
        programs_free(set);
        buf_free(&why);
    }
    assert_true(held > 150);
    assert_true(left_out > 250); /* else it is of no use */
}

/* What does not compile is never left out: its error is to be said. */
static void
test_broken(void **state)
{
    static const char *const bad[] = {"has(\"z\") and",
                                      "has(\"z\") and nope",
                                      "has(\"z\") and now",
                                      "has(\"z\") and $x",
                                      "has(\"z\") and (1 as $x | .) and $x",
                                      "has(\"z\") and nope(1; 2)",
                                      "def f: nope; has(\"z\")",
                                      "def f: f; f",
                                      "(.z | env) == 1",
                                      ""};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!holds_maybe(slice_of(bad[i]), '{', known, (void *)(uintptr_t) "{}"))
            fail_msg("left out: %s", bad[i]);
    assert_false(holds_maybe(slice_of("has(\"z\") and .a"), '{', known, (void *)(uintptr_t) "{}"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_left_out), cmocka_unit_test(test_broken)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
