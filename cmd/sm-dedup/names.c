#include "names.h"

#include <stdlib.h>

uint32_t
names_put(struct names *names, struct slice s)
{
    if (!s.p)
        return NO_NAME;
    size_t number = *map_put(&names->numbers, s, names->n);
    if (number == names->n) {
        names->text = xgrow(names->text, &names->cap, names->n + 1, sizeof *names->text);
        names->text[names->n++] = (struct slice){pool_copy(&names->kept, s.p, s.n), s.n};
    }
    return (uint32_t)number;
}

struct slice
names_text(const struct names *names, uint32_t number)
{
    return number == NO_NAME ? (struct slice){0} : names->text[number];
}

int
names_compare(const struct names *names, uint32_t a, uint32_t b)
{
    return a == b ? 0 : slice_compare(names_text(names, a), names_text(names, b));
}

void
names_free(struct names *names)
{
    map_free(&names->numbers);
    free(names->text);
    pool_free(&names->kept);
    *names = (struct names){0};
}
