#include "named.h"

#include <stdlib.h>

#include "../text.h"

#define NAMED_MAX 5 /* ids named in one note */

static int
by_text(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

void
named_note(struct tally *notes, const char *things, const char *what, struct slice *ids, size_t n)
{
    struct buf b = {0};
    if (!n)
        return;
    qsort(ids, n, sizeof *ids, by_text);
    for (size_t i = 0; i < n && i < NAMED_MAX; i++)
        buf_format(&b, "%s%.*s", i ? ", " : "",
                   (int)text_valid_prefix((struct slice){ids[i].p, ids[i].n < 40 ? ids[i].n : 40}), ids[i].p);
    tally_note(notes, "%zu %s %s: %s%s", n, things, what, buf_string(&b), n > NAMED_MAX ? ", …" : "");
    buf_free(&b);
}
