/* What is remembered: programs, what they look at, what they gave. */
#ifndef DERIVE_MEMO_PART_H
#define DERIVE_MEMO_PART_H

#include "key.h"
#include "memo.h"

#define READS_MAX 8 /* fields that one program may look at; one that wants more is run each time */

struct reads {
    struct slice name;
    int number, finding; /* enum number, a finding's field; or -1 */
};

struct program { /* what it may look at, whatever the flags */
    uint64_t mask;
    bool whole;
    struct reads reads[READS_MAX];
    size_t n;
    struct map variants; /* the masked flags → number */
    struct variant **list;
    size_t n_list, cap;
};

struct variant { /* a program with the flags given */
    size_t program;
    bool whole;
    unsigned reads[READS_MAX]; /* of the program's, those that it looks at still */
    size_t n;
    struct outcome *fixed;   /* n is 0 */
    struct outcome **direct; /* n is 1, a number: by days + 1; NULL: not known yet */
    size_t n_direct;
    struct map known; /* otherwise: what was looked at → number */
    struct outcome **list;
    struct slice *keys; /* of list; in the memo's pool */
    size_t n_list, cap, cap_keys;
    size_t recent[KEY_SLOTS]; /* numbers in list + 1 */
};

struct entry {                        /* all programs with the flags given */
    struct variant **fixed, **others; /* fixed ones that give nothing are left out */
    size_t n_fixed, n_others, cap_fixed, cap_others;
};

struct running { /* what holds since a period: at most one of them */
    const struct outcome *o;
    struct variant *v;
    size_t from;
};

struct memo {
    struct runner *runner;
    struct cells *cells;
    const struct periods *periods;
    size_t n;
    struct program *programs;
    struct map entries;
    struct entry *list;
    size_t n_list, cap;
    struct map contents;             /* of outcomes → number */
    const struct outcome **outcomes; /* by number, one that gives it */
    size_t cap_outcomes;
    size_t memory;
    struct pool pool; /* texts of outcomes */
    struct buf key, content;
    struct running *running; /* one for each program */
    /* the finding being counted */
    const struct subject *s;
    const struct facts *facts;
    struct slice line;
    size_t text; /* runner->text is that of this period; SIZE_MAX: of none */
};

/* All programs with these flags; valid until the next call. */
struct entry *memo_entry(struct memo *m, uint64_t flags, size_t period);
/* What a program that is not whole gives in a period for the finding of memo_begin. */
const struct outcome *memo_outcome(struct memo *m, struct variant *v, size_t period);

static inline const struct outcome * /* of all that count the same, one; NULL: it counts nothing */
memo_one(const struct memo *m, const struct outcome *o)
{
    return o->number ? m->outcomes[o->number] : NULL;
}

#endif
