/* lib/target: one spelling for repositories, images, sites, and everything else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "table.h"
#include "target.h"

static bool
any_form(struct buf *out, struct slice s)
{
    size_t from = out->n;
    target_canonical(out, s);
    return out->n > from;
}

static const struct {
    const char *name;
    bool (*form)(struct buf *, struct slice);
} forms[] = {{"repo", target_repo}, {"image", target_image}, {"origin", target_origin}, {"any", any_form}};

static void
test_table(void **state)
{
    struct table t;
    struct buf b = {0};
    size_t wrong = 0;
    (void)state;
    table_open(&t, "target.tsv");
    while (table_next(&t)) {
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            if (!slice_is(t.field[0], forms[i].name))
                continue;
            b.n = 0;
            buf_text(&b, "kept");
            bool any = forms[i].form(&b, t.field[1]);
            wrong += !table_same(&t, any ? (struct slice){b.p + 4, b.n - 4} : (struct slice){0}, t.field[2]);
            if (!any)
                assert_int_equal(b.n, 4);
        }
    }
    buf_free(&b);
    assert_int_equal(wrong, 0);
    assert_true(t.cases >= 50);
}

/* A canonical form is its own canonical form, and no bytes make trouble. */
static void
test_hostile(void **state)
{
    static const char bytes[] = "abcHUB0129:/@.-_%?#[] \\\xc3\xa4\xff\0githubcom.git://";
    uint32_t seed = 7;
    char text[48];
    struct buf once = {0}, twice = {0};
    (void)state;
    for (int i = 0; i < 200000; i++) {
        size_t n = ((seed = seed * 1664525 + 1013904223) >> 16) % sizeof text;
        for (size_t k = 0; k < n; k++)
            text[k] = bytes[((seed = seed * 1664525 + 1013904223) >> 16) % (sizeof bytes - 1)];
        for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
            once.n = twice.n = 0;
            if (!forms[k].form(&once, (struct slice){text, n}) || forms[k].form != target_origin)
                continue;
            assert_true(target_origin(&twice, buf_as_slice(&once)));
            assert_true(slice_same(buf_as_slice(&once), buf_as_slice(&twice)));
        }
    }
    buf_free(&once);
    buf_free(&twice);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table), cmocka_unit_test(test_hostile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
