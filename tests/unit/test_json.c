/* lib/json: the walk and the tree agree, and broken text is refused by both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "json.h"
#include "limits.h"
#include "record.h"

static const char *
walk_all(const char *text)
{
    struct record r = {0};
    const char *why = record_read(&r, slice_of(text));
    record_free(&r);
    return why;
}

static void
test_walk_members(void **state)
{
    struct record r = {0};
    (void)state;
    assert_null(record_read(&r, SLICE(" { \"a\" : 1 , \"k\\u0069nd\":\"fin\\u0064ing\", \"a\":[{\"x\":\"]}\\\"\"}] } \r")));
    assert_int_equal(r.n, 3);
    assert_true(slice_is(r.kind, "finding"));
    assert_true(slice_is(record_get(&r, "a"), "[{\"x\":\"]}\\\"\"}]"));
    assert_null(record_get(&r, "b").p);
    record_free(&r);
}

static void
test_walk_refuses(void **state)
{
    static const char *const broken[] = {"",        "[]",      "null",         "{",          "{\"a\"",      "{\"a\":",
                                         "{\"a\":1", "{,}",     "{\"a\":1,}",   "{\"a\":tru}", "{\"a\":01}",  "{\"a\":1.}",
                                         "{\"a\":}", "{a:1}",   "{\"a\":1}x",   "{\"a\":[1}", "{\"a\":\"b}", "{\"a\" 1}",
                                         "{\"a\":1 \"b\":2}", "{\"a\":NaN}",  "{\"a\":-}",  "{\"a\":1e}"};
    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_non_null(walk_all(broken[i]));
    assert_null(walk_all("{}"));
    assert_null(walk_all("{\"a\":-0.5e+3}"));
}

static void
test_depth(void **state)
{
    struct json_doc d = {0};
    char text[2 * DEPTH_MAX + 64];
    const char *why;
    (void)state;
    for (size_t depth = DEPTH_MAX; depth <= DEPTH_MAX + 1; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        assert_int_equal(json_parse(&d, text, 2 * depth, &why) != NULL, depth == DEPTH_MAX);
    }
    json_free(&d);
}

static void
test_numbers_keep_their_text(void **state)
{
    struct json_doc d = {0};
    struct buf b = {0};
    const char *why, *text = "{\"b\":12345678901234567890,\"a\":1.10,\"c\":[1e400,-0]}";
    (void)state;
    json_val *v = json_parse(&d, text, strlen(text), &why);
    assert_non_null(v);
    json_write(&b, v);
    assert_string_equal(buf_string(&b), text);
    b.n = 0;
    json_write_sorted(&b, v);
    assert_string_equal(buf_string(&b), "{\"a\":1.10,\"b\":12345678901234567890,\"c\":[1e400,-0]}");
    buf_free(&b);
    json_free(&d);
}

static void
test_last_key_wins(void **state)
{
    struct json_doc d = {0};
    const char *why;
    (void)state;
    json_val *v = json_parse(&d, "{\"a\":\"1\",\"a\":\"2\"}", 17, &why);
    assert_true(slice_is(json_get_str(v, "a"), "2"));
    json_free(&d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_walk_members),           cmocka_unit_test(test_walk_refuses),
        cmocka_unit_test(test_depth),                  cmocka_unit_test(test_numbers_keep_their_text),
        cmocka_unit_test(test_last_key_wins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
