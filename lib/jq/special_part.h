/* What the files of special_make share: what is known of a value, and what became of a part of a plan. */
#ifndef SM_JQ_SPECIAL_PART_H
#define SM_JQ_SPECIAL_PART_H

#include "keep.h"
#include "shape.h"
#include "special.h"

#define LEVEL_ANY UINT32_MAX           /* of what does not look at its input */
#define LEVEL_SEVERAL (UINT32_MAX - 1) /* of the parts of a node */

enum known {
    NOTHING,
    KIND,  /* the same kind as v; a string is empty where v is */
    FIXED, /* v itself */
};

struct part;
struct about { /* a value */
    struct val v;
    uint8_t known;
    bool shaped;              /* an object with the keys of v, and of each value its kind */
    bool line;                /* a line with a head: raw is shaped, source is not known, the rest is fixed */
    bool inside;              /* of a slot: what binds it is part of what is run as a whole */
    const struct part *items; /* of an array: just these; else NULL */
    size_t n;
};

struct part { /* what became of a plan */
    const struct plan *plan;
    struct about about;
    uint32_t level; /* which pipe's input it is run on */
    bool sure;      /* it can't fail and gives one output */
};

struct making {
    struct run *r;
    struct memory *m;
    struct about *slots;
    uint32_t levels;
    int depth;
    bool headed;
    builtin *equal, *other, *length, *type, *not, *join;
};

enum truth { FALSE, TRUE, UNSURE };

struct part part_of(struct making *k, const struct plan *p, const struct about *in, uint32_t level);

/* special_part.c */
struct part part_as_it_is(const struct plan *p, uint32_t level);
struct plan *part_node(struct making *k, const struct plan *p); /* a copy, to be given other parts */
struct part part_fixed(struct making *k, struct val v);
/* A node whose parts are all fixed, or that is the same from line to line, is run now. false: it fails or
 * gives nothing. */
bool part_fold(struct making *k, const struct plan *p, struct val in, struct part *out);
/* Of a part of a node: what became of it, if it is run on the node's input, too; else as it was. */
const struct plan *part_here(struct part *a, const struct plan *was, uint32_t level);
bool part_uses(const struct plan *p, uint32_t slot);
size_t part_size(const struct plan *p, size_t most);              /* nodes, or most where there are more */
bool part_others_are_sure(const struct about *array, size_t but); /* all items but one */
uint32_t part_common_level(const struct part *parts, size_t n); /* LEVEL_ANY where none looks at its input */
const struct plan *part_pipe(struct making *k, const struct plan *a, const struct plan *b);

/* special_array.c: [ … ]. special_call.c: calls and operators */
struct part special_collect(struct making *k, const struct plan *p, const struct about *in, uint32_t level);
struct part special_call(struct making *k, const struct plan *p, const struct about *in, uint32_t level);

#endif
