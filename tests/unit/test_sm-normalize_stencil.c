/* What fits a stencil, and what stands in its holes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stencil.h"

static const char learned[] = "{\"a\":\"one\",\"n\":12,\"b\":[1],\"s\":\"fix\",\"z\":null}";

/* The places of `learned`; the last is pinned. One more is of another text. */
static struct stencil *
make(void)
{
    static const struct place places[] = {{.at = 6, .n = 3, .kind = PLACE_STRING},
                                          {.at = 15, .n = 2, .kind = PLACE_NUMBER},
                                          {.at = 22, .n = 3, .kind = PLACE_BLOCK},
                                          {.at = 31, .n = 3, .kind = PLACE_STRING, .pinned = true},
                                          {.at = 9, .n = 4, .kind = PLACE_STRING, .head = true}};
    return stencil_new(slice_of(learned), places, 5, false);
}

/* The line lies near the end of its memory, so that a sanitizer sees what is read too far behind it. */
static bool
fits(struct stencil *s, const char *line, struct place_text *texts, struct pool *pool)
{
    size_t n = strlen(line);
    char *copy = malloc(n + SLICE_SPARE);
    memcpy(copy, line, n);
    memset(copy + n, '"', SLICE_SPARE);
    bool good = stencil_fits(s, (struct slice){copy, n}, texts, pool);
    for (size_t i = 0; good && i < 3; i++)
        texts[i].text.p = pool_copy(pool, texts[i].text.p, texts[i].text.n);
    free(copy);
    return good;
}

static void
test_holes(void **state)
{
    struct stencil *s = make();
    struct place_text t[4] = {{{0}, false}};
    struct pool pool = {0};
    (void)state;
    assert_true(fits(s, learned, t, &pool));
    assert_true(slice_is(t[0].text, "one") && t[0].line);
    assert_true(slice_is(t[1].text, "12"));
    assert_true(slice_is(t[2].text, "[1]"));
    assert_true(
        fits(s,
             "{\"a\":\"a longer text of more than thirty-two bytes\",\"n\":-0.5,\"b\":{\"]\":[\"}\"]},"
             "\"s\":\"fix\",\"z\":null}",
             t, &pool));
    assert_true(slice_is(t[0].text, "a longer text of more than thirty-two bytes") && t[0].line);
    assert_true(slice_is(t[1].text, "-0.5"));
    assert_true(slice_is(t[2].text, "{\"]\":[\"}\"]}"));
    stencil_free(s);
    pool_free(&pool);
}

static void
test_strings(void **state)
{
    static const struct {
        const char *json, *text;
        bool line;
    } good[] = {{"two  blanks", "two  blanks", false},
                {"sixteen bytes .  ", "sixteen bytes .  ", false},
                {" in front", " in front", false},
                {"behind ", "behind ", false},
                {"0123456789abcde  f", "0123456789abcde  f", false},
                {"0123456789abcde f", "0123456789abcde f", true},
                {"del\x7f", "del\x7f", false},
                {"caf\xc3\xa9", "caf\xc3\xa9", false},
                {"q\\\"q", "q\"q", false},
                {"\\u00e9", "\xc3\xa9", false}};
    static const char *const bad[] = {"", "\\ud800", "\\x", "\xff", "tab\t", "end\\"};
    struct stencil *s = make();
    struct place_text t[4] = {{{0}, false}};
    struct pool pool = {0};
    char line[200];
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        snprintf(line, sizeof line, "{\"a\":\"%s\",\"n\":1,\"b\":[1],\"s\":\"fix\",\"z\":null}",
                 good[i].json);
        assert_true(fits(s, line, t, &pool));
        assert_true(slice_is(t[0].text, good[i].text));
        assert_int_equal(t[0].line, good[i].line);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(line, sizeof line, "{\"a\":\"%s\",\"n\":1,\"b\":[1],\"s\":\"fix\",\"z\":null}", bad[i]);
        assert_false(fits(s, line, t, &pool));
    }
    stencil_free(s);
    pool_free(&pool);
}

static void
test_other_lines(void **state)
{
    static const char *const other[] = {
        "{\"a\":\"one\",\"n\":12,\"b\":[1],\"s\":\"fox\",\"z\":null}",               /* pinned */
        "{\"a\":\"one\",\"m\":12,\"b\":[1],\"s\":\"fix\",\"z\":null}",               /* another key */
        "{\"a\":\"one\",\"n\":012,\"b\":[1],\"s\":\"fix\",\"z\":null}",              /* no number */
        "{\"a\":\"one\",\"n\":1234567890123456,\"b\":[1],\"s\":\"fix\",\"z\":null}", /* an id */
        "{\"a\":\"one\",\"n\":1e5,\"b\":[1],\"s\":\"fix\",\"z\":null}",
        "{\"a\":\"one\",\"n\":12,\"b\":7,\"s\":\"fix\",\"z\":null}",
        "{\"a\":\"one\",\"n\":12,\"b\":[1,\"s\":\"fix\",\"z\":null}",
        "{\"a\":\"one\",\"n\":12,\"b\":[1],\"s\":\"fix\",\"z\":null} ",
        "{\"a\":\"one\",\"n\":12,\"b\":[1],\"s\":\"fix\",\"z\":nul",
        "{\"a\":\"one"};
    struct stencil *s = make();
    struct place_text t[4] = {{{0}, false}};
    struct pool pool = {0};
    (void)state;
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        assert_false(fits(s, other[i], t, &pool));
    stencil_free(s);
    pool_free(&pool);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_holes), cmocka_unit_test(test_strings),
                                       cmocka_unit_test(test_other_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
