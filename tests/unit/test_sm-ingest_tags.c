/* cmd/sm-ingest/tags: patterns against paths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tags.h"

static const struct {
    const char *pattern, *path, *tags; /* tags NULL: no match */
} cases[] = {
    {"{service}.json", "pay.json", "{\"service\":\"pay\"}"},
    {"{service}.json", "a/b/pay.json", "{\"service\":\"pay\"}"},
    {"{service}.json", ".json", NULL},
    {"{service}.json", "pay.json.gz", NULL},
    {"{month}/{service}.json", "2026-10/pay.json", "{\"month\":\"2026-10\",\"service\":\"pay\"}"},
    {"{month}/{service}.json", "pay.json", NULL},
    {"exports/{service}.json", "exports/pay.json", "{\"service\":\"pay\"}"},
    {"exports/{service}.json", "old-exports/pay.json", NULL},
    {"{source_tool}-{service}.json", "trivy-shop-pay.json",
     "{\"source_tool\":\"trivy\",\"service\":\"shop-pay\"}"},
    {"{a}-{b}-c.json", "1-2-c-c.json", "{\"a\":\"1\",\"b\":\"2-c\"}"},
    {"{a}.json{b}", "x.json.json", "{\"a\":\"x\",\"b\":\".json\"}"},
    {"/data/{service}.json", "/data/pay.json", "{\"service\":\"pay\"}"},
    {"/data/{service}.json", "/x/data/pay.json", NULL},
    {"{service}/x", "a\"b/x", "{\"service\":\"a\\\"b\"}"},
    {"{service}/x", "caf\xe9/x", "{\"service\":\"caf\xef\xbf\xbd\"}"},
};

static void
test_patterns(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tags t = {0};
        struct buf out = {0};
        bool matched;
        const char *why;
        assert_true(tags_pattern(&t, cases[i].pattern, &why));
        tags_object(&t, cases[i].path, &out, &matched, &why);
        assert_int_equal(matched, cases[i].tags != NULL);
        assert_true(slice_is(buf_as_slice(&out), cases[i].tags ? cases[i].tags : "{}"));
        buf_free(&out);
        tags_free(&t);
    }
}

static void
test_order(void **state)
{
    struct tags t = {0};
    struct buf out = {0};
    bool matched;
    const char *why;
    (void)state;
    assert_true(tags_add(&t, "service=one", &why));
    assert_true(tags_add(&t, "service= two ", &why));
    assert_true(tags_pattern(&t, "{service}.json", &why));
    tags_object(&t, "three.json", &out, &matched, &why);
    assert_true(slice_is(buf_as_slice(&out), "{\"service\":\"two\"}"));
    assert_true(slice_is(tags_get(&t, "three.json", "service"), "two"));
    assert_null(tags_get(&t, "three.json", "owner").p);
    buf_free(&out);
    tags_free(&t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_patterns), cmocka_unit_test(test_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
