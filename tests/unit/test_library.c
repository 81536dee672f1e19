/* lib/library: what is loaded when it is needed; one that is not there, or lacks something, is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <oniguruma.h>
#include <string.h>
#include <zlib.h>

#include "library.h"

#define ZLIB(each) each(crc32) each(zlibVersion)
#define ONIG(each) each(OnigEncodingUTF8) each(onig_version)
LIBRARY(zlib, "zlib is needed", ZLIB, "libsm-is-not-there.so", "libz.so.1", "libz.so", "libz.dylib")
LIBRARY(onig, "libonig is needed", ONIG, "libonig.so.5", "libonig.so", "libonig.dylib")
LIBRARY(none, "libsm is needed to test", ZLIB, "libsm-is-not-there.so", "libsm-nor-is-this.so")
LIBRARY(other, "libz is needed for this", ONIG, "libz.so.1", "libz.so", "libz.dylib")

static void
test_there(void **state)
{
    const char *why = "as it was";
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_true(zlib_load(&why));
        assert_string_equal(why, "as it was");
    }
    assert_int_equal(zlib.crc32(0, (const Bytef *)"123456789", 9), 0xcbf43926);
    assert_string_equal(zlib.zlibVersion(), ZLIB_VERSION);
}

static void
test_variable(void **state)
{
    const char *why;
    (void)state;
    assert_true(onig_load(&why));
    assert_string_equal(onig.OnigEncodingUTF8->name, "UTF-8");
    assert_int_equal(onig.OnigEncodingUTF8->max_enc_len, 4);
}

static void
test_missing(void **state)
{
    const char *why = NULL, start[] = "libsm is needed to test: ";
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_false(none_load(&why));
        assert_int_equal(strncmp(why, start, sizeof start - 1), 0);
        assert_non_null(strstr(why, "libsm-is-not-there.so"));
        assert_null(strstr(why, "libsm-nor-is-this.so"));
    }
    assert_null(none.crc32);
}

static void
test_without_symbol(void **state)
{
    const char *why = NULL;
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_false(other_load(&why));
        assert_non_null(strstr(why, "libz is needed for this: "));
        assert_non_null(strstr(why, "OnigEncodingUTF8"));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_there), cmocka_unit_test(test_variable),
                                       cmocka_unit_test(test_missing), cmocka_unit_test(test_without_symbol)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
