/* lib/lines: the same lines whatever their length, a last one without newline, one beyond the limit passed over. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "limits.h"
#include "lines.h"
#include "mem.h"

static char path[] = "/tmp/sm-lines-XXXXXX";

static void
fill(FILE *f, size_t n, char c)
{
    char block[4096];
    memset(block, c, sizeof block);
    for (; n > sizeof block; n -= sizeof block)
        fwrite(block, 1, sizeof block, f);
    fwrite(block, 1, n, f);
}

static void
test_lengths(void **state)
{
    static const size_t lengths[] = {0, 1, 100, READ_BLOCK - 1, READ_BLOCK, READ_BLOCK + 1, 5 * READ_BLOCK + 7, 3};
    size_t n = sizeof lengths / sizeof *lengths;
    struct lines l = {.fd = -1};
    struct slice line;
    FILE *f = fopen(path, "wb");
    (void)state;
    for (size_t i = 0; i < n; i++) {
        fill(f, lengths[i], (char)('a' + i));
        if (i + 1 < n)
            fputc('\n', f);
    }
    fclose(f);
    assert_true(lines_open(&l, path));
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(lines_next(&l, &line), LINE_READ);
        assert_int_equal(line.n, lengths[i]);
        assert_int_equal(l.number, i + 1);
        for (size_t k = 0; k < line.n; k++)
            assert_int_equal(line.p[k], 'a' + i);
    }
    assert_int_equal(lines_next(&l, &line), LINE_END);
    lines_free(&l);
}

static void
test_too_long(void **state)
{
    struct lines l = {.fd = -1};
    struct slice line;
    FILE *f = fopen(path, "wb");
    (void)state;
    fputs("before\n", f);
    fill(f, 100u << 20, 'x');
    fputs("\nafter", f);
    fclose(f);
    assert_true(lines_open(&l, path));
    assert_int_equal(lines_next(&l, &line), LINE_READ);
    assert_int_equal(lines_next(&l, &line), LINE_TOO_LONG);
    assert_int_equal(line.n, REJECT_TEXT_MAX);
    assert_int_equal(lines_next(&l, &line), LINE_READ);
    assert_true(slice_is(line, "after"));
    assert_int_equal(l.number, 3);
    assert_int_equal(lines_next(&l, &line), LINE_END);
    lines_free(&l);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_too_long),
    };
    int fd = mkstemp(path);
    close(fd);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
