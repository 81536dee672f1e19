/* A value of a program as a tree that lib/json.h reads, without its text in between. */
#ifndef SM_JQ_TREE_H
#define SM_JQ_TREE_H

#include "value.h"

struct tree { /* zeroed before first use; its memory is used again */
    yyjson_val *at;
    size_t n, cap;
};

/* Strings stay where they are, numbers that the program worked out are written to m, which is not bounded by it. The
 * value is not nested deeper than val_print allows. It lives until the next call. */
yyjson_val *tree_of(struct tree *t, struct memory *m, struct val v);

#endif
