/* What values became before, by the texts that they follow from: many of these are few. */
#ifndef NORMALIZE_MEMO_H
#define NORMALIZE_MEMO_H

#include "buf.h"
#include "mem.h"

#define MEMO_PARTS 8   /* texts that one value follows from */
#define MEMO_TEXTS 255 /* different ones of a place that are known at a time */

struct seen; /* texts that were met at one place, by number */
struct seen *seen_new(void);
void seen_free(struct seen *s);
uint8_t seen_number(const struct seen *s, struct slice text); /* 0: it was not met */
uint8_t seen_add(struct seen *s, struct slice text);          /* 0: there are too many, or it is too long */

struct memo; /* what some fields became */
struct memo *memo_new(size_t fields);
void memo_free(struct memo *m);
/* number: of MEMO_PARTS texts, a byte for each, none of them 0 where there is one. The fields' texts one
 * after the other, each with SLICE_SPARE bytes behind it; NULL: not known. */
const struct slice *memo_find(const struct memo *m, uint64_t number);
void memo_add(struct memo *m, uint64_t number, const struct slice *became); /* copied */

#endif
