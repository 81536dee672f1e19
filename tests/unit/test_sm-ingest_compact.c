/* cmd/sm-ingest/compact, skip, decode: every text cut at every byte, as windows cut it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "compact.h"
#include "decode.h"
#include "limits.h"
#include "scan.h"
#include "skip.h"

/* Each variant in turn: what one has learned of a look, the other goes by. */
static enum compact_result
compact_any(struct compact *c, struct buf *out)
{
    static unsigned turn;
    return scan_is_wide() && turn++ % 3 ? compact_value_wide(c, out) : compact_value_narrow(c, out);
}

static enum compact_result
run(const char *p, size_t n, bool last, struct buf *out, size_t *used, uint64_t *repaired)
{
    struct compact c = {.p = p, .end = p + n, .last = last, .depth_max = 8};
    out->n = 0;
    enum compact_result r = compact_any(&c, out);
    *used = (size_t)(c.p - p);
    *repaired = c.repaired;
    return r;
}

static const struct {
    const char *in, *out; /* out NULL: broken */
    uint64_t repaired;
} values[] = {{"{}", "{}", 0},
              {" [ 1 , -0.5e+3 ,\tnull,true,\r\nfalse ] ", "[1,-0.5e+3,null,true,false]", 0},
              {"{\"a\" : \"b\\n\\u00e9\\\\\" , \"a\" : { } }", "{\"a\":\"b\\n\\u00e9\\\\\",\"a\":{}}", 0},
              {"\"\\ud83d\\ude00 \\ud83d \\ude00\"", "\"\\ud83d\\ude00 \xef\xbf\xbd \xef\xbf\xbd\"", 2},
              {"\"caf\xe9 \xc3\xa9 \xf0\x9f\x98\x80 \xf0\x9f\x98 \xed\xa0\x80\"",
               "\"caf\xef\xbf\xbd \xc3\xa9 \xf0\x9f\x98\x80 \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd "
               "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"",
               7},
              {"{\"long\":\"0123456789012345678901234567890123456789\"}",
               "{\"long\":\"0123456789012345678901234567890123456789\"}", 0},
              {"[[[[[[[[]]]]]]]]", "[[[[[[[[]]]]]]]]", 0},
              {"[1,]", NULL, 0},
              {"{\"a\":1,}", NULL, 0},
              {"{\"a\" 1}", NULL, 0},
              {"{a:1}", NULL, 0},
              {"[1 2]", NULL, 0},
              {"[1}", NULL, 0},
              {"[01]", NULL, 0},
              {"[1.]", NULL, 0},
              {"[.5]", NULL, 0},
              {"[1e]", NULL, 0},
              {"[-]", NULL, 0},
              {"[NaN]", NULL, 0},
              {"[nul]", NULL, 0},
              {"[\"a\nb\"]", NULL, 0},
              {"[\"\\x\"]", NULL, 0},
              {"[\"\\u12g4\"]", NULL, 0}};

static void
test_values(void **state)
{
    struct buf out = {0};
    size_t used;
    uint64_t repaired;
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        size_t n = strlen(values[i].in);
        enum compact_result r = run(values[i].in, n, true, &out, &used, &repaired);
        assert_int_equal(r, values[i].out ? COMPACT_DONE : COMPACT_BROKEN);
        if (!values[i].out)
            continue;
        assert_true(slice_is(buf_as_slice(&out), values[i].out));
        assert_int_equal(repaired, values[i].repaired);
        for (size_t k = 0; k < n; k++) { /* cut anywhere: more is needed, or the value was whole */
            struct buf again = {0};
            r = run(values[i].in, k, false, &again, &used, &repaired);
            assert_true(r == COMPACT_MORE ||
                        (r == COMPACT_DONE && slice_same(buf_as_slice(&again), buf_as_slice(&out))));
            buf_free(&again);
        }
    }
    assert_int_equal(run("[[[[[[[[[]]]]]]]]]", 18, true, &out, &used, &repaired), COMPACT_DEEP);
    assert_int_equal(out.n, 0);
    buf_free(&out);
}

static void
test_skip(void **state)
{
    static const char text[] = "{\"a\\\\\":[1,\"]}\\\"\",{\"b\":[]}],\"\\\\\\\"\":{}} tail";
    size_t whole = sizeof text - 6;
    (void)state;
    for (size_t cut = 1; cut < whole; cut++) { /* in two windows */
        struct skip s;
        skip_begin(&s, 16);
        assert_ptr_equal(skip_run(&s, text, text + cut), text + cut);
        assert_false(s.done);
        assert_ptr_equal(skip_run(&s, text + cut, text + sizeof text - 1), text + whole);
        assert_true(s.done);
    }
    struct skip one, deep, wrong;
    skip_begin(&one, 16);
    skip_begin(&deep, 3);
    skip_begin(&wrong, 16);
    for (size_t i = 0; i < whole; i++) /* byte by byte */
        skip_run(&one, text + i, text + i + 1);
    assert_true(one.done);
    static const char four[] = "[[[[", odd[] = "[{]";
    assert_ptr_equal(skip_run(&deep, four, four + 4), four + 3);
    assert_non_null(deep.why);
    assert_ptr_equal(skip_run(&wrong, odd, odd + 3), odd + 2);
    assert_non_null(wrong.why);
}

static void
test_utf16(void **state)
{
    static const char little[] =
        "a\0\xe9\0\xac\x20\x3d\xd8\x00\xde\x00\xdc!\0"; /* a é € U+1F600, half a pair, ! */
    (void)state;
    for (size_t step = 1; step < sizeof little; step++) {
        struct decode_utf16 d = {0};
        struct buf out = {0};
        for (size_t i = 0; i < sizeof little - 1; i += step) {
            size_t n = sizeof little - 1 - i < step ? sizeof little - 1 - i : step;
            decode_utf16(&d, &out, little + i, n, i + n == sizeof little - 1);
        }
        assert_true(slice_is(buf_as_slice(&out), "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd!"));
        assert_int_equal(d.bad, 1);
        buf_free(&out);
    }
}

static void
test_audit(void **state)
{
    size_t left;
    (void)state;
    assert_int_equal(decode_audit("plain", 5, &left), 0);
    assert_int_equal(decode_audit("\xe9t\xe9", 3, &left), 1); /* the last may be the start of a character */
    assert_int_equal(left, 1);
    assert_int_equal(decode_audit("\xc0\x80\xf5", 3, &left), 3);
    assert_int_equal(decode_audit("\xf0\x9f\x98", 3, &left), 0);
    assert_int_equal(left, 3);
    struct buf out = {0};
    decode_windows_1252(&out, "\x80\x81 caf\xe9", 7);
    assert_true(slice_is(buf_as_slice(&out), "\xe2\x82\xac\xef\xbf\xbd caf\xc3\xa9"));
    buf_free(&out);
}

/* Values of the same few names in all shapes: what is known of those before is used where enough bytes
 * follow, and not where none do. */
static uint32_t seed = 1;

static uint32_t
dice(uint32_t n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 16) % n;
}

static void
put_value(struct buf *b, int depth)
{
    static const char *const scalars[] = {"\"x\"", "\"\"",        "\"a\\n\"",     "1",  "-0.5e3",  "true",
                                          "null",  "\"\xff\"",    "\"\xc3\xa9\"", "[]", "{}",      "[ ]",
                                          "tru",   "\"\\ud800\"", "01",           ".",  "\"a\tb\""};
    static const char *const blanks[] = {"", "", "", " ", "\n  "};
    uint32_t kind = depth > 3 ? 0 : dice(4), n = dice(4);
    buf_text(b, blanks[dice(5)]);
    if (kind < 2) {
        buf_text(b, scalars[dice(dice(9) ? 12 : 17)]);
        return;
    }
    buf_byte(b, kind == 2 ? '{' : '[');
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            buf_text(b, dice(60) ? "," : ";");
        if (kind == 2)
            buf_format(b, "%s\"%s\"%s:", blanks[dice(5)], (const char *[]){"a", "b", "c", "\\u0061"}[dice(4)],
                       blanks[dice(5)]);
        put_value(b, depth + 1);
        buf_text(b, blanks[dice(5)]);
    }
    buf_byte(b, (kind == 2) == (dice(60) != 0) ? '}' : ']');
}

static void
test_known(void **state)
{
    static struct reads inner = {.name = SLICE_INIT("b"), .whole = true};
    static struct reads elements = {.members = &inner};
    static struct reads list = {.name = SLICE_INIT("c"), .elements = &elements};
    static struct reads a = {.name = SLICE_INIT("a"), .members = &inner, .next = &list};
    static const struct reads keep = {.members = &a}, *const keeps[] = {NULL, &keep};
    struct buf text = {0}, plain = {0}, known = {0};
    (void)state;
    for (int i = 0; i < 200000; i++) {
        text.n = plain.n = known.n = 0;
        put_value(&text, 0);
        if (text.n > 90)
            continue;
        size_t n = text.n;
        buf_format(&text, "%200s", "");
        struct compact one = {
            .p = text.p, .end = text.p + n, .last = true, .depth_max = 4, .reads = keeps[i % 2]};
        struct compact two = one;
        two.end = text.p + text.n;
        enum compact_result expected = compact_any(&one, &plain), got = compact_any(&two, &known);
        if (expected == COMPACT_BROKEN && one.p == text.p + n)
            continue; /* cut off there: blanks follow here */
        assert_int_equal(got, expected);
        assert_ptr_equal(two.p, one.p);
        assert_int_equal(two.repaired, one.repaired);
        assert_int_equal(!two.why, !one.why); /* each variant has texts of its own */
        assert_string_equal(two.why ? two.why : "", one.why ? one.why : "");
        assert_int_equal(known.n, plain.n);
        assert_memory_equal(known.p, plain.p, plain.n);
    }
    buf_free(&text);
    buf_free(&plain);
    buf_free(&known);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_values), cmocka_unit_test(test_skip),
                                       cmocka_unit_test(test_utf16), cmocka_unit_test(test_audit),
                                       cmocka_unit_test(test_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
