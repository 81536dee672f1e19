/* Findings that look the same are counted together. All that metrics, reconciliation, noise and feedback want
 * to know of a finding follows from a few of its values: when it was opened and closed (by the day), when it
 * is due, what the dictionary and the inventory say of it. Findings in which these are the same have the same
 * facts in every period, found once. What a program wants to know beyond them is asked for each finding, and
 * remembered (memo.h); findings with the same answers are of one class. What is counted of a class along one
 * axis (a breakdown, a part of the reconciliation) is its view from there. A finding then is one more for
 * each of its axes in a table of rows and views; the tables are added up at the end, or when they have grown
 * large. */
#ifndef DERIVE_LOOKS_H
#define DERIVE_LOOKS_H

#include "facts.h"
#include "scans.h"

struct contribution;
struct tally;
struct count;
struct looks;

struct looks *looks_new(struct count *c);
/* The finding of the next looks_take has been read: for speed. */
void looks_expect(struct looks *l, const struct subject *s);
/* A finding of which everything but its facts is known. Its facts, one for each period, until the next call;
 * of `resolved` only the day is right. */
const struct facts *looks_take(struct looks *l, const struct subject *s, struct slice line,
                               const struct contribution *x, struct tally *notes);
void looks_finish(struct looks *l); /* adds up; after the last finding */
void looks_free(struct looks *l);

#endif
