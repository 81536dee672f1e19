/* Lines of one look, and the findings that they become, learned from the program: where a line differs from
 * those before only in texts that are copied, or in texts whose meaning is known, its finding is written from
 * them, and the program is not run. Any other line is none of these. */
#ifndef NORMALIZE_LEARNED_H
#define NORMALIZE_LEARNED_H

#include "format.h"
#include "line.h"
#include "reports.h"

struct normalizer;
struct all_learned;

struct all_learned *all_learned_new(void);
void all_learned_free(struct all_learned *all); /* NULL is nothing */

/* The whole of a line with a head. false: nothing was done with it, it goes the usual way. */
bool learned_line(struct all_learned *all, struct normalizer *n, struct record *r);

/* A line went the usual way: n->built is what the program made of it, nothing else was done yet. */
void learned_see(struct all_learned *all, struct normalizer *n, const struct format *f, const struct line *l);

#endif
