/* The native engine: a program of the subset that plan.h knows, compiled once and run on value after value.
 */
#ifndef SM_JQ_NATIVE_H
#define SM_JQ_NATIVE_H

#include "follow.h"
#include "keep.h"
#include "outcome.h"
#include "special.h"

struct native {
    struct plan *plan; /* NULL: not native */
    size_t slots;
    struct kept *kept; /* what is the same from line to line */
    struct memory keep;
    uint64_t same; /* the lines that keep's values are of */
    struct specials *specials;
};

/* The plan and its constants live in plans, as those of other programs do. scratch: memory that one program
 * may use after the other; nothing of it is needed when this is done. */
bool native_compile(struct native *n, struct memory *plans, struct memory *scratch, struct slice program,
                    const struct plan_constant *vars, size_t nvars, struct buf *why);
/* A plan to look at, not to run; in memory that is the caller's to free, also where there is none (NULL). */
struct plan *native_draft(struct memory *m, struct slice program, size_t *slots, struct buf *why);
void native_free(struct native *n);

/* The outputs and the error of one run. false: it took more than the native engine gives it; nothing was
 * noted. */
bool native_run(struct run *r, struct native *n, const struct input *in, struct val record,
                struct outcomes *s, struct outcome *result);

/* What programs_follow (programs.h) gives, of the line that was read last. NULL: it can't be followed. */
struct followed *follow_native(struct run *r, struct native *n, const struct input *in, struct slice raw,
                               struct slice context, bool (*varies)(struct slice name));

#endif
