/* cmd/sm-ingest/path: the grammar of paths and what two paths share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "path.h"

static struct pool pool;

static const char kinds[] = {[STEP_NAME] = 'n', [STEP_ANY] = '*', [STEP_ELEMENT] = 'e', [STEP_DEEP] = 'd'};

static void
test_steps(void **state)
{
    static const struct {
        const char *text, *steps;
        bool member_name;
    } good[] = {{"", "", false},
                {"a", "n", false},
                {"[]", "e", false},
                {"[][]", "ee", false},
                {"[].a", "en", false},
                {"a[][].b", "neen", false},
                {"runs[].results[]", "nene", false},
                {"vulnerabilities.*", "n*", false},
                {"results.*~", "n*", true},
                {"a~", "n", true},
                {"**.nodes[]", "dne", false},
                {"a.tag[@name=HOST END]", "nne", false},
                {"[k=]", "e", false},
                {"\"@version\".\"a.b[]\"", "nn", false}};
    static const char *const bad[] = {".",     "a.",       "a..b",   ".a",    "a[",       "a[0]", "a[]b",
                                      "a[=x]", "a[k=v].b", "a[k=[]", "a[k=v", "a.[]",     "[]~",  "**~",
                                      "~",     "a~b",      "\"a",    "a]",    "a.\"\\x\""};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct path p;
        const char *why;
        char steps[16] = "";
        assert_true(path_read(&pool, &p, slice_of(good[i].text), &why));
        for (size_t k = 0; k < p.n; k++)
            steps[k] = kinds[p.at[k].kind];
        assert_string_equal(steps, good[i].steps);
        assert_int_equal(p.member_name, good[i].member_name);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct path p;
        const char *why = NULL;
        assert_false(path_read(&pool, &p, slice_of(bad[i]), &why));
        assert_non_null(why);
    }
}

static void
test_names(void **state)
{
    struct path p;
    const char *why;
    (void)state;
    assert_true(path_read(&pool, &p, SLICE("\"a.\\u0062\".c-d.@e"), &why));
    assert_int_equal(p.n, 3);
    assert_true(slice_is(p.at[0].name, "a.b"));
    assert_true(slice_is(p.at[1].name, "c-d"));
    assert_true(slice_is(p.at[2].name, "@e"));
}

static void
test_filter(void **state)
{
    static const struct {
        const char *text;
        bool taken;
    } t[] = {{"{\"@name\":\"END\",\"#text\":\"x\"}", true},
             {"{\"@name\":\"START\"}", false},
             {"{\"@name\":[\"END\"]}", false},
             {"{\"#text\":\"END\"}", false},
             {"\"END\"", false},
             {"{\"@name\":\"END\",\"@name\":1}", false},
             {"{}", false},
             {"[\"@name\",\"END\"]", false}};
    struct path p, q, all;
    const char *why;
    (void)state;
    assert_true(path_read(&pool, &p, SLICE("tag[@name=END]"), &why));
    assert_true(path_read(&pool, &all, SLICE("tag[]"), &why));
    path_copy(&pool, &q, &p);
    assert_true(path_same(&p, &q));
    assert_false(path_same(&p, &all));
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        assert_int_equal(path_takes(&q, slice_of(t[i].text)), t[i].taken);
        assert_true(path_takes(&all, slice_of(t[i].text)));
    }
    assert_false(path_takes(&p, (struct slice){0}));
}

static void
test_along(void **state)
{
    static const struct {
        const char *path, *own;
        size_t common, along;
        bool many; /* below what is written the same */
    } t[] = {{"Results[].Class", "Results[].Vulnerabilities[]", 2, 2, false},
             {"CreatedAt", "Results[].Vulnerabilities[]", 0, 0, false},
             {"*[].Name", "Results[].V[]", 0, 2, true}, /* takes the name of the own path */
             {"a.*[]", "a.*[]", 3, 3, false},
             {"**.a", "**.b", 1, 0, false},
             {"runs[].rules[].id", "runs[]", 2, 2, true},
             {"a[].b", "a.b", 1, 1, true}};
    (void)state;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        struct path p, own;
        const char *why;
        assert_true(path_read(&pool, &p, slice_of(t[i].path), &why));
        assert_true(path_read(&pool, &own, slice_of(t[i].own), &why));
        size_t common = path_common(&p, &own);
        assert_int_equal(common, t[i].common);
        assert_int_equal(path_is_many(&p, common), t[i].many);
        assert_int_equal(path_align(&p, &own), t[i].along);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps), cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_filter), cmocka_unit_test(test_along)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    pool_free(&pool);
    return failed;
}
