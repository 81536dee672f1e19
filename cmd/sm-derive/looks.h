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

#include "axes.h"
#include "facts.h"
#include "scans.h"

struct tally;
struct count;
struct looks;

struct looks *looks_new(struct count *c);
struct look {                  /* how a finding looks; until looks_add_up */
    const struct facts *facts; /* one for each period; of `resolved` only the day is right */
    const struct class *class;
    size_t same; /* number of the facts */
    bool alone;  /* programs are asked about it alone: they look at anything, or failed */
};

/* A finding of which everything but its facts is known. */
struct look looks_take(struct looks *l, const struct subject *s, struct slice line,
                       const struct contribution *x, struct tally *notes);
/* What programs give for findings that have the facts of one that was not alone in common, their sources, and
 * the texts of the given fields. */
struct settled {
    size_t same; /* number of the facts */
    struct answer_to {
        bool varies; /* it may be another one for each finding */
        const struct outcome *o;
    } * to;       /* one for each program that is asked; in the pool */
    size_t *vary; /* those that vary: numbers in `to` */
    size_t n_vary;
    bool by_days; /* by nothing but facts_detect_days, and by exposure where it is known since when */
};
/* The class of such findings, but for what varies. */
const struct class *looks_settle(struct looks *l, size_t same, const struct subject *s, struct slice line,
                                 const struct contribution *x, const bool *fields, struct pool *pool,
                                 struct settled *settled);
/* … and a class of this alone, of one of them; NULL: it is nothing. Both are counted. */
const struct class *looks_vary(struct looks *l, const struct settled *settled, size_t i,
                               const struct subject *s, struct slice line, const struct contribution *x);
struct axes *looks_axes(struct looks *l);
bool looks_are_full(struct looks *l); /* asked before each finding */
void looks_add_up(struct looks *l);   /* and forgets; after the last finding too */
void looks_free(struct looks *l);

#endif
