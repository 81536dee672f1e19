/* Sorting many small items by a number: radix sort, least digit first, which keeps the order of equal keys.
 */
#ifndef DEDUP_SORT_H
#define DEDUP_SORT_H

#include <stddef.h>
#include <stdint.h>

struct sort_item {
    uint64_t key;
    uint32_t value, more;
};

struct sort_list { /* zeroed before first use */
    struct sort_item *at, *scratch;
    size_t n, cap, scratch_cap;
};

void sort_add(struct sort_list *l, struct sort_item item);
struct sort_item *sort_list(struct sort_list *l); /* by key; l->at */
void sort_free(struct sort_list *l);
void sort_items(struct sort_item *at, struct sort_item *scratch, size_t n); /* by key; scratch: room for n */
void sort_items_by_more(struct sort_item *at, struct sort_item *scratch, size_t n); /* by more */

#endif
