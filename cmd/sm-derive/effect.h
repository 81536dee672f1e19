/* What one finding of a class counts along an axis, by itself: it outlives the class. */
#ifndef DERIVE_EFFECT_H
#define DERIVE_EFFECT_H

#include "cells.h"
#include "feedback.h"
#include "movement.h"

struct axis;
struct class;

struct effect_run { /* an output, in periods from … below - 1 */
    const struct given *given;
    int by; /* of the metric's breakdowns, or IN_WHOLE */
    unsigned short from, below;
};

struct effect_at { /* the same in all periods from … below - 1 */
    size_t from, below;
    bool moves, open, noisy, false_positive; /* noisy: its rule counts it */
    struct flow flow;                        /* moves */
    struct burden burden;                    /* open */
};

struct effect { /* zeroed before first use */
    struct contribution x;
    struct supplied supplied;
    bool placed; /* its place is there, also where nothing moves */
    bool own;    /* a program sets the axis's own dimension */
    struct effect_run *runs;
    size_t n_runs, cap_runs;
    struct effect_at *at; /* periods in which something holds, in order */
    size_t n_at, cap_at;
};

/* The parts of an effect in which something holds, and each of their periods. */
enum effect_what { EFFECT_MOVES, EFFECT_OPEN, EFFECT_NOISY };

struct effect_walk {
    const struct effect_at *at, *end;
    size_t period; /* SIZE_MAX: not begun */
    enum effect_what what;
};

static inline struct effect_walk
effect_walk(const struct effect *e, enum effect_what what)
{
    return (struct effect_walk){e->at, e->at + e->n_at, SIZE_MAX, what};
}

static inline bool
effect_next(struct effect_walk *w)
{
    if (w->period != SIZE_MAX) {
        if (++w->period < w->at->below)
            return true;
        w->at++;
    }
    while (w->at < w->end && !(w->what == EFFECT_MOVES  ? w->at->moves
                               : w->what == EFFECT_OPEN ? w->at->open
                                                        : w->at->noisy))
        w->at++;
    if (w->at == w->end)
        return false;
    w->period = w->at->from;
    return true;
}

/* Made anew; what it is of stays the class's. */
void effect_make(struct effect *e, const struct axis *x, const struct class *k, size_t periods);
void effect_free(struct effect *e);

/* Adds what `times` findings count: of the row that the cells show; of a place, an owner, a value. */
void effect_count_cells(const struct effect *e, struct cells *c, uint32_t times);
void effect_count_place(const struct effect *e, struct movement *m, size_t row, uint32_t times);
void effect_count_owner(const struct effect *e, struct movement *m, size_t owner, uint32_t times);
void effect_count_topic(const struct effect *e, struct feedback *f, enum topic topic, uint32_t number,
                        uint32_t times);

/* Effects that are kept, each once. */
#define EFFECTS_BYTES (8u << 20) /* of an axis; what is more has none */
struct effects {                 /* zeroed before first use */
    struct map known;            /* contents → number */
    struct effect *at;
    size_t n, cap, memory;
    struct pool pool;
    struct buf key;
};
/* Keeps a copy. SIZE_MAX: there are too many. */
size_t effects_keep(struct effects *l, const struct effect *e);
void effects_free(struct effects *l);

#endif
