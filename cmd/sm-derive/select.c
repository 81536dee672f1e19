#include "select.h"

/* Hoare's quickselect. */
void
select_first(size_t *list, size_t n, size_t want, select_compare *compare, const void *with)
{
    size_t low = 0, high = want < n ? n : 0;
    while (high - low > 1) {
        size_t middle = list[low + (high - low) / 2], i = low, j = high - 1;
        for (;;) {
            while (compare(with, list[i], middle) < 0)
                i++;
            while (compare(with, list[j], middle) > 0)
                j--;
            if (i >= j)
                break;
            size_t x = list[i];
            list[i++] = list[j];
            list[j--] = x;
        }
        if (want <= j + 1 && j + 1 < high)
            high = j + 1;
        else
            low = j + 1;
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
