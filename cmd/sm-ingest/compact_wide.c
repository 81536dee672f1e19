/* compact.c for processors with AVX2. */
#include "compact.h"

#if defined __x86_64__ && defined __GNUC__
#include <immintrin.h>

#ifdef __clang__
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2"))), apply_to = function)
#else
#pragma GCC target("avx2,bmi,bmi2")
#endif
#define SCAN_WIDE
#define COMPACT_VALUE compact_value_wide
#include "compact.c"
#ifdef __clang__
#pragma clang attribute pop
#endif

#else

enum compact_result
compact_value_wide(struct compact *c, struct buf *out)
{
    return compact_value_narrow(c, out);
}

#endif
