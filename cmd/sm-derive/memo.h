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

struct run { /* what one program gives, in periods from … below - 1; not where it gives nothing */
    unsigned program;
    unsigned short from, below;
    const struct outcome *outcome;
};

struct asking { /* a program that looks at more than the facts, or `whole`: at anything */
    struct variant *v;
    unsigned short from, below; /* gives the same in all of them */
    bool whole;
};

struct plan { /* zeroed: of all findings with the same facts in all periods */
    struct run *runs;
    size_t n_runs, cap_runs;
    struct asking *asks;
    size_t n_asks, cap_asks;
};

struct memo *memo_new(struct runner *r, struct cells *c, const struct periods *periods);
/* A finding and its facts, one for each period, with their flags: for the calls that follow. */
void memo_begin(struct memo *m, const struct subject *s, struct slice line, const struct facts *f);
/* What is known by the facts alone; of them without time_to_detect_days, exposure_days and the number of
 * sources. */
void memo_plan(struct memo *m, struct plan *plan);
const struct outcome *memo_ask(struct memo *m, const struct asking *a); /* NULL: it gives nothing */
unsigned memo_program(const struct asking *a);
/* May it give another thing for a finding with the same facts, sources and texts of these fields? */
bool memo_varies(const struct memo *m, const struct asking *a, const bool *fields);
/* … and does it, of what differs among them, look only at the days of their detection and of their exposure?
 */
bool memo_varies_by_days(const struct memo *m, const struct asking *a, const bool *fields);
/* Runs it in each of its periods and counts what it gives; cells_finding has been called. */
void memo_run_whole(struct memo *m, const struct asking *a, struct tally *notes);
void memo_run_all(struct memo *m, struct tally *notes); /* as above, every program in every period */
bool
memo_is_odd(const struct subject *s); /* it has members that nothing may be foretold with: memo_run_all */
void memo_note(struct memo *m, const struct run *r, struct slice id, struct tally *notes); /* why it failed */
bool memo_is_full(const struct memo *m);
void memo_forget(struct memo *m); /* all outcomes; their numbers are given anew */
void plan_free(struct plan *p);
/* What the programs may look at, one after the other: name, and number among a finding's fields or -1. false:
 * no more. *whole becomes true where one may look at everything. */
bool memo_reads(const struct memo *m, size_t i, struct slice *name, int *field, bool *whole);
void memo_free(struct memo *m);

#endif
