/* The builtins of the native engine, a table for each topic. */
#ifndef SM_JQ_BUILTIN_H
#define SM_JQ_BUILTIN_H

#include "eval.h"

#define BUILTIN(name)                                                                           \
    static int name(struct run *r, const struct plan *p, struct val in, const struct val *args, \
                    struct val *out)

extern const struct builtin_entry index_builtins[], change_builtins[], operator_builtins[], text_builtins[],
    list_builtins[], object_builtins[], regex_builtins[], number_builtins[], json_builtins[];

#endif
