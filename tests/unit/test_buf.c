/* lib/buf: JSON strings, each byte at each place of a word; formatting in place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "buf.h"

/* As jq prints it. */
static void
escaped(unsigned char c, char out[8])
{
    static const char *const names[] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
    if (c == '"' || c == '\\')
        snprintf(out, 8, "\\%c", c);
    else if (c <= '\r' && names[c])
        snprintf(out, 8, "%s", names[c]);
    else if (c < 0x20 || c == 0x7f)
        snprintf(out, 8, "\\u%04x", c);
    else
        snprintf(out, 8, "%c", c);
}

static void
test_json_string(void **state)
{
    struct buf out = {0};
    char text[40], want[60], one[8];
    (void)state;
    for (int c = 0; c < 256; c++) {
        for (size_t n = 1; n < 20; n++) {
            for (size_t at = 0; at < n; at++) {
                memset(text, c == 'a' ? 'b' : 'a', n);
                if (at + 1 < n)
                    text[at + 1] = '\x80' - 1 - (c & 1); /* DEL or a tilde behind it */
                text[at] = (char)c;
                size_t k = 0;
                want[k++] = '"';
                for (size_t i = 0; i < n; i++) {
                    escaped((unsigned char)text[i], one);
                    size_t length = one[0] ? strlen(one) : 1;
                    memcpy(want + k, one, length);
                    k += length;
                }
                want[k++] = '"';
                out.n = 0;
                buf_json(&out, text, n);
                assert_int_equal(out.n, k);
                assert_memory_equal(out.p, want, k);
            }
        }
    }
    buf_free(&out);
}

/* Some bufs are memory of their caller: what fits stays there. What does not fit is formatted once more. */
static void
test_format(void **state)
{
    char text[24], *long_one = test_malloc(1000);
    struct buf own = {text, 0, sizeof text}, grown = {0};
    (void)state;
    memset(long_one, 'x', 999);
    long_one[999] = 0;
    buf_text(&own, "12345678");
    buf_format(&own, "e%c%02d %s", '-', 5, "123456789");
    assert_ptr_equal(own.p, text);
    assert_string_equal(buf_string(&own), "12345678e-05 123456789");
    buf_format(&grown, "%s", "");
    assert_int_equal(grown.n, 0);
    buf_format(&grown, "%d", 1);
    buf_format(&grown, "%s", long_one);
    buf_format(&grown, "%d", 2);
    assert_int_equal(grown.n, 1001);
    assert_int_equal(grown.p[0], '1');
    assert_memory_equal(grown.p + 1, long_one, 999);
    assert_int_equal(grown.p[1000], '2');
    buf_free(&grown);
    test_free(long_one);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_json_string), cmocka_unit_test(test_format)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
