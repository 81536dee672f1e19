/* Plans for lines that look alike. Entries of one report have the same members, of the same kinds, and differ
 * in their texts: what a program asks of kinds, of missing members and of what is the same from line to line
 * is answered once, and the plan that remains is run on all of them. Found out when a look has come several
 * times. */
#ifndef SM_JQ_SPECIAL_H
#define SM_JQ_SPECIAL_H

#include "eval.h"
#include "input.h"

struct specials; /* of one plan; NULL before first use */

/* The plan to run on this record: one that gives the same and does less, or `usual`. Runs parts of the plan,
 * so run.out is set. */
const struct plan *special_plan(struct specials **all, struct run *r, const struct plan *usual, size_t slots,
                                const struct input *in, struct val record);
void special_free(struct specials *all);
#define SPECIAL_AFTER 48
void special_after(unsigned lines); /* how many lines of one look are run as usual before */

/* special_make.c: for records that have what `record` has: the kinds of the members of its raw, or its own
 * where it is no line with a head; and all else of such a line. In memory m. */
struct plan *special_make(struct run *r, struct memory *m, const struct plan *usual, size_t slots,
                          bool headed, struct val record);

#endif
