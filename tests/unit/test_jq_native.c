/* lib/jq natively: numbers as libjq prints them, which engine runs what, what goes over to libjq while it
 * runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "jq/programs.h"
#include "jq/value.h"

static uint64_t state = 88172645463325252u;

static uint64_t
next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void
check_number(double d)
{
    struct buf b = {0};
    jv text = jv_dump_string(jv_number(d), 0);
    val_number_print(&b, d);
    if (strcmp(buf_string(&b), jv_string_value(text)) != 0)
        fail_msg("%.17g: %s, libjq %s", d, buf_string(&b), jv_string_value(text));
    jv_free(text);
    buf_free(&b);
}

static void
test_numbers_print_as_in_libjq(void **unused)
{
    (void)unused;
    for (int e = -1074; e <= 1023; e++) {
        check_number(ldexp(1, e));
        check_number(-nextafter(ldexp(1, e), 0));
        check_number(nextafter(ldexp(1, e), INFINITY));
    }
    for (int e = -323; e <= 308; e++)
        check_number(pow(10, e));
    for (int i = 0; i < 200000; i++) {
        uint64_t u = next_random();
        double d;
        memcpy(&d, &u, sizeof d);
        check_number(d);
        check_number((double)(int64_t)u);
        check_number((double)(u % 1000000) / 1000);
    }
}

/* A written number is kept as it is exactly where libjq would print the same. */
static void
test_number_text(void **unused)
{
    static const char *const text[] = {"0",
                                       "-0",
                                       "1",
                                       "10",
                                       "1.0",
                                       "1.5",
                                       "0.1",
                                       "0.0001",
                                       "0.00001",
                                       "0.50",
                                       "-1.25",
                                       "1e3",
                                       "1E-3",
                                       "12345.678",
                                       "0.000",
                                       "-0.0",
                                       "1.10",
                                       "999999999999999",
                                       "0.123456789012345",
                                       "100",
                                       "1e400",
                                       "-1e9",
                                       "5e-324",
                                       "7.0e0",
                                       "0e0",
                                       "3.14"};
    (void)unused;
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        struct buf b = {0};
        size_t n = strlen(text[i]);
        jv want = jv_dump_string(jv_parse(text[i]), 0);
        if (val_number_plain(text[i], n))
            buf_add(&b, text[i], n);
        else
            val_number_print(&b, val_number_read(text[i], n));
        assert_string_equal(buf_string(&b), jv_string_value(want));
        jv_free(want);
        buf_free(&b);
    }
}

static struct programs *
compile(const char *const *text, size_t n)
{
    struct program_source src[8];
    struct buf why = {0};
    for (size_t i = 0; i < n; i++)
        src[i] = (struct program_source){"test", slice_of(text[i])};
    struct programs *set = programs_compile(src, n, NULL, 0, &why);
    if (!set)
        fail_msg("%s", buf_string(&why));
    buf_free(&why);
    return set;
}

static void
check_output(struct programs *set, size_t program, const char *want)
{
    assert_int_equal(programs_count(set, program), 1);
    assert_true(slice_is(programs_output(set, program, 0), want));
    assert_null(programs_error(set, program));
}

static void
test_a_set_may_mix_engines(void **unused)
{
    static const char *const text[] = {".a + 1", "[.a | todate]",
                                       "def f: if . > 2 then . else . + 1 | f end; .a | f", "\"x\\(.a)\""};
    struct programs *set = compile(text, 4);
    const char *why;
    (void)unused;
    assert_string_equal(programs_engine(set, 0), "native");
    assert_null(programs_why_not(set, 0));
    assert_string_equal(programs_engine(set, 1), "libjq");
    assert_string_equal(programs_why_not(set, 1), "not native: todate");
    assert_string_equal(programs_why_not(set, 2), "recursive: f");
    for (int i = 0; i < 2; i++) {
        assert_true(programs_run(set, SLICE("{\"a\":0}"), &why));
        check_output(set, 0, "1");
        check_output(set, 1, "[\"1970-01-01T00:00:00Z\"]");
        check_output(set, 2, "3");
        check_output(set, 3, "\"x0\"");
    }
    programs_free(set);
}

/* A number that a program worked out gets its text where no buffer can grow. */
static void
test_made_numbers_have_a_text(void **unused)
{
    static const char *const text[] = {".a / 20000", "-.a / 3e300"};
    struct programs *set = compile(text, 2);
    const char *why;
    (void)unused;
    for (int i = 0; i < 40; i++) {
        assert_true(programs_run(set, SLICE("{\"a\":1}"), &why));
        assert_true(slice_is(json_number_text(programs_value(set, 0, 0)), "5e-05"));
        assert_true(slice_is(json_number_text(programs_value(set, 1, 0)), "-3.333333333333333e-301"));
    }
    programs_free(set);
}

/* What no call reaches is planned all the same: what libjq refuses there, nobody runs. */
static void
test_definitions_that_nothing_calls(void **unused)
{
    static const char *const good[] = {"def g: .b; def f(g; $a): $a; def h($a): [$a, g]; [f(.b; 1, 2)]"};
    static const char *const bad[] = {"def f: 1 / 0; .", "def f(g): 1; f(1 / 0)",
                                      "def f: def h: {(1): 2}; 3; .", "def f(g): 1; f($x)"};
    (void)unused;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct program_source src = {"bad", slice_of(bad[i])};
        struct buf why = {0};
        assert_null(programs_compile(&src, 1, NULL, 0, &why));
        assert_true(slice_starts(buf_as_slice(&why), "bad: "));
        buf_free(&why);
    }
    struct programs *set = compile(good, 1);
    const char *why;
    assert_string_equal(programs_engine(set, 0), "native");
    assert_true(programs_run(set, SLICE("{\"a\":7}"), &why));
    check_output(set, 0, "[1,2]");
    programs_free(set);
}

/* Each definition calls the one before twice: no more is planned of it than a plan may have, even of what
 * needs no node. */
static void
test_definitions_that_double(void **unused)
{
    struct buf text = {0};
    (void)unused;
    buf_text(&text, "def f0: .; ");
    for (int i = 1; i < 60; i++)
        buf_format(&text, "def f%d: f%d | f%d; ", i, i - 1, i - 1);
    buf_text(&text, ".a");
    const char *program = buf_string(&text);
    struct programs *set = compile(&program, 1);
    const char *why;
    assert_string_equal(programs_why_not(set, 0), "a program that is too large");
    assert_true(programs_run(set, SLICE("{\"a\":7}"), &why));
    check_output(set, 0, "7");
    programs_free(set);
    buf_free(&text);
}

/* What grows beyond the native engine's bounds ends in libjq, as if it had begun there. */
static void
test_too_much_goes_to_libjq(void **unused)
{
    static const char *const text[] = {"1, (reduce range(1000) as $i (null; [.]) | [..] | length)", ".a"};
    struct programs *set = compile(text, 2);
    const char *why;
    (void)unused;
    assert_string_equal(programs_engine(set, 0), "native");
    for (int i = 0; i < 2; i++) {
        assert_true(programs_run(set, SLICE("{\"a\":[7]}"), &why));
        assert_int_equal(programs_count(set, 0), 2);
        assert_true(slice_is(programs_output(set, 0, 0), "1"));
        assert_true(slice_is(programs_output(set, 0, 1), "1001"));
        check_output(set, 1, "[7]");
    }
    programs_free(set);
}

static void
test_hostile_records(void **unused)
{
    static const char *const text[] = {".", ".a", "keys"};
    struct programs *set = compile(text, 3);
    struct buf deep = {0}, wide = {0};
    const char *why;
    (void)unused;
    for (int i = 0; i < 201; i++)
        buf_byte(&deep, '[');
    for (int i = 0; i < 201; i++)
        buf_byte(&deep, ']');
    assert_false(programs_run(set, buf_as_slice(&deep), &why));
    assert_string_equal(why, "nested deeper than 200 levels");
    assert_true(programs_run(set, (struct slice){deep.p + 1, deep.n - 2}, &why));
    check_output(set, 0, (deep.p[deep.n - 1] = 0, deep.p + 1));
    buf_byte(&wide, '{');
    for (int i = 0; i < 70000; i++)
        buf_format(&wide, "\"k%d\":%d,", i % 69999, i);
    buf_text(&wide, "\"a\":1}");
    assert_true(programs_run(set, buf_as_slice(&wide), &why));
    check_output(set, 1, "1");
    assert_true(slice_starts(programs_output(set, 0, 0), "{\"k0\":69999,\"k1\":1,"));
    buf_free(&deep);
    buf_free(&wide);
    programs_free(set);
}

/* Raw members that one line of many has: kinds that change, names that are missing or many. */
static void
write_raw(struct buf *b, int i)
{
    static const char *const before[] = {"\"x", "", "", "\"", "[", "{\"c\":", ""},
                             *const middle[] = {"#", "null", "#", "", "#", "#", "true"},
                             *const after[] = {"\"", "", "", "\"", "]", "}", ""};
    int kinds[] = {i / 100 % 7, i / 150 % 7};
    b->n = 0;
    for (int m = i % 5 ? 0 : 1; m < 2; m++) {
        buf_format(b, "%c\"%c\":%s", b->n ? ',' : '{', "ab"[m], before[kinds[m]]);
        if (*middle[kinds[m]] == '#')
            buf_int(b, i + m);
        else
            buf_text(b, middle[kinds[m]]);
        buf_text(b, after[kinds[m]]);
    }
    buf_byte(b, '}');
}

static void
check_same(struct programs *set, struct programs *whole, size_t n)
{
    for (size_t p = 0; p < n; p++) {
        const char *x = programs_error(set, p), *y = programs_error(whole, p);
        assert_int_equal(programs_count(set, p), programs_count(whole, p));
        assert_int_equal(!x, !y);
        if (x)
            assert_string_equal(x, y);
        for (size_t i = 0; i < programs_count(set, p); i++)
            assert_true(slice_same(programs_output(set, p, i), programs_output(whole, p, i)));
    }
}

/* Lines with one head get plans of their own when many look alike: they give what a line read whole gives. */
static void
test_lines_that_look_alike(void **unused)
{
    static const char *const text[] = {
        ". as $l | .raw | {t: $l.context.t, a, x: ([.a, (.b | tostring), $l.context.u] | map(select(. != "
        "null and . != \"\")) | .[0])}",
        ".raw | [.missing, .a, .b] | map(select(. != null)) | if length == 0 then null else join(\"|\") end",
        ".raw | (.a // .b), (.b | length), .a.c",
        "(.raw.a as $a | if $a == null then error(\"none\") else $a end), .context.t",
        ".raw | if (.a | type) == \"string\" and .b then \"both\" elif .a == .b then \"same\" else .a + .b "
        "end",
        "[.raw.a, .raw.b, .source.entry] | map({v: ., k: type}), ([.raw[]] | length)",
    };
    size_t n = sizeof text / sizeof *text, headed = 0;
    struct programs *set = compile(text, n), *whole = compile(text, n);
    struct record r = {.heads = true};
    struct buf line = {0}, raw = {0};
    const char *why;
    (void)unused;
    for (int i = 1; i < 2500; i++) {
        write_raw(&raw, i);
        line.n = 0;
        buf_format(&line,
                   "{\"kind\":\"raw\",\"source\":{\"file\":\"-\",\"entry\":%d},\"context\":{\"t\":\"t%d\","
                   "\"u\":null},\"raw\":%.*s}",
                   i, i / 900, (int)raw.n, raw.p);
        assert_null(record_read(&r, buf_as_slice(&line)));
        assert_true(programs_run(whole, buf_as_slice(&line), &why));
        if (!r.head.id || !programs_run_headed(set, &r, r.m[r.n - 1].value))
            continue;
        headed++;
        check_same(set, whole, n);
    }
    assert_true(headed > 2400);
    programs_free(set);
    programs_free(whole);
    record_free(&r);
    buf_free(&line);
    buf_free(&raw);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_print_as_in_libjq),
        cmocka_unit_test(test_number_text),
        cmocka_unit_test(test_a_set_may_mix_engines),
        cmocka_unit_test(test_definitions_that_nothing_calls),
        cmocka_unit_test(test_definitions_that_double),
        cmocka_unit_test(test_made_numbers_have_a_text),
        cmocka_unit_test(test_too_much_goes_to_libjq),
        cmocka_unit_test(test_hostile_records),
        cmocka_unit_test(test_lines_that_look_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
