/* cmd/sm-ingest/csv_reader: rows read by vectors, and those of libcsv alone, are the same. */
#define _GNU_SOURCE /* fileno under -std=c11 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "csv_reader.h"
#include "limits.h"

#define TEXT 600
#define ROWS 700

static uint64_t seed = 1;

static uint32_t
draw(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* Mostly cells as they should be. */
static size_t
fill(char *p, char delimiter)
{
    size_t n = 0, most = draw(TEXT);
    uint32_t wild = 1 + draw(60);
    while (n < most) {
        bool quoted = draw(2) == 0;
        if (quoted)
            p[n++] = '"';
        for (uint32_t k = draw(draw(4) ? 8 : 50); k; k--)
            p[n++] = draw(20) ? (char)('a' + draw(26)) : quoted ? ",;\n\r \t|"[draw(7)] : ' ';
        if (quoted && !draw(8))
            n += (size_t)sprintf(p + n, "\"\"");
        if (quoted)
            p[n++] = '"';
        p[n++] = draw(4) ? delimiter : '\n';
        if (!draw(12))
            p[n - 1] = '\r';
        if (!draw(wild))
            p[n - 1 - draw((uint32_t)n)] = "\"\"\n\r ,\t;"[draw(8)];
    }
    return n;
}

static void
test_same(void **state)
{
    static struct cells expected[ROWS];
    char *text = test_malloc(2 * TEXT);
    struct cells row = {0};
    (void)state;
    for (int round = 0; round < 30000; round++) {
        char delimiter = ",;\t|:"[draw(5)];
        size_t n = fill(text, delimiter), rows, i = 0;
        FILE *f = tmpfile();
        struct source s;
        const char *why;
        for (size_t k = 0; k < ROWS; k++)
            cells_clear(&expected[k]);
        rows = csv_first_rows(text, n, delimiter, expected, ROWS, &why);
        assert_non_null(f);
        assert_int_equal(fwrite(text, 1, n, f), n);
        fflush(f);
        assert_true(source_take(&s, "test", dup(fileno(f))));
        struct csv_reader *r = csv_open(&s, &(struct csv_layout){.delimiter = delimiter});
        enum csv_result got;
        for (; (got = csv_next(r, &row, &why)) == CSV_ROW; i++) {
            assert_true(i < rows);
            if (i + 1 == rows) /* what ends with the text has rules of its own */
                continue;
            assert_int_equal(row.n, expected[i].n);
            for (size_t k = 0; k < row.n; k++)
                assert_true(slice_same(cells_at(&row, k), cells_at(&expected[i], k)));
        }
        assert_int_equal(got, CSV_END);
        assert_true(i == rows || (why && i + 1 == rows)); /* a quote that is never closed: its row is lost */
        csv_close(r);
        source_close(&s);
        fclose(f);
    }
    for (size_t k = 0; k < ROWS; k++)
        cells_free(&expected[k]);
    cells_free(&row);
    test_free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
