/* Hostile text, step 0 (report.md 8), and the hash of the style sheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "../../cmd/sm-render/clean.h"
#include "../../cmd/sm-render/sha256.h"

static void
clean(const char *text, size_t n, const char *want)
{
    struct buf b = {0};
    clean_text(&b, (struct slice){text, n});
    assert_string_equal(b.n ? buf_string(&b) : "", want);
    buf_free(&b);
}

#define CLEAN(literal, want) clean("" literal, sizeof(literal) - 1, want)

static void
test_clean(void **state)
{
    (void)state;
    CLEAN("plain <b> & \"text\"", "plain <b> & \"text\"");
    CLEAN("", "");
    CLEAN("a\tb\nc\rd", "a b c d");
    CLEAN("a\xc2\x85"
          "b\xe2\x80\xa8"
          "c\xe2\x80\xa9"
          "d",
          "a b c d");
    CLEAN("\x1b[2J\x07", "\xe2\x90\x9b[2J\xe2\x90\x87");
    CLEAN("a\0b", "a\xe2\x90\x80"
                  "b");
    CLEAN("\x7f", "\xe2\x90\xa1");
    CLEAN("\xc2\x9b"
          "31m",
          "\xe2\x80\xb9U+009B\xe2\x80\xba"
          "31m");
    CLEAN("\xe2\x80\xae"
          "evil",
          "\xe2\x80\xb9U+202E\xe2\x80\xba"
          "evil");
    CLEAN("\xd8\x9c\xe2\x80\x8f\xe2\x81\xa6",
          "\xe2\x80\xb9U+061C\xe2\x80\xba\xe2\x80\xb9U+200F\xe2\x80\xba\xe2\x80\xb9U+2066\xe2\x80\xba");
    CLEAN("a\xe2\x80\x8b"
          "b\xef\xbb\xbf",
          "a\xe2\x80\xb9U+200B\xe2\x80\xba"
          "b\xe2\x80\xb9U+FEFF\xe2\x80\xba");
    CLEAN("\xf3\xa0\x81\x81", "\xe2\x80\xb9U+E0041\xe2\x80\xba");
    CLEAN("a\xef\xbf\xbe\xc2\xad\xe3\x85\xa4\xf4\x8f\xbf\xbf", /* no characters, soft hyphen, filler */
          "a\xe2\x80\xb9U+FFFE\xe2\x80\xba\xe2\x80\xb9U+00AD\xe2\x80\xba\xe2\x80\xb9U+3164\xe2\x80\xba"
          "\xe2\x80\xb9U+10FFFF\xe2\x80\xba");
    CLEAN("\xff"
          "a\xc3",
          "\xef\xbf\xbd"
          "a\xef\xbf\xbd");
    CLEAN("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); /* an encoded surrogate */
}

static void
test_joiners(void **state)
{
    (void)state;
    CLEAN("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb",
          "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"); /* between emoji */
    CLEAN("\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4\xef\xb8\x8f");
    CLEAN("\xe2\x80\x8d"
          "a",
          "\xe2\x80\xb9U+200D\xe2\x80\xba"
          "a"); /* at the start */
    CLEAN("a\xe2\x80\x8d", "a\xe2\x80\xb9U+200D\xe2\x80\xba");
    CLEAN("a \xe2\x80\x8c b", "a \xe2\x80\xb9U+200C\xe2\x80\xba b");
    CLEAN("e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
          "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81"); /* four marks stay */
}

static void
test_cut(void **state)
{
    size_t all;
    char long_text[3000];
    (void)state;
    memset(long_text, 'x', sizeof long_text);
    assert_int_equal(clean_cut((struct slice){long_text, 3000}, 200, &all).n, 200);
    assert_int_equal(all, 3000);
    assert_int_equal(clean_cut((struct slice){long_text, 200}, 200, &all).n, 200);
    assert_int_equal(all, 0);
    /* clusters are never cut: three flags, two asked for */
    struct slice flags = slice_of(
        "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x87\xab\xf0\x9f\x87\xb7\xf0\x9f\x87\xae\xf0\x9f\x87\xb9");
    assert_int_equal(clean_cut(flags, 2, &all).n, 16);
    assert_int_equal(all, 6);
    assert_int_equal(clean_fit(slice_of("\xe6\xbc\xa2\xe5\xad\x97"), 3).n,
                     3); /* two wide letters, three columns */
    assert_true(clean_is_rtl(slice_of("a \xd9\x85 1")));
    assert_false(clean_is_rtl(slice_of("a \xc3\xa4 1")));
}

static void
hash(const char *text, size_t n, const char *want)
{
    struct buf b = {0};
    sha256_base64(&b, (struct slice){text, n});
    assert_string_equal(buf_string(&b), want);
    buf_free(&b);
}

static void
test_sha256(void **state) /* FIPS 180-4 vectors, and lengths around the padding */
{
    char million[1000];
    (void)state;
    hash("", 0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    hash("abc", 3, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
         "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
    memset(million, 'a', sizeof million);
    hash(million, 55, "n0OQ+NMMLdkuyfCVtl4rmumwqSWlJY4kHJ8ekQ9zQxg=");
    hash(million, 64, "/+BU/nrgy23GXDr5th1SCfQ5hR20PQulmXM33xVGaOs=");
    hash(million, 1000, "Qe3s5C1j6Nm/UVqbppMuHCDLyfWl0TRkWttdsblzfqM=");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_clean), cmocka_unit_test(test_joiners),
                                       cmocka_unit_test(test_cut), cmocka_unit_test(test_sha256)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
