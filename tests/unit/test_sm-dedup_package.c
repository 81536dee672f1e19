#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "package.h"

static const struct {
    const char *component, *type, *name; /* type NULL: none; name NULL: no name */
} cases[] = {
    {"{\"purl\":\"pkg:npm/%40scope/x@1.0\"}", "npm", "@scope/x"},
    {"{\"purl\":\"pkg:npm/@scope/x@1.0\"}", "npm", "@scope/x"},
    {"{\"purl\":\"pkg:npm/@scope/x\"}", "npm", "@scope/x"},
    {"{\"purl\":\"pkg:pypi/Flask__Login.X@1?a=b#c\"}", "pypi", "flask-login-x"},
    {"{\"purl\":\"pkg:maven/org.X/core@1\"}", "maven", "org.x/core"},
    {"{\"purl\":\"pkg:deb/debian/libssl3@3.0?arch=amd64\"}", "deb", "libssl3"},
    {"{\"purl\":\"pkg:golang/github.com/a/b/v2@v2.0.0\"}", "golang", "github.com/a/b/v2"},
    {"{\"purl\":\"pkg:PyPI/x@1\"}", "pypi", "x"},
    {"{\"purl\":\"pkg:npm/\",\"name\":\"fallback\"}", NULL, "fallback"},
    {"{\"purl\":\"pkg:\",\"name\":\"a:b\"}", NULL, "a/b"},
    {"{\"purl\":\"nonsense\"}", NULL, NULL},
    {"{\"purl\":\"pkg:npm/%\"}", "npm", "%"},
    {"{\"purl\":\"pkg:npm/@\"}", "npm", "@"},
    {"{\"purl\":\"pkg:npm/a@b/c@1\"}", "npm", "a@b/c"},
    {"{\"purl\":\"pkg:npm/a//b@1@2\"}", "npm", "a/b"},
    {"{\"purl\":\"pkg:npm//a/@1#b/c\"}", "npm", "a/@1"},
    {"{\"purl\":\"pkg:///npm/a?x@2/y\"}", "npm", "a"},
    {"{\"purl\":\"pkg:deb/debian/\",\"name\":\"n\"}", "deb", "debian"},
    {"{\"purl\":\"pkg:a@1\"}", NULL, NULL},
    {"{\"name\":7}", NULL, NULL},
    {"{}", NULL, NULL},
};

static void
names(void **state)
{
    struct json_doc doc = {0};
    struct buf out = {0};
    struct package_type type_text = {0};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why;
        struct slice type = {0};
        json_val *v = json_parse(&doc, cases[i].component, strlen(cases[i].component), &why);
        out.n = 0;
        bool known = package_name(&out, json_get_str(v, "purl"), json_get_str(v, "name"), &type_text, &type);
        assert_int_equal(known, cases[i].name != NULL);
        if (cases[i].name)
            assert_string_equal(buf_string(&out), cases[i].name);
        assert_true(cases[i].type ? slice_is(type, cases[i].type) : !type.p);
    }
    json_free(&doc);
    buf_free(&out);
    package_type_free(&type_text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
