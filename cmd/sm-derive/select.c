#include "select.h"

/* Below `at` the list is a heap: each number before which none of its two comes. */
static void
sink(size_t *list, size_t n, size_t at, select_compare *compare, const void *with)
{
    size_t sinks = list[at];
    for (size_t next; (next = 2 * at + 1) < n; at = next) {
        if (next + 1 < n && compare(with, list[next + 1], list[next]) > 0)
            next++;
        if (compare(with, list[next], sinks) <= 0)
            break;
        list[at] = list[next];
    }
    list[at] = sinks;
}

/* A heap of the first ones, the last of them on top: a number behind that one is looked at once. */
void
select_first(size_t *list, size_t n, size_t want, select_compare *compare, const void *with)
{
    if (!want || n <= want)
        return;
    for (size_t i = want / 2; i-- > 0;)
        sink(list, want, i, compare, with);
    for (size_t i = want; i < n; i++) {
        if (compare(with, list[i], list[0]) >= 0)
            continue;
        size_t last = list[0];
        list[0] = list[i];
        list[i] = last;
        sink(list, want, 0, compare, with);
    }
}

size_t
select_last(const size_t *list, size_t n, select_compare *compare, const void *with)
{
    size_t last = list[0];
    for (size_t i = 1; i < n; i++)
        if (compare(with, list[i], last) > 0)
            last = list[i];
    return last;
}
