/* XML to JSON, arrays for repeated children, and the sketch. The first byte says in which pieces the text
 * comes. */
#include <stdlib.h>
#include <string.h>

#include "compact.h"
#include "limits.h"
#include "xml_fold.h"
#include "xml_json.h"
#include "xml_sketch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* What comes out is JSON, to its last byte. */
static void
check(const struct buf *text)
{
    struct buf copy = {0};
    struct compact k = {.p = text->p, .end = text->p + text->n, .last = true, .depth_max = DEPTH_MAX};
    enum compact_result got = compact_value(&k, &copy);
    if (got != COMPACT_DEEP && (got != COMPACT_DONE || k.p != k.end || k.repaired))
        abort();
    buf_free(&copy);
}

static void
fold(const struct buf *json)
{
    char *lists[] = {"a"};
    struct xml_fold f = {.lists = lists, .n_lists = 1};
    struct buf folded = {0};
    xml_fold(&f, buf_as_slice(json), &folded);
    check(&folded);
    xml_fold_free(&f);
    buf_free(&folded);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct buf out = {0}, said = {0};
    const char *why, *p = (const char *)data + 1;
    uint64_t at;
    if (n < 2)
        return 0;
    size_t first = 1 + (size_t)data[0] * 4, piece = 1 + data[0] % 7;
    n--;
    if (first > n)
        first = n;
    struct xml_json *x = xml_json_new(data[0] & 1);
    bool good = xml_json_read(x, p, first, false, &out, &why, &at);
    for (size_t i = first; good && i < n; i += piece)
        good = xml_json_read(x, p + i, n - i < piece ? n - i : piece, false, &out, &why, &at);
    if (good && xml_json_read(x, "", 0, true, &out, &why, &at)) {
        buf_byte(&out, '}');
        check(&out);
        fold(&out);
    }
    xml_json_free(x);
    out.n = 0;
    if (xml_sketch((struct slice){p, n}, true, false, &out, &said))
        check(&out);
    buf_free(&out);
    buf_free(&said);
    return 0;
}
