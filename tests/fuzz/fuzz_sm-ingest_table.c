/* Tables: the first rows of a CSV under each delimiter, as objects; the headers of Markdown tables. */
#include <stdlib.h>

#include "compact.h"
#include "csv_reader.h"
#include "limits.h"
#include "markdown.h"
#include "table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct buf *text)
{
    struct buf copy = {0};
    struct compact k = {.p = text->p, .end = text->p + text->n, .last = true, .depth_max = DEPTH_MAX};
    if (compact_value(&k, &copy) != COMPACT_DONE || k.p != k.end)
        abort();
    buf_free(&copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct cells rows[HEADER_ROWS_MAX] = {{{0}, NULL, 0, 0}};
    const char *why;
    struct buf out = {0};
    const char *p = (const char *)data;
    char delimiters[4];
    size_t bytes, found = csv_delimiters(p, n, true, delimiters, &bytes);
    for (size_t d = 0; d < found; d++) {
        struct table t = {0};
        size_t have = csv_first_rows(p + bytes, n - bytes, delimiters[d], rows, HEADER_ROWS_MAX, &why);
        if (have)
            table_header(&t, &rows[0], DATES_UNKNOWN);
        for (size_t i = 1; i < have; i++)
            table_learn(&t, &rows[i]);
        for (size_t i = 1; i < have; i++) {
            table_object(&t, &rows[i], &out);
            check(&out);
        }
        table_free(&t);
        for (size_t i = 0; i < HEADER_ROWS_MAX; i++)
            cells_free(&rows[i]);
    }
    out.n = 0;
    if (markdown_sketch(p, n, &out))
        check(&out);
    buf_free(&out);
    return 0;
}
