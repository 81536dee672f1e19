#include "line_reader.h"

#include <string.h>

#include "limits.h"

int
line_next(struct line_reader *r, struct slice *line)
{
    struct source *s = r->source;
    for (;;) {
        size_t from = r->offset >= s->base ? (size_t)(r->offset - s->base) : 0,
               left = s->n > from ? s->n - from : 0;
        const char *p = s->p + from, *nl = left ? memchr(p, '\n', left) : NULL;
        bool too_long = left > FIELD_MAX && (!nl || (size_t)(nl - p) > FIELD_MAX);
        if (nl || (left && s->eof)) {
            size_t n = nl ? (size_t)(nl - p) : left;
            r->offset += n + (nl != NULL);
            r->number++;
            *line = (struct slice){p, n && p[n - 1] == '\r' ? n - 1 : n};
            if (!r->passing && !too_long)
                return 1;
            r->passing = false;
            return -1;
        }
        if (too_long) {
            r->passing = true;
            r->offset += left;
        }
        if (source_fill(s, r->offset) || s->base + s->n > r->offset)
            continue;
        bool passed = r->passing;
        r->passing = false;
        return passed ? -1 : 0;
    }
}
