/* JSON: what is copied, what is passed over and what is sketched agree on where a value ends. */
#include <stdlib.h>

#include "compact.h"
#include "limits.h"
#include "sketch.h"
#include "skip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct buf copy = {0}, again = {0}, sketch = {0};
    const char *p = (const char *)data, *end;
    bool broken;
    struct compact k = {.p = p, .end = p + n, .last = true, .depth_max = DEPTH_MAX - 1};
    enum sketch drawn = sketch_json(&sketch, p, n, true, &end, &broken);
    if (compact_value(&k, &copy) == COMPACT_DONE) {
        struct compact second = {
            .p = copy.p, .end = copy.p + copy.n, .last = true, .depth_max = DEPTH_MAX - 1};
        if (drawn != SKETCH_WHOLE || end != k.p)
            abort();
        if (compact_value(&second, &again) != COMPACT_DONE || second.repaired ||
            !slice_same(buf_as_slice(&copy), buf_as_slice(&again)))
            abort();
        const char *start = skip_blank(p, p + n);
        struct skip s;
        skip_begin(&s, DOCUMENT_DEPTH_MAX);
        if ((*start == '{' || *start == '[' || *start == '"') &&
            (skip_run(&s, start, p + n) != k.p || !s.done))
            abort();
    }
    buf_free(&copy);
    buf_free(&again);
    buf_free(&sketch);
    return 0;
}
