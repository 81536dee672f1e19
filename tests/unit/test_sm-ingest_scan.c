/* lib/scan, cmd/sm-ingest/skip, compact: vectors, plain words and one byte after the other give the same
 * answers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "compact.h"
#include "json_walk.h"
#include "limits.h"
#include "scan_same.h"
#include "skip.h"

#define ROUNDS 200000
#define TEXT 300

static uint64_t seed = 1;

static uint32_t
draw(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* Mostly one byte, so that runs are long; others are those that matter, and their neighbours. */
static void
fill(char *p, size_t n)
{
    static const char some[] = "\"\\{}[]:, \n\r\t\x1f\x20\x21\x23\x5b\x5d\x5a\x5e\x7f\x80\xff"
                               "Y_y\x01\xc3\xa9";
    static const char runs[] = "a a \\a\" ";
    char usual = runs[draw(sizeof runs - 1)];
    uint32_t odds = 1 + draw(40);
    for (size_t i = 0; i < n; i++)
        p[i] = draw(odds) ? usual : draw(3) ? some[draw(sizeof some - 1)] : (char)draw(256);
}

static size_t
string_by_byte(const char *p)
{
    size_t i = 0;
    while (i < SCAN_STRING && (unsigned char)p[i] >= 0x20 && (unsigned char)p[i] < 0x80 && p[i] != '"' &&
           p[i] != '\\')
        i++;
    return i;
}

static size_t
texts_by_block(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && p[i] > 0 && !(p[i] & 0x80))
        i++;
    return i < n ? i - i % SCAN_BLOCK : n - n % SCAN_BLOCK;
}

static size_t
quote_by_byte(const char *p)
{
    size_t i = 0;
    while (i < SCAN_STEP && p[i] != '"')
        i++;
    return i;
}

static size_t
cell_by_byte(const char *p, char delimiter)
{
    size_t i = 0;
    while (i < SCAN_STEP && p[i] != '"' && p[i] != '\n' && p[i] != '\r' && p[i] != delimiter)
        i++;
    return i;
}

static size_t
blank_by_byte(const char *p)
{
    size_t i = 0;
    while (i < SCAN_STEP && p[i] && strchr(" \n\r\t", p[i]))
        i++;
    return i;
}

static uint64_t
bits_by_byte(const char *p, const char *which)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < SCAN_BLOCK; i++)
        bits |= (uint64_t)(p[i] && strchr(which, p[i]) != NULL) << i;
    return bits;
}

static void
test_steps(void **state)
{
    char text[SCAN_BLOCK + 1], other[SCAN_STEP];
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        const char *p = text + 1; /* at no even place */
        bool ascii = true;
        fill(text, sizeof text);
        assert_int_equal(scan_string(p), string_by_byte(p));
        assert_int_equal(scan_string_plain(p), string_by_byte(p));
        assert_int_equal(scan_quote(p), quote_by_byte(p));
        assert_int_equal(scan_quote_plain(p), quote_by_byte(p));
        assert_int_equal(scan_cell(p, ','), cell_by_byte(p, ','));
        assert_int_equal(scan_cell_plain(p, ','), cell_by_byte(p, ','));
        assert_int_equal(scan_blank(p), blank_by_byte(p));
        assert_int_equal(scan_blank_plain(p), blank_by_byte(p));
        assert_true(scan_quotes(p).quotes == bits_by_byte(p, "\""));
        assert_true(scan_quotes_plain(p).quotes == bits_by_byte(p, "\""));
        assert_true(scan_quotes(p).backslashes == bits_by_byte(p, "\\"));
        assert_true(scan_quotes_plain(p).backslashes == bits_by_byte(p, "\\"));
        assert_true(scan_brackets(p) == bits_by_byte(p, "{}[]Y_y\x7f"));
        assert_true(scan_brackets_plain(p) == bits_by_byte(p, "{}[]Y_y\x7f"));
        for (size_t i = 0; i < SCAN_BLOCK; i++)
            ascii &= !(p[i] & 0x80);
        assert_int_equal(scan_ascii(p), ascii);
        assert_int_equal(scan_ascii_plain(p), ascii);
        assert_int_equal(scan_text(p), ascii && !memchr(p, 0, SCAN_BLOCK));
        assert_int_equal(scan_text_plain(p), scan_text(p));
        assert_int_equal(scan_texts_narrow(p, sizeof text - (size_t)(p - text)),
                         texts_by_block(p, sizeof text - (size_t)(p - text)));
        if (scan_is_wide())
            assert_int_equal(scan_texts_wide(p, sizeof text - (size_t)(p - text)),
                             texts_by_block(p, sizeof text - (size_t)(p - text)));
        size_t n = 1 + draw(SCAN_STEP);
        memcpy(other, p, SCAN_STEP);
        other[draw(SCAN_STEP)] ^= (char)draw(2);
        assert_int_equal(scan_same(p, other, n), memcmp(p, other, n) == 0);
    }
}

/* The texts lie at the end of their memory, so that a sanitizer sees what is read behind them. */
static void
test_same_text(void **state)
{
    (void)state;
    for (size_t n = 0; n < 4 * SCAN_STEP; n++) {
        char *a = malloc(n + 1), *b = malloc(n + 1);
        char *p = a + 1, *q = b + 1; /* at no even place */
        fill(p, n);
        memcpy(q, p, n);
        assert_true(scan_same_text(p, q, n));
        for (size_t i = 0; i < n; i++) {
            q[i] ^= 1;
            assert_false(scan_same_text(p, q, n));
            q[i] ^= 1;
        }
        free(a);
        free(b);
    }
}

/* A value passed over as a whole, in two windows, and byte by byte: never in blocks. */
static void
test_blocks(void **state)
{
    char text[TEXT];
    (void)state;
    for (int round = 0; round < ROUNDS / 10; round++) {
        struct skip whole, two, one;
        size_t n = 1 + draw(TEXT), cut = draw((uint32_t)n);
        skip_begin(&whole, 20);
        skip_begin(&two, 20);
        skip_begin(&one, 20);
        fill(text, n);
        text[0] = "{[\""[draw(3)];
        const char *a = skip_run(&whole, text, text + n), *b = skip_run(&two, text, text + cut), *c = text;
        if (!two.done && !two.why)
            b = skip_run(&two, text + cut, text + n);
        while (c < text + n && !one.done && !one.why)
            c = skip_run(&one, c, c + 1);
        assert_ptr_equal(a, c);
        assert_ptr_equal(b, c);
        assert_int_equal(whole.done, one.done);
        assert_int_equal(two.done, one.done);
        assert_true(whole.why == one.why && two.why == one.why);
        assert_true(one.done || one.why || (whole.depth == one.depth && whole.string == one.string));
    }
}

/* The walk of the library passes over the same bytes. */
static void
test_nested(void **state)
{
    char text[TEXT];
    (void)state;
    for (int round = 0; round < ROUNDS / 10; round++) {
        struct skip one;
        const char *why = "", *c = text, *end;
        size_t n = 1 + draw(TEXT);
        skip_begin(&one, DEPTH_MAX);
        fill(text, n);
        text[0] = "{["[draw(2)];
        while (c < text + n && !one.done && !one.why)
            c = skip_run(&one, c, c + 1);
        end = json_skip(text, text + n, &why);
        assert_ptr_equal(end, one.done ? c : NULL);
        assert_true(one.done || !one.why || strcmp(why, one.why) == 0);
        assert_true(one.done || one.why || strstr(why, "not closed"));
    }
}

/* Text that may be broken, given whole and from a window that ends behind it, whatever stands there. */
static void
test_ends(void **state)
{
    char text[TEXT + 64];
    struct buf out = {0}, again = {0};
    (void)state;
    for (int round = 0; round < ROUNDS / 10; round++) {
        size_t n = 2 + draw(TEXT - 2);
        fill(text, sizeof text);
        memcpy(text, "[\"", 2);
        struct compact a = {.p = text, .end = text + n, .last = true, .depth_max = 20}, b = a;
        struct buf exact = {0};
        buf_add(&exact, text, n);
        b.p = exact.p;
        b.end = exact.p + n;
        out.n = again.n = 0;
        assert_int_equal(compact_value(&a, &out), compact_value(&b, &again));
        assert_int_equal(a.p - text, b.p - exact.p);
        assert_int_equal(a.repaired, b.repaired);
        assert_true(a.why == b.why);
        assert_true(slice_same(buf_as_slice(&out), buf_as_slice(&again)));
        buf_free(&exact);
    }
    buf_free(&out);
    buf_free(&again);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_steps), cmocka_unit_test(test_same_text),
                                       cmocka_unit_test(test_blocks), cmocka_unit_test(test_nested),
                                       cmocka_unit_test(test_ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
