/* The native jq engine: a program, a line end, and the JSON value that it is run on. */
#include <string.h>

#include "jq/programs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const char *p = (const char *)data, *nl = n ? memchr(p, '\n', n) : NULL, *why;
    struct buf said = {0};
    if (!nl)
        return 0;
    struct program_source src = {"fuzz", {p, (size_t)(nl - p)}};
    struct programs *set = programs_compile(&src, 1, NULL, 0, &said);
    if (set && !programs_why_not(set, 0))
        programs_run(set, (struct slice){nl + 1, n - (size_t)(nl + 1 - p)}, &why);
    programs_free(set);
    buf_free(&said);
    return 0;
}
