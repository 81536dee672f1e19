/* The findings' programs, run as seldom as can be. What a program may look at is known from its plan
 * (programs_reads): with the flags of a finding in a period given, many programs look at nothing more, and
 * the others at a number of days or a field. So each is run once for every combination of what it looks at; a
 * program that looks at the whole record, or runs in libjq, is run each time. What holds for several periods
 * in a row is counted once. */
#ifndef DERIVE_MEMO_H
#define DERIVE_MEMO_H

#include "facts.h"
#include "runner.h"

struct memo;

struct memo *memo_new(struct runner *r, struct cells *c, const struct periods *periods);
void memo_begin(struct memo *m, const struct subject *s,
                struct slice line); /* cells_finding has been called */
void memo_period(struct memo *m, size_t period, const struct facts *f, struct tally *notes); /* in order */
void memo_end(struct memo *m, struct tally *notes); /* after the finding's last period */
/* What the programs may look at, one after the other: name, and number among a finding's fields or -1. false:
 * no more. *whole becomes true where one may look at everything. */
bool memo_reads(const struct memo *m, size_t i, struct slice *name, int *field, bool *whole);
void memo_free(struct memo *m);

#endif
