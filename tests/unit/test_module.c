/* lib/module: a directive as JSON, its members one by one, and what is wrong with one that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "module.h"

/* head: the bytes before the directive, which stay, as those behind it do. */
static void
check(const char *head, const char *directive, const char *tail, const char *json)
{
    struct buf text = {0}, out = {0};
    const char *why = NULL;
    size_t from = strlen(head), n = strlen(directive);
    buf_format(&text, "%s%s%s", head, directive, tail);
    assert_true(module_read(text.p, text.n, &out, &why));
    assert_string_equal(buf_string(&out), json);
    assert_memory_equal(text.p, head, from);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(text.p[from + i], directive[i] == '\n' ? '\n' : ' ');
    assert_string_equal(buf_string(&text) + from + n, tail);
    buf_free(&text);
    buf_free(&out);
}

static void
test_read(void **state)
{
    (void)state;
    check("", "module {};", ".", "{}");
    check("# of\n ", "module {a: 1,\n b: \"x\"};", " .a", "{\"a\":1,\"b\":\"x\"}");
    check("", "module{a:1,b:2,c:{d:[]}};", ".", "{\"a\":1,\"b\":2,\"c\":{\"d\":[]}}");
    check("\t", "module {\"a b\": [1, \"}\\\"\", # ;\n null,],\v\"\":-1.5e3,} ;", "",
          "{\"a b\":[1,\"}\\\"\",null],\"\":-1.5e3}");
    check(".a | modulemeta", "", "", "");
    check("modules {a: 1};", "", "", "");
    check("", "", "", "");
    check("# nothing", "", "", "");
}

static void
test_broken(void **state)
{
    static const struct {
        const char *text, *why;
    } bad[] = {{"module", "line 1: module: an object is missing"},
               {"module [];", "line 1: module: an object is missing"},
               {"module {}", "line 1: module: a semicolon is missing after the directive"},
               {"module {\n\n a}; .", "line 3: module: a colon is missing"},
               {"module {a: }; .", "line 1: module: not a constant"},
               {"module {a: .b}; .", "line 1: module: not a constant"},
               {"module {a:", "line 1: module: a value is missing"},
               {"module {a: \"", "line 1: module: a string that is not closed"},
               {"module {a: 1 b: 2};", "line 1: module: a comma is missing"},
               {"module {a: 1,, b: 2};", "line 1: module: a name is missing"},
               {"module {a: [1\n#\n;", "line 3: module: a comma is missing"}};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buf copy = {0}, out = {0};
        const char *why = NULL;
        buf_text(&copy, bad[i].text);
        assert_false(module_read(copy.p, copy.n, &out, &why));
        assert_string_equal(why, bad[i].why);
        assert_string_equal(buf_string(&copy), bad[i].text);
        assert_int_equal(out.n, 0);
        buf_free(&copy);
        buf_free(&out);
    }
}

static void
test_deep(void **state)
{
    char text[200] = "module {a:";
    struct buf out = {0};
    const char *why = NULL;
    (void)state;
    memset(text + strlen(text), '[', 32);
    assert_false(module_read(text, strlen(text), &out, &why));
    assert_string_equal(why, "line 1: module: nested too deep");
    buf_free(&out);
}

struct taken {
    struct buf seen;
    size_t left; /* members that are taken */
};

static bool
take(void *with, struct slice name, struct slice value)
{
    struct taken *t = with;
    if (!t->left--)
        return false;
    buf_slice(&t->seen, name);
    buf_byte(&t->seen, '=');
    buf_slice(&t->seen, value);
    buf_byte(&t->seen, ' ');
    return true;
}

static void
test_members(void **state)
{
    static const char text[] = "module { a: 1, \"b\\n\": {c: [2, {d: 3}]}, e: \"f\" }; .x";
    struct taken all = {.left = 9}, some = {.left = 1};
    struct buf out = {0};
    const char *why = NULL;
    (void)state;
    assert_true(module_members(((struct slice){text, sizeof text - 1}), &out, take, &all, &why));
    assert_string_equal(buf_string(&all.seen), "a=1 b\\n={\"c\":[2,{\"d\":3}]} e=\"f\" ");
    assert_string_equal(buf_string(&out), "{\"a\":1,\"b\\n\":{\"c\":[2,{\"d\":3}]},\"e\":\"f\"}");
    out.n = 0;
    assert_false(module_members(((struct slice){text, sizeof text - 1}), &out, take, &some, &why));
    assert_null(why);
    assert_string_equal(buf_string(&some.seen), "a=1 ");
    buf_free(&all.seen);
    buf_free(&some.seen);
    buf_free(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_read), cmocka_unit_test(test_broken),
                                       cmocka_unit_test(test_deep), cmocka_unit_test(test_members)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
