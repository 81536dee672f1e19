/* The metrics' programs: those of one kind are one set, run once on a record in each period. */
#ifndef DERIVE_RUNNER_H
#define DERIVE_RUNNER_H

#include "cells.h"
#include "period.h"
#include "tally.h"

enum role { ROLE_MAIN, ROLE_BESIDE, ROLE_NEEDS, ROLE_NOTE };

struct use {
    size_t metric;
    enum role role;
};

struct outcome {     /* what one program gave for one record in one period */
    uint32_t number; /* memo.h */
    struct given *out;
    size_t n, cap;
    char **notes; /* why it failed, or what could not be counted */
    size_t n_notes, cap_notes;
};

struct runner {
    const struct metrics *metrics;
    struct programs *sets[KIND_COUNT]; /* NULL: no metric counts that kind */
    struct use *uses[KIND_COUNT];      /* what each program of a set is for */
    size_t n[KIND_COUNT];
    struct programs *formulas; /* in order of metric; NULL: none */
    struct buf text;           /* the record with its computed fields */
};

void runner_load(struct runner *r, const struct metrics *m,
                 const struct dictionary *d);              /* a bad program is exit 2 */
bool runner_wants(const struct runner *r, enum kind kind); /* does any metric count that kind */
/* Starts r->text with a record; the caller appends computed members, each with a comma in front, then runs.
 */
void runner_begin(struct runner *r, struct slice record);
/* Reads r->text, which the caller has closed, for runner_one. */
void runner_read(struct runner *r, enum kind kind);
/* Runs one of the kind's programs on what was read last. What it gave, texts in pool; outcome and its lists
 * are empty at first, and grown by xgrow. */
void runner_one(struct runner *r, enum kind kind, size_t program, struct cells *c, struct pool *pool,
                struct outcome *o);
void runner_note(const struct runner *r, enum kind kind, size_t program, struct slice name, const char *why,
                 struct tally *notes);
/* Runs the kind's programs on r->text and counts what they give. cells_record has been called; `name` is the
 * record's, for notes. */
void runner_run(struct runner *r, enum kind kind, size_t period, struct cells *c, struct slice name,
                struct tally *notes);
/* A formula's value for an object of metric values; false: null, or the error that `why` receives. */
bool runner_formula(struct runner *r, size_t metric, struct slice object, double *value, const char **why);
void runner_free(struct runner *r);

#endif
