/* What findings are counted along: everything, each breakdown and part of the reconciliation, rules,
 * suppliers, services. Each axis has a table of rows (values) and views (what is counted of a class there),
 * and adds it up into cells, movement, noise, feedback and served. */
#ifndef DERIVE_AXES_H
#define DERIVE_AXES_H

#include "cells.h"
#include "facts.h"
#include "feedback.h"
#include "memo.h"
#include "spread.h"

struct count;
struct previous;

enum side_of_facts { SIDE_MOVES, SIDE_OWED, SIDE_OPEN, SIDE_NOISE, SIDE_SERVED, SIDES };

struct class
{                              /* findings that count the same */
    const struct facts *facts; /* one for each period; NULL: only what the programs give is counted */
    struct run *runs;          /* what the programs give */
    size_t n_runs;
    struct contribution x;
    struct supplied supplied;
    bool classified, intel, control;
    bool noted;            /* a program failed */
    uint32_t sides[SIDES]; /* of the facts; the same: the same there; 0: nothing */
    uint32_t *views;       /* one for each axis; 0: nothing is counted there */
};

struct axes { /* zeroed before first use */
    struct count *c;
    struct axis *at;
    size_t n, cap;
    size_t *loose, *bound; /* numbers of those that are taken for each finding, and of the others */
    size_t n_loose, n_bound;
    size_t memory;        /* of the tables */
    uint64_t taken, look; /* findings; at which of them the fields are looked at for room */
    struct buf key;
    struct spread_file file; /* of what is spread */
};

void axes_init(struct axes *a, struct count *c);
/* Fills class->views; the class must stay until axes_add_up. */
void axes_view(struct axes *a, struct class *class);
/* One more finding of the class. */
void axes_take(struct axes *a, const struct class *class, const struct subject *s);
/* The same in two parts, for findings that have the given fields in common: the axes along these alone are
 * bound, and the rows of all such findings are those of one, a->n of them. */
void axes_bind(struct axes *a, const bool *fields); /* F_COUNT; before the first finding */
void axes_rows(struct axes *a, const struct subject *s, uint32_t *rows);
void axes_take_loose(struct axes *a, const struct class *class, const struct subject *s);
bool axes_has_loose(const struct axes *a, const struct class *class); /* false: that counts nothing */
void axes_take_bound(struct axes *a, const struct class *class, const uint32_t *rows, uint32_t times);
bool axes_are_full(struct axes *a); /* asked before each finding */
void axes_add_up(struct axes *a);   /* and begin anew */
/* Once, after the last axes_add_up: what stands under values that are too many to be kept. previous: for the
 * reconciliation; keep: every cell of a breakdown is asked for, not only the first CELLS_MAX. */
void axes_count_crowds(struct axes *a, const struct previous *p, bool keep);
struct slice axes_text(const struct axes *a, size_t field,
                       const struct subject *s); /* JSON text of a field of the cells; absent: none */
void axes_free(struct axes *a);

#endif
