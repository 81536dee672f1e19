/* The native engine: a program of the subset that plan.h knows, compiled once and run on value after value.
 */
#ifndef SM_JQ_NATIVE_H
#define SM_JQ_NATIVE_H

#include "follow.h"
#include "keep.h"
#include "outcome.h"
#include "special.h"

struct native {
    struct memory memory; /* the plan and its constants */
    struct plan *plan;    /* NULL: not native */
    size_t slots;
    struct kept *kept; /* what is the same from line to line */
    struct memory keep;
    uint64_t same; /* the lines that keep's values are of */
    struct specials *specials;
};

/* scratch: memory that may be used for one program after the other; nothing of it is needed when this is
 * done. */
bool native_compile(struct native *n, struct memory *scratch, struct slice program,
                    const struct plan_constant *vars, size_t nvars, struct buf *why);
bool native_draft(struct native *n, struct slice program,
                  struct buf *why); /* a plan to look at, not to run */
void native_free(struct native *n);

/* The outputs and the error of one run. false: it took more than the native engine gives it; nothing was
 * noted. */
bool native_run(struct run *r, struct native *n, const struct input *in, struct val record,
                struct outcomes *s, struct outcome *result);

/* What programs_follow (programs.h) gives, of the line that was read last. NULL: it can't be followed. */
struct followed *follow_native(struct run *r, struct native *n, const struct input *in, struct slice raw,
                               struct slice context, bool (*varies)(struct slice name));

#endif
