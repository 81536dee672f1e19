/* lib/text: repair, one line, folding, columns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "text.h"

struct pair {
    struct slice in;
    const char *out;
};

static void
check(const struct pair *p, size_t n, void (*run)(struct buf *, struct slice))
{
    struct buf b = {0};
    for (size_t i = 0; i < n; i++) {
        b.n = 0;
        run(&b, p[i].in);
        assert_string_equal(buf_string(&b), p[i].out);
    }
    buf_free(&b);
}

static void
repair(struct buf *b, struct slice s)
{
    text_repair(b, s);
}

static void
line(struct buf *b, struct slice s)
{
    text_line(b, s, 8);
}

static void
test_repair(void **state)
{
    static const struct pair cases[] = {
        {SLICE_INIT("plain ascii, more than eight bytes"), "plain ascii, more than eight bytes"},
        {SLICE_INIT("caf\xe9!"), "caf\xef\xbf\xbd!"},
        {SLICE_INIT("\xc0\xaf"), "\xef\xbf\xbd\xef\xbf\xbd"},                          /* overlong */
        {SLICE_INIT("\xed\xa0\x80x"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx"},        /* surrogate */
        {SLICE_INIT("\xf4\x90\x80\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* beyond U+10FFFF */
        {SLICE_INIT("ab\xe2\x82"), "ab\xef\xbf\xbd\xef\xbf\xbd"},                      /* cut */
        {SLICE_INIT("\xe2\x82\xac\xf0\x9f\x91\x8d"), "\xe2\x82\xac\xf0\x9f\x91\x8d"},
    };
    (void)state;
    check(cases, sizeof cases / sizeof *cases, repair);
}

static void
test_line(void **state)
{
    static const struct pair cases[] = {
        {SLICE_INIT("  a \t\n b  "), "a b"},
        {SLICE_INIT("a\0b\x1b[2J"), "ab[2J"},
        {SLICE_INIT("e\xcc\x81"), "\xc3\xa9"},
        {SLICE_INIT("a\xc2\x85\xe2\x80\xa8z"), "a z"},
        {SLICE_INIT("123456789"), "12345678\xe2\x80\xa6"},
        {SLICE_INIT("12345678"), "12345678"},
        {SLICE_INIT("\xe6\xbc\xa2\xe5\xad\x97"), "\xe6\xbc\xa2\xe5\xad\x97"},
        {SLICE_INIT(""), ""},
        {SLICE_INIT(" \n "), ""},
    };
    (void)state;
    check(cases, sizeof cases / sizeof *cases, line);
}

static void
test_fold(void **state)
{
    static const struct pair cases[] = {
        {SLICE_INIT("Stra\xc3\x9f" "e"), "strasse"},
        {SLICE_INIT("  Mixed   CASE "), "mixed case"},
        {SLICE_INIT("en\xe2\x80\x93" "dash \xe2\x80\x9cq\xe2\x80\x9d"), "en-dash \"q\""},
        {SLICE_INIT("\xef\xbc\xa1\xef\xbc\xa2"), "ab"}, /* full width */
        {SLICE_INIT("\xef\xac\x81le"), "file"},         /* ligature */
        {SLICE_INIT("so\xc2\xad" "ft"), "soft"},        /* soft hyphen */
        {SLICE_INIT("\xe2\x84\xaa"), "k"},              /* Kelvin */
    };
    struct buf once = {0}, twice = {0};
    (void)state;
    check(cases, sizeof cases / sizeof *cases, text_fold);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        once.n = twice.n = 0;
        text_fold(&once, cases[i].in);
        text_fold(&twice, buf_as_slice(&once));
        assert_string_equal(buf_string(&once), buf_string(&twice));
    }
    buf_free(&once);
    buf_free(&twice);
}

static void
test_width(void **state)
{
    static const struct {
        struct slice in;
        size_t width;
    } cases[] = {
        {SLICE_INIT("abc"), 3},
        {SLICE_INIT("\xe6\xbc\xa2\xe5\xad\x97"), 4},
        {SLICE_INIT("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"), 2}, /* woman, ZWJ, laptop */
        {SLICE_INIT("\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"), 2},             /* a flag */
        {SLICE_INIT("e\xcc\x81\xcc\x81\xcc\x81"), 1},
        {SLICE_INIT("\xe2\x9d\xa4\xef\xb8\x8f"), 2}, /* heart as emoji */
        {SLICE_INIT("\xff\xfe"), 2},
        {SLICE_INIT(""), 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(text_width(cases[i].in), cases[i].width);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repair),
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_width),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
